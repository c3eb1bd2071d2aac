using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>
/// Scheduler and kubelet in one: binds pods to the node and lets their containers "start" after a delay. What would keep
/// a pod from starting keeps it here too: an image of the registry <c>broken.invalid</c>, a missing secret or config map,
/// a selector that fits no node.
/// </summary>
internal sealed partial class PodController(ObjectWriter writer, EventRecorder events, ControllerDelays delays) : IController
{
    const string Scheduler = "default-scheduler";
    const string Kubelet = "kubelet";

    readonly ResourceType _pods = writer.BuiltIn("v1", "Pod");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "pods" when change.Type != ChangeType.Deleted => [change.Key],
        // A pod may wait for one of these.
        "secrets" or "configmaps" or "persistentvolumeclaims" when change.Type == ChangeType.Added => writer.Store.List("pods", change.Key.Namespace).Items
            .Where(p => p.Json.Text("status", "phase") is "Pending").Select(p => p.Key),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } pod) return null;
        if (pod.IsBeingDeleted())
        {
            _began.Remove(pod.Uid);
            writer.DeleteQuietly(_pods, key, new DeleteOptions { GracePeriodSeconds = 0 });
            return null;
        }
        if (pod.Json.Text("status", "phase") is "Succeeded" or "Failed") return null;
        if (pod.Json.Text("spec", "nodeName") is null) return Schedule(pod);
        return Run(pod);
    }

    TimeSpan? Schedule(StoredObject pod)
    {
        if (Unschedulable(pod.Json) is { } cause)
        {
            Status(pod, status =>
            {
                status["phase"] = "Pending";
                Set(status, "PodScheduled", "False", "Unschedulable", cause);
            });
            events.Warning(pod, Scheduler, "FailedScheduling", cause);
            return TimeSpan.FromSeconds(2);
        }
        writer.Update(_pods, pod.Key.Namespace, pod.Key.Name, new WriteOptions { Manager = "kube-scheduler", Subresource = "binding" }, json =>
        {
            json.Ensure("spec")["nodeName"] = Bootstrap.Node;
            return json;
        });
        Status(pod, status =>
        {
            status["phase"] = "Pending";
            Set(status, "PodScheduled", "True", "", "");
        });
        events.Normal(pod, Scheduler, "Scheduled", $"Successfully assigned {pod.Key.Namespace}/{pod.Key.Name} to {Bootstrap.Node}");
        return null;
    }

    string? Unschedulable(JsonObject pod)
    {
        var labels = writer.Store.Get(new ObjectKey("nodes", "", Bootstrap.Node))?.Json.TextMap("metadata", "labels") ?? new Dictionary<string, string>();
        if (pod.TextMap("spec", "nodeSelector").Any(s => labels.GetValueOrDefault(s.Key) != s.Value))
            return "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
        foreach (var volume in pod.Objects("spec", "volumes"))
            if (volume.Text("persistentVolumeClaim", "claimName") is { } claim && writer.Store.Get(new ObjectKey("persistentvolumeclaims", pod.Text("metadata", "namespace")!, claim)) is null)
                return $"0/1 nodes are available: persistentvolumeclaim \"{claim}\" not found. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
        return null;
    }

    void Status(StoredObject pod, Action<JsonObject> change) => writer.WriteStatus(_pods, pod.Key, WriteOptions.Kubelet, change);

    void Set(JsonObject status, string type, string value, string reason, string message)
    {
        ControllerTools.SetCondition(status, type, value, reason, message, writer.Now);
        foreach (var condition in status.Objects("conditions"))
            if (!condition.ContainsKey("lastProbeTime")) condition["lastProbeTime"] = null;
    }

    /// <summary>A pod's address: one of 10.244.0.0/16 that no other pod has.</summary>
    string Address()
    {
        var taken = writer.Store.List("pods").Items.Select(p => p.Json.Text("status", "podIP")).ToHashSet();
        while (true)
            if (RandomNumberGenerator.GetInt32(258, 65_000) is var at && $"10.244.{at >> 8}.{at & 255}" is var address && !taken.Contains(address)) return address;
    }
}
