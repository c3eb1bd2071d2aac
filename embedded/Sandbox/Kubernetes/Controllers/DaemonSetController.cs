using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Runs a daemon set's pod on the one node.</summary>
internal sealed class DaemonSetController(ObjectWriter writer, EventRecorder events) : IController
{
    const string Component = "daemonset-controller";
    const string RevisionLabel = "controller-revision-hash";

    readonly ResourceType _sets = writer.BuiltIn("apps/v1", "DaemonSet");
    readonly ResourceType _pods = writer.BuiltIn("v1", "Pod");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "daemonsets.apps" => [change.Key],
        "pods" => ControllerTools.Controller(change, "DaemonSet", "daemonsets.apps"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } set) return null;
        var revision = Revisions.Ensure(writer, set);
        var hash = revision[(set.Key.Name.Length + 1)..];
        var pods = writer.OwnedBy("pods", set).ToList();
        var fits = FitsNode(set);
        if (!set.IsBeingDeleted())
        {
            var rolling = set.Json.Text("spec", "updateStrategy", "type") == "RollingUpdate";
            foreach (var pod in pods.Where(p => !p.IsBeingDeleted() && (!fits || rolling && p.Json.Text("metadata", "labels", RevisionLabel) != hash)))
            {
                writer.DeleteQuietly(_pods, pod.Key);
                events.Normal(set, Component, "SuccessfulDelete", $"Deleted pod: {pod.Key.Name}");
            }
            if (fits && !writer.OwnedBy("pods", set).Any()) CreatePod(set, hash);
        }
        WriteStatus(set, hash, fits ? 1 : 0);
        return null;
    }

    bool FitsNode(StoredObject set)
    {
        var labels = writer.Store.Get(new ObjectKey("nodes", "", Bootstrap.Node))?.Json.TextMap("metadata", "labels") ?? new Dictionary<string, string>();
        return set.Json.TextMap("spec", "template", "spec", "nodeSelector").All(s => labels.GetValueOrDefault(s.Key) == s.Value);
    }

    void CreatePod(StoredObject set, string hash)
    {
        var labels = Json.ToObject(set.Json.TextMap("spec", "template", "metadata", "labels"));
        labels[RevisionLabel] = hash;
        labels["pod-template-generation"] = (set.Json.Long("metadata", "generation") ?? 1).ToString();
        var metadata = new JsonObject { ["generateName"] = set.Key.Name + "-", ["labels"] = labels, ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(set)) };
        if (set.Json.At("spec", "template", "metadata", "annotations") is { } annotations) metadata["annotations"] = annotations.DeepClone();
        var pod = writer.CreateOwned(_pods, set.Key.Namespace, new JsonObject { ["metadata"] = metadata, ["spec"] = set.Json.At("spec", "template", "spec")!.DeepClone() });
        events.Normal(set, Component, "SuccessfulCreate", $"Created pod: {pod!.Key.Name}");
    }

    void WriteStatus(StoredObject set, string hash, int desired)
    {
        var pods = writer.OwnedBy("pods", set).ToList();
        var ready = pods.Count(p => ObjectFacts.IsTrue(p.Json, "Ready"));
        var updated = pods.Count(p => p.Json.Text("metadata", "labels", RevisionLabel) == hash);
        writer.WriteStatus(_sets, set.Key, WriteOptions.ControllerStatus, status =>
        {
            status["observedGeneration"] = set.Json.Long("metadata", "generation") ?? 1;
            status["desiredNumberScheduled"] = desired;
            status["currentNumberScheduled"] = Math.Min(pods.Count, desired);
            status["numberMisscheduled"] = Math.Max(pods.Count - desired, 0);
            status["numberReady"] = ready;
            foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("numberAvailable", ready), ("numberUnavailable", desired - ready), ("updatedNumberScheduled", updated)])
                if (count > 0) status[name] = count;
                else status.Remove(name);
        });
    }
}
