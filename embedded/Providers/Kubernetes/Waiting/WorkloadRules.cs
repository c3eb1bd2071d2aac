using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>What makes pods is ready when the pods of its latest generation are; the message says what keeps them from it.</summary>
internal static class WorkloadRules
{
    public static ReadyRule Deployment { get; } = new(JudgeDeployment) { Related = Pods };

    public static ReadyRule StatefulSet { get; } = new(JudgeStatefulSet) { Related = Pods, Timeout = TimeSpan.FromMinutes(5) };

    public static ReadyRule DaemonSet { get; } = new(JudgeDaemonSet) { Related = Pods };

    /// <summary>The pods that a workload selects.</summary>
    public static IReadOnlyList<RelatedObjects> Pods(JsonObject workload) => workload["spec"]?["selector"]?["matchLabels"] is JsonObject labels
        ? [new RelatedObjects(new Place("v1", "Pod", workload.Namespace()), pod => labels.All(label => (string?)pod["metadata"]?["labels"]?[label.Key] == (string?)label.Value))]
        : [];

    private static Readiness JudgeDeployment(JsonObject deployment, Surroundings around)
    {
        var pods = around.Related;
        var status = deployment["status"];
        var wanted = (long?)deployment["spec"]?["replicas"] ?? 1;
        var progressing = deployment.Condition("Progressing");
        var ready = status.Count("observedGeneration") >= deployment.Generation()
            && status.Count("updatedReplicas") >= wanted
            && status.Count("availableReplicas") >= wanted
            && status.Count("replicas") <= status.Count("updatedReplicas");
        if (ready)
            return Readiness.Ready("Deployment initialization complete");
        var sofar = $"Waiting for app ReplicaSet be available ({status.Count("availableReplicas")}/{wanted} Pods available)";
        // As the plugin: a deployment that is behind may still catch up until the wait is over.
        return Readiness.Waiting(With((string?)progressing?["reason"] == "ProgressDeadlineExceeded" ? $"{progressing?["message"]}" : sofar, pods));
    }

    private static Readiness JudgeStatefulSet(JsonObject set, Surroundings around)
    {
        var pods = around.Related;
        var status = set["status"];
        var wanted = (long?)set["spec"]?["replicas"] ?? 1;
        var onDelete = (string?)set["spec"]?["updateStrategy"]?["type"] == "OnDelete";
        var ready = status.Count("observedGeneration") >= set.Generation()
            && status.Count("readyReplicas") >= wanted
            && (onDelete || status.Count("updatedReplicas") >= wanted || (string?)status?["currentRevision"] == (string?)status?["updateRevision"]);
        return ready ? Readiness.Ready("StatefulSet initialization complete")
            : Readiness.Waiting(With($"Waiting for StatefulSet update to roll out ({status.Count("readyReplicas")}/{wanted} Pods ready)", pods));
    }

    private static Readiness JudgeDaemonSet(JsonObject set, Surroundings around)
    {
        var pods = around.Related;
        var status = set["status"];
        var wanted = status.Count("desiredNumberScheduled");
        var ready = status is JsonObject && status.Count("observedGeneration") >= set.Generation()
            && ((string?)set["spec"]?["updateStrategy"]?["type"] == "OnDelete" || status.Count("updatedNumberScheduled") >= wanted)
            && status.Count("numberAvailable") >= wanted;
        return ready ? Readiness.Ready() : Readiness.Waiting(With($"Waiting for DaemonSet to roll out ({status.Count("numberAvailable")}/{wanted} Pods available)", pods));
    }

    private static string With(string message, IReadOnlyList<JsonObject> pods) =>
        pods.Select(PodRules.Trouble).FirstOrDefault(trouble => trouble is not null) is { } found ? $"{message}: {found}" : message;
}
