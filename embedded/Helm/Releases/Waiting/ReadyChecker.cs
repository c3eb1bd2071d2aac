using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Waiting;

/// <summary>
/// When an object counts as ready, by Helm's rules (<c>kube.ReadyChecker</c>). Kinds without a rule are ready once they exist.
/// </summary>
/// <param name="kube">The cluster.</param>
/// <param name="checkJobs">Wait for jobs to complete too.</param>
sealed partial class ReadyChecker(KubeClient kube, bool checkJobs)
{
    /// <summary>Why an object is not ready yet; null when it is.</summary>
    /// <exception cref="HelmException">It failed for good: waiting on is of no use.</exception>
    public async Task<string?> WhyNotReadyAsync(ManifestObject item, CancellationToken cancellation)
    {
        var check = RuleFor(item);
        if (check is null)
            return null;
        var live = await kube.FindAsync(item.Reference, cancellation).ConfigureAwait(false);
        return live is null ? "not found" : await check(live, cancellation).ConfigureAwait(false);
    }

    delegate ValueTask<string?> Rule(JsonObject live, CancellationToken cancellation);

    Rule? RuleFor(ManifestObject item) => (item.Resource.Group, item.Kind) switch
    {
        ("", "Pod") => (live, _) => new(PodNotReady(live)),
        ("", "PersistentVolumeClaim") => (live, _) => new(ClaimNotReady(live)),
        ("", "Service") => (live, _) => new(ServiceNotReady(live)),
        ("", "ReplicationController") => ReplicasNotReadyAsync,
        ("apps" or "extensions", "ReplicaSet") => ReplicasNotReadyAsync,
        ("apps" or "extensions", "Deployment") => DeploymentNotReadyAsync,
        ("apps", "StatefulSet") => (live, _) => new(StatefulSetNotReady(live)),
        ("apps" or "extensions", "DaemonSet") => (live, _) => new(DaemonSetNotReady(live)),
        ("batch", "Job") when checkJobs => (live, _) => new(JobNotReady(live)),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => (live, _) => new(DefinitionNotReady(live)),
        _ => null,
    };

    static string? PodNotReady(JsonObject pod)
        => Condition(pod, "Ready") is { Status: "True" } ? null
            : Condition(pod, "Ready") is { Reason.Length: > 0 } c ? $"not ready ({c.Reason})" : $"not ready (phase {Text(pod, "status", "phase")})";

    static string? ClaimNotReady(JsonObject claim)
        => Text(claim, "status", "phase") is "Bound" ? null : $"not bound (phase {Text(claim, "status", "phase")})";

    static string? ServiceNotReady(JsonObject service)
    {
        var type = Text(service, "spec", "type");
        if (type == "ExternalName")
            return null;
        if (Text(service, "spec", "clusterIP").Length == 0)
            return "no cluster IP yet";
        if (type != "LoadBalancer" || service["spec"]?["externalIPs"] is JsonArray { Count: > 0 })
            return null;
        return service["status"]?["loadBalancer"]?["ingress"] is JsonArray ? null : "no load balancer address yet";
    }

    static string? JobNotReady(JsonObject job)
    {
        var failed = Number(job, "status", "failed");
        if (failed > (NumberOrNull(job, "spec", "backoffLimit") ?? 6) || Condition(job, "Failed") is { Status: "True" })
        {
            var why = Condition(job, "Failed");
            throw new HelmException($"job is failed: {Text(job, "metadata", "namespace")}/{Text(job, "metadata", "name")}"
                + (why is { Message.Length: > 0 } ? $" ({why.Reason}: {why.Message})" : ""));
        }
        var succeeded = Number(job, "status", "succeeded");
        // A work queue has no number of completions to wait for.
        return NumberOrNull(job, "spec", "completions") is { } completions && succeeded < completions ? $"{succeeded} of {completions} completions" : null;
    }

    static string? DefinitionNotReady(JsonObject definition)
    {
        if (Condition(definition, "Established") is { Status: "True" })
            return null;
        // A name conflict will not go away; Helm goes on and lets the objects of that kind say so.
        return Condition(definition, "NamesAccepted") is { Status: "False" } ? null : "not established yet";
    }

    static string? StatefulSetNotReady(JsonObject set)
    {
        if (NotObserved(set) is { } stale)
            return stale;
        if (Text(set, "spec", "updateStrategy", "type") is not ("RollingUpdate" or ""))
            return null;
        var replicas = NumberOrNull(set, "spec", "replicas") ?? 1;
        var partition = Number(set, "spec", "updateStrategy", "rollingUpdate", "partition");
        var updated = Number(set, "status", "updatedReplicas");
        var ready = Number(set, "status", "readyReplicas");
        if (updated < replicas - partition)
            return $"{updated} of {replicas - partition} replicas updated";
        if (ready != replicas)
            return $"{ready} of {replicas} replicas ready";
        return partition == 0 && Text(set, "status", "currentRevision") != Text(set, "status", "updateRevision")
            ? "the update is not complete yet" : null;
    }

    static string? DaemonSetNotReady(JsonObject set)
    {
        if (NotObserved(set) is { } stale)
            return stale;
        if (Text(set, "spec", "updateStrategy", "type") is not ("RollingUpdate" or ""))
            return null;
        var desired = Number(set, "status", "desiredNumberScheduled");
        var updated = Number(set, "status", "updatedNumberScheduled");
        if (updated != desired)
            return $"{updated} of {desired} pods updated";
        var expected = desired - Share(set["spec"]?["updateStrategy"]?["rollingUpdate"]?["maxUnavailable"], desired, roundUp: true, 1);
        var ready = Number(set, "status", "numberReady");
        return ready < expected ? $"{ready} of {expected} pods ready" : null;
    }

    static string? NotObserved(JsonObject value)
        => Number(value, "status", "observedGeneration") < Number(value, "metadata", "generation") ? "the controller has not seen the change yet" : null;
}
