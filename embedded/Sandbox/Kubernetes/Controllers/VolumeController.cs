using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Provisions a volume for each claim of a storage class that exists, binds the two, and reclaims it afterwards.</summary>
internal sealed class VolumeController(ObjectWriter writer, EventRecorder events) : IController
{
    const string Component = "persistentvolume-controller";

    readonly ResourceType _claims = writer.BuiltIn("v1", "PersistentVolumeClaim");
    readonly ResourceType _volumes = writer.BuiltIn("v1", "PersistentVolume");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "persistentvolumeclaims" => [change.Key],
        "storageclasses.storage.k8s.io" => writer.Store.List("persistentvolumeclaims").Items.Select(c => c.Key),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } claim)
        {
            Reclaim(key);
            return null;
        }
        if (claim.IsBeingDeleted() || claim.Json.Text("status", "phase") == "Bound") return null;
        var @class = claim.Json.Text("spec", "storageClassName");
        var volume = claim.Json.Text("spec", "volumeName") is { } named
            ? writer.Store.Get(new ObjectKey("persistentvolumes", "", named))
            : Matching(claim, @class);
        if (volume is null)
        {
            if (string.IsNullOrEmpty(@class))
                events.Normal(claim, Component, "FailedBinding", "no persistent volumes available for this claim and no storage class is set");
            else if (writer.Store.Get(new ObjectKey("storageclasses.storage.k8s.io", "", @class)) is not { } storage)
                events.Warning(claim, Component, "ProvisioningFailed", $"storageclass.storage.k8s.io \"{@class}\" not found");
            else volume = Provision(claim, storage);
        }
        if (volume is not null) Bind(claim, volume);
        return null;
    }

    StoredObject? Matching(StoredObject claim, string? @class) => writer.Store.List("persistentvolumes").Items.FirstOrDefault(v =>
        v.Json.Text("status", "phase") is "Available" or "Pending" && v.Json.Object("spec", "claimRef") is null
        && (v.Json.Text("spec", "storageClassName") ?? "") == (@class ?? "")
        && claim.Json.Texts("spec", "accessModes").All(m => v.Json.Texts("spec", "accessModes").Contains(m)));

    StoredObject Provision(StoredObject claim, StoredObject storage)
    {
        var volume = writer.CreateOwned(_volumes, "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"pvc-{claim.Uid}", ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = storage.Json.Text("provisioner") } },
            ["spec"] = new JsonObject
            {
                ["capacity"] = claim.Json.At("spec", "resources", "requests")?.DeepClone(),
                ["accessModes"] = claim.Json.At("spec", "accessModes")?.DeepClone(),
                ["persistentVolumeReclaimPolicy"] = storage.Json.Text("reclaimPolicy") ?? "Delete",
                ["storageClassName"] = storage.Key.Name,
                ["hostPath"] = new JsonObject { ["path"] = $"/var/lib/sandbox/{claim.Uid}", ["type"] = "" },
            },
        });
        events.Normal(claim, "sandbox.coder.infra/volumes", "ProvisioningSucceeded", $"Successfully provisioned volume {volume!.Key.Name}");
        return volume;
    }

    void Bind(StoredObject claim, StoredObject volume)
    {
        writer.Update(_volumes, "", volume.Key.Name, WriteOptions.Controller, json =>
        {
            json.Ensure("spec")["claimRef"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "PersistentVolumeClaim", ["namespace"] = claim.Key.Namespace, ["name"] = claim.Key.Name, ["uid"] = claim.Uid };
            return json;
        });
        writer.WriteStatus(_volumes, volume.Key, WriteOptions.ControllerStatus, status => status["phase"] = "Bound");
        writer.Update(_claims, claim.Key.Namespace, claim.Key.Name, WriteOptions.Controller, json =>
        {
            json.Ensure("spec")["volumeName"] = volume.Key.Name;
            json.Ensure("metadata", "annotations")["pv.kubernetes.io/bind-completed"] = "yes";
            return json;
        });
        writer.WriteStatus(_claims, claim.Key, WriteOptions.ControllerStatus, status =>
        {
            status["phase"] = "Bound";
            status["accessModes"] = volume.Json.At("spec", "accessModes")?.DeepClone();
            status["capacity"] = volume.Json.At("spec", "capacity")?.DeepClone();
        });
    }

    void Reclaim(ObjectKey claim)
    {
        foreach (var volume in writer.Store.List("persistentvolumes").Items.Where(v => v.Json.Text("spec", "claimRef", "namespace") == claim.Namespace && v.Json.Text("spec", "claimRef", "name") == claim.Name))
        {
            if (volume.Json.Text("spec", "persistentVolumeReclaimPolicy") == "Delete") writer.DeleteQuietly(_volumes, volume.Key);
            else writer.WriteStatus(_volumes, volume.Key, WriteOptions.ControllerStatus, status => status["phase"] = "Released");
        }
    }
}
