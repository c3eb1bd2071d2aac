using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Rolls deployments out: a replica set for each template, scaled up and down within surge and unavailability.</summary>
internal sealed partial class DeploymentController(ObjectWriter writer, EventRecorder events) : IController
{
    const string Component = "deployment-controller";
    const string Revision = "deployment.kubernetes.io/revision";
    const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    const string HashLabel = "pod-template-hash";

    readonly ResourceType _deployments = writer.BuiltIn("apps/v1", "Deployment");
    readonly ResourceType _sets = writer.BuiltIn("apps/v1", "ReplicaSet");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "deployments.apps" => [change.Key],
        "replicasets.apps" => ControllerTools.Controller(change, "Deployment", "deployments.apps"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } deployment) return null;
        var sets = writer.OwnedBy("replicasets.apps", deployment).ToList();
        var current = sets.FirstOrDefault(s => SameTemplate(deployment, s));
        var created = false;
        if (!deployment.IsBeingDeleted())
        {
            if (deployment.Json.Bool("spec", "paused") != true)
            {
                created = current is null;
                current = EnsureCurrent(deployment, sets, current);
                deployment = writer.Store.Get(key)!;
                var old = sets.Where(s => s.Key != current.Key).ToList();
                if (deployment.Json.Text("spec", "strategy", "type") == "Recreate") Recreate(deployment, current, old);
                else Roll(deployment, current, old);
                ForgetOld(deployment, old);
            }
            else
            {
                ScalePaused(deployment, sets);
            }
        }
        return WriteStatus(writer.Store.Get(key) ?? deployment, current?.Key, created);
    }

    /// <summary>The replica set of the present template, made if there is none, with the highest revision.</summary>
    StoredObject EnsureCurrent(StoredObject deployment, List<StoredObject> sets, StoredObject? current)
    {
        var highest = sets.Where(s => s.Key != current?.Key).Select(RevisionOf).DefaultIfEmpty(0).Max();
        var revision = current is not null && RevisionOf(current) > highest ? RevisionOf(current) : highest + 1;
        if (current is null)
        {
            current = writer.CreateOwned(_sets, deployment.Key.Namespace, SetOf(deployment, revision, sets))!;
            events.Normal(deployment, Component, "ScalingReplicaSet", $"Scaled up replica set {current.Key.Name} from 0 to {current.Json.Int("spec", "replicas")}");
        }
        else
        {
            Annotate(deployment, current, revision, current.Json.Int("spec", "replicas") ?? 0);
        }
        if (deployment.Json.Text("metadata", "annotations", Revision) != revision.ToString())
            writer.Update(_deployments, deployment.Key.Namespace, deployment.Key.Name, WriteOptions.ControllerStatus, json =>
            {
                json.Ensure("metadata", "annotations")[Revision] = revision.ToString();
                return json;
            });
        return writer.Store.Get(current.Key)!;
    }

    static long RevisionOf(StoredObject set) => long.TryParse(set.Json.Text("metadata", "annotations", Revision), out var revision) ? revision : 0;

    static bool SameTemplate(StoredObject deployment, StoredObject set)
    {
        var template = set.Json.Object("spec", "template")!.Copy();
        (template.Object("metadata", "labels"))?.Remove(HashLabel);
        var wanted = deployment.Json.Object("spec", "template")!.Copy();
        foreach (var t in (JsonObject[])[template, wanted])
            if (t.Object("metadata", "labels") is { Count: 0 }) t.Ensure("metadata").Remove("labels");
        return Json.Same(template, wanted);
    }

    JsonObject SetOf(StoredObject deployment, long revision, List<StoredObject> sets)
    {
        var template = deployment.Json.Object("spec", "template")!.Copy();
        var hash = ControllerTools.Hash(template);
        template.Ensure("metadata", "labels")[HashLabel] = hash;
        var selector = deployment.Json.Object("spec", "selector")!.Copy();
        selector.Ensure("matchLabels")[HashLabel] = hash;
        var replicas = NewReplicas(deployment, 0, sets.Sum(s => s.Json.Int("spec", "replicas") ?? 0));
        var set = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Key.Name}-{hash}",
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["annotations"] = SetAnnotations(deployment, revision),
                ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(deployment)),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template },
        };
        if (deployment.Json.Int("spec", "minReadySeconds") is { } seconds) set.Ensure("spec")["minReadySeconds"] = seconds;
        return set;
    }

    static JsonObject SetAnnotations(StoredObject deployment, long revision)
    {
        var annotations = Json.ToObject(deployment.Json.TextMap("metadata", "annotations").Where(a => a.Key is not (LastApplied or Revision)));
        annotations[Revision] = revision.ToString();
        annotations[DesiredReplicas] = Replicas(deployment).ToString();
        annotations[MaxReplicas] = (Replicas(deployment) + Surge(deployment)).ToString();
        return annotations;
    }

    void Annotate(StoredObject deployment, StoredObject set, long revision, int replicas)
    {
        var annotations = SetAnnotations(deployment, revision);
        if (annotations.All(a => set.Json.Text("metadata", "annotations", a.Key) == a.Value.Text()) && set.Json.Int("spec", "replicas") == replicas) return;
        writer.Update(_sets, set.Key.Namespace, set.Key.Name, WriteOptions.Controller, json =>
        {
            foreach (var (name, value) in annotations) json.Ensure("metadata", "annotations")[name] = value?.DeepClone();
            json.Ensure("spec")["replicas"] = replicas;
            return json;
        });
    }

    void ForgetOld(StoredObject deployment, List<StoredObject> old)
    {
        var limit = deployment.Json.Int("spec", "revisionHistoryLimit") ?? 10;
        var idle = old.Select(s => writer.Store.Get(s.Key)).OfType<StoredObject>()
            .Where(s => s.Json.Int("spec", "replicas") == 0 && s.Json.Int("status", "replicas") is null or 0 && !s.IsBeingDeleted())
            .OrderBy(RevisionOf).ToList();
        foreach (var set in idle.Take(idle.Count - limit)) writer.DeleteQuietly(_sets, set.Key);
    }
}
