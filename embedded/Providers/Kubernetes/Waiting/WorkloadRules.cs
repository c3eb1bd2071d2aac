using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>What makes pods is ready when the pods of its latest generation are; the message says what keeps them from it.</summary>
internal static class WorkloadRules
{
    public static ReadyRule Deployment { get; } = new(JudgeDeployment) { Related = workload => [.. Pods(workload), .. Claims(workload)], AtRead = true };

    public static ReadyRule StatefulSet { get; } = new(JudgeStatefulSet) { Related = Pods, Timeout = TimeSpan.FromMinutes(5), AtRead = true };

    public static ReadyRule DaemonSet { get; } = new(JudgeDaemonSet) { Related = Pods, AtRead = true };

    /// <summary>The pods that a workload selects.</summary>
    public static IReadOnlyList<RelatedObjects> Pods(JsonObject workload) => workload["spec"]?["selector"]?["matchLabels"] is JsonObject labels
        ? [new RelatedObjects(new Place("v1", "Pod", workload.Namespace()), pod => labels.All(label => (string?)pod["metadata"]?["labels"]?[label.Key] == (string?)label.Value))]
        : [];

    /// <summary>The claims that the pods of a deployment mount.</summary>
    private static IReadOnlyList<RelatedObjects> Claims(JsonObject deployment)
    {
        var volumes = deployment["spec"]?["template"]?["spec"]?["volumes"] as JsonArray;
        var names = volumes?.Select(volume => (string?)volume?["persistentVolumeClaim"]?["claimName"]).Where(name => name is not null).ToHashSet() ?? [];
        return names.Count == 0 ? [] : [new RelatedObjects(new Place("v1", "PersistentVolumeClaim", deployment.Namespace()), claim => names.Contains(claim.Name()))];
    }

    private static Readiness JudgeDeployment(JsonObject deployment, Surroundings around)
    {
        var pods = around.Of("Pod").ToList();
        var status = deployment["status"];
        var wanted = (long?)deployment["spec"]?["replicas"] ?? 1;
        var progressing = deployment.Condition("Progressing");
        var ready = status.Count("observedGeneration") >= deployment.Generation()
            && status.Count("updatedReplicas") >= wanted
            && status.Count("availableReplicas") >= wanted
            && status.Count("replicas") <= status.Count("updatedReplicas");
        var unbound = around.Of("PersistentVolumeClaim").Where(claim => (string?)claim["status"]?["phase"] != "Bound").Select(claim => claim.Name()).ToList();
        if (ready && unbound.Count > 0)
            return Readiness.Waiting($"Failed to bind PersistentVolumeClaim(s): \"{string.Join(',', unbound)}\"");
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
        var ready = status.Count("observedGeneration") >= set.Generation() && status.Count("replicas") == wanted && status.Count("readyReplicas") == wanted;
        // A rollout is over when the revision has moved; where pods are deleted by hand, nobody knows when that will be.
        if (set.Generation() <= 1 || (string?)set["spec"]?["updateStrategy"]?["type"] != "OnDelete")
        {
            ready = ready && status.Count("currentReplicas") == wanted
                && (string?)status?["currentRevision"] is { Length: > 0 } revision && revision == (string?)status["updateRevision"];
        }

        return ready ? Readiness.Ready("StatefulSet initialization complete")
            : Readiness.Waiting(With($"Waiting for StatefulSet update to roll out ({status.Count("readyReplicas")}/{wanted} Pods ready)", pods));
    }

    /// <summary>As kstatus has it, whatever the strategy: with OnDelete, until the pods were deleted by hand.</summary>
    private static Readiness JudgeDaemonSet(JsonObject set, Surroundings around)
    {
        var pods = around.Related;
        var status = set["status"];
        var wanted = status.Count("desiredNumberScheduled");
        var ready = status?["desiredNumberScheduled"] is not null && status.Count("observedGeneration") >= set.Generation()
            && status.Count("currentNumberScheduled") >= wanted
            && status.Count("updatedNumberScheduled") >= wanted
            && status.Count("numberAvailable") >= wanted
            && status.Count("numberReady") >= wanted;
        return ready ? Readiness.Ready() : Readiness.Waiting(With($"Waiting for DaemonSet to roll out ({status.Count("numberAvailable")}/{wanted} Pods available)", pods));
    }

    private static string With(string message, IReadOnlyList<JsonObject> pods) =>
        pods.Select(PodRules.Trouble).FirstOrDefault(trouble => trouble is not null) is { } found ? $"{message}: {found}" : message;
}
