using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Keeps a stateful set's numbered pods and their claims: made in order, replaced from the last.</summary>
internal sealed class StatefulSetController(ObjectWriter writer, EventRecorder events) : IController
{
    const string Component = "statefulset-controller";
    const string RevisionLabel = "controller-revision-hash";
    const string PodName = "statefulset.kubernetes.io/pod-name";

    readonly ResourceType _sets = writer.BuiltIn("apps/v1", "StatefulSet");
    readonly ResourceType _pods = writer.BuiltIn("v1", "Pod");
    readonly ResourceType _claims = writer.BuiltIn("v1", "PersistentVolumeClaim");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "statefulsets.apps" => [change.Key],
        "pods" => ControllerTools.Controller(change, "StatefulSet", "statefulsets.apps"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } set) return null;
        var revision = Revisions.Ensure(writer, set);
        if (!set.IsBeingDeleted()) Move(set, revision);
        WriteStatus(set, revision);
        return null;
    }

    static int OrdinalOf(StoredObject pod) => int.TryParse(pod.Key.Name[(pod.Key.Name.LastIndexOf('-') + 1)..], out var n) ? n : -1;

    /// <summary>Does the next thing that the order allows; with parallel management all of them.</summary>
    void Move(StoredObject set, string revision)
    {
        var start = set.Json.Int("spec", "ordinals", "start") ?? 0;
        var wanted = set.Json.Int("spec", "replicas") ?? 1;
        var ordered = set.Json.Text("spec", "podManagementPolicy") != "Parallel";
        var pods = writer.OwnedBy("pods", set).ToDictionary(OrdinalOf);
        for (var n = start; n < start + wanted; n++)
        {
            if (!pods.TryGetValue(n, out var pod)) CreatePod(set, n, revision);
            if (ordered && (pod is null || !ObjectFacts.IsTrue(pod.Json, "Ready"))) return;
        }
        foreach (var (n, pod) in pods.Where(p => p.Key < start || p.Key >= start + wanted).OrderByDescending(p => p.Key))
        {
            Delete(set, pod);
            if (ordered) return;
        }
        if (set.Json.Text("spec", "updateStrategy", "type") != "RollingUpdate" || pods.Values.Any(p => p.IsBeingDeleted())) return;
        var partition = set.Json.Int("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        var next = pods.Where(p => p.Key >= Math.Max(partition, start)).OrderByDescending(p => p.Key).Select(p => p.Value).ToList();
        foreach (var pod in next)
        {
            if (pod.Json.Text("metadata", "labels", RevisionLabel) != revision)
            {
                Delete(set, pod);
                return;
            }
            if (!ObjectFacts.IsTrue(pod.Json, "Ready")) return;
        }
    }

    void Delete(StoredObject set, StoredObject pod)
    {
        if (pod.IsBeingDeleted()) return;
        writer.DeleteQuietly(_pods, pod.Key);
        events.Normal(set, Component, "SuccessfulDelete", $"delete Pod {pod.Key.Name} in StatefulSet {set.Key.Name} successful");
    }

    void CreatePod(StoredObject set, int ordinal, string revision)
    {
        var name = $"{set.Key.Name}-{ordinal}";
        var spec = set.Json.Object("spec", "template", "spec")!.Copy();
        foreach (var template in set.Json.Objects("spec", "volumeClaimTemplates"))
        {
            var volume = template.Text("metadata", "name")!;
            EnsureClaim(set, template, $"{volume}-{name}");
            var volumes = spec.EnsureArray("volumes");
            foreach (var same in volumes.OfType<JsonObject>().Where(v => v.Text("name") == volume).ToList()) volumes.Remove(same);
            volumes.Add(new JsonObject { ["name"] = volume, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = $"{volume}-{name}" } });
        }
        spec["hostname"] = name;
        if (set.Json.Text("spec", "serviceName") is { Length: > 0 } service) spec["subdomain"] = service;
        var labels = Json.ToObject(set.Json.TextMap("spec", "template", "metadata", "labels"));
        labels[PodName] = name;
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString();
        labels[RevisionLabel] = revision;
        var metadata = new JsonObject { ["name"] = name, ["labels"] = labels, ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(set)) };
        if (set.Json.At("spec", "template", "metadata", "annotations") is { } annotations) metadata["annotations"] = annotations.DeepClone();
        writer.CreateOwned(_pods, set.Key.Namespace, new JsonObject { ["metadata"] = metadata, ["spec"] = spec });
        events.Normal(set, Component, "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Key.Name} successful");
    }

    void EnsureClaim(StoredObject set, JsonObject template, string name)
    {
        if (writer.Store.Get(ObjectWriter.Key(_claims, set.Key.Namespace, name)) is not null) return;
        var claim = template.Copy();
        claim.Remove("status");
        claim.Ensure("metadata")["name"] = name;
        foreach (var (label, value) in set.Json.TextMap("spec", "selector", "matchLabels")) claim.Ensure("metadata", "labels")[label] = value;
        writer.CreateOwned(_claims, set.Key.Namespace, claim);
    }

    void WriteStatus(StoredObject set, string revision)
    {
        var pods = writer.OwnedBy("pods", set).ToList();
        var updated = pods.Count(p => p.Json.Text("metadata", "labels", RevisionLabel) == revision);
        var ready = pods.Count(p => ObjectFacts.IsTrue(p.Json, "Ready"));
        writer.WriteStatus(_sets, set.Key, WriteOptions.ControllerStatus, status =>
        {
            status["observedGeneration"] = set.Json.Long("metadata", "generation") ?? 1;
            status["replicas"] = pods.Count;
            status["availableReplicas"] = ready;
            if (ready > 0) status["readyReplicas"] = ready;
            else status.Remove("readyReplicas");
            status["collisionCount"] = 0;
            status["updateRevision"] = revision;
            if (!status.ContainsKey("currentRevision") || updated == pods.Count && ready == pods.Count) status["currentRevision"] = revision;
            var old = status.Text("currentRevision") == revision ? updated : pods.Count - updated;
            if (old > 0) status["currentReplicas"] = old;
            else status.Remove("currentReplicas");
            if (updated > 0) status["updatedReplicas"] = updated;
            else status.Remove("updatedReplicas");
        });
    }
}
