using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Keeps as many pods as a replica set (or replication controller) asks for.</summary>
internal sealed class ReplicaSetController(ObjectWriter writer, EventRecorder events, string apiVersion, string kind) : IController
{
    readonly ResourceType _type = writer.BuiltIn(apiVersion, kind);
    readonly ResourceType _pods = writer.BuiltIn("v1", "Pod");
    readonly string _component = kind == "ReplicaSet" ? "replicaset-controller" : "replication-controller";

    public IEnumerable<ObjectKey> Affected(Change change) =>
        change.Key.Storage == _type.StorageName ? [change.Key]
        : change.Key.Storage == "pods" ? ControllerTools.Controller(change, kind, _type.StorageName) : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } set) return null;
        var pods = writer.OwnedBy("pods", set).ToList();
        var living = pods.Where(p => !p.IsBeingDeleted() && p.Json.Text("status", "phase") is not ("Failed" or "Succeeded")).ToList();
        var wanted = set.Json.Int("spec", "replicas") ?? 1;
        if (!set.IsBeingDeleted())
        {
            for (var i = living.Count; i < wanted; i++)
            {
                if (writer.CreateOwned(_pods, key.Namespace, PodOf(set)) is not { } pod) break;
                living.Add(pod);
                events.Normal(set, _component, "SuccessfulCreate", $"Created pod: {pod.Key.Name}");
            }
            foreach (var pod in living.OrderBy(p => IsReady(p.Json)).ThenByDescending(p => p.Revision).Take(living.Count - wanted).ToList())
            {
                writer.DeleteQuietly(_pods, pod.Key);
                living.Remove(pod);
                events.Normal(set, _component, "SuccessfulDelete", $"Deleted pod: {pod.Key.Name}");
            }
        }
        WriteStatus(set, living, pods.Count(p => p.IsBeingDeleted()));
        return null;
    }

    static bool IsReady(JsonNode pod) => ObjectFacts.IsTrue(pod, "Ready");

    void WriteStatus(StoredObject set, List<StoredObject> pods, int terminating)
    {
        var labels = set.Json.TextMap("spec", "template", "metadata", "labels");
        writer.WriteStatus(_type, set.Key, WriteOptions.ControllerStatus, status =>
        {
            var current = pods.Select(p => writer.Store.Get(p.Key)?.Json).OfType<JsonObject>().ToList();
            var ready = current.Count(IsReady);
            status["replicas"] = current.Count;
            Count(status, "fullyLabeledReplicas", current.Count(p => labels.All(l => p.TextMap("metadata", "labels").GetValueOrDefault(l.Key) == l.Value)));
            Count(status, "readyReplicas", ready);
            Count(status, "availableReplicas", ready);
            if (kind == "ReplicaSet") status["terminatingReplicas"] = terminating;
            status["observedGeneration"] = set.Json.Long("metadata", "generation") ?? 1;
        });
    }

    static void Count(JsonObject status, string name, int count)
    {
        if (count > 0) status[name] = count;
        else status.Remove(name);
    }

    static JsonObject PodOf(StoredObject set)
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject(), ["spec"] = set.Json.At("spec", "template", "spec")!.DeepClone() };
        var metadata = pod.Ensure("metadata");
        metadata["generateName"] = set.Key.Name + "-";
        foreach (var field in (string[])["labels", "annotations", "finalizers"])
            if (set.Json.At("spec", "template", "metadata", field) is { } value) metadata[field] = value.DeepClone();
        metadata["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(set));
        return pod;
    }
}
