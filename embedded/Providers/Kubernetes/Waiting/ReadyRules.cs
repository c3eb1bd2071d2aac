using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>The rules by kind: what pulumi-kubernetes waits for. A kind that is not here is ready once it is there.</summary>
internal static class ReadyRules
{
    private static readonly Dictionary<string, ReadyRule> ByKind = new(StringComparer.Ordinal)
    {
        ["/Namespace"] = ReadyRule.Of(value => Readiness.When((string?)value["status"]?["phase"] == "Active", "Waiting for the namespace to become active")),
        ["/PersistentVolume"] = ReadyRule.Of(value => (string?)value["status"]?["phase"] switch
        {
            "Available" or "Bound" => Readiness.Ready(),
            "Failed" => Readiness.Failed($"The volume failed: {value["status"]?["message"]}"),
            var phase => Readiness.Waiting($"The volume is {phase ?? "not provisioned yet"}"),
        }),
        ["/PersistentVolumeClaim"] = ReadyRule.Of(value => Readiness.When((string?)value["status"]?["phase"] == "Bound", "Waiting for the claim to be bound to a volume")) with { Timeout = TimeSpan.FromMinutes(5) },
        ["/Pod"] = ReadyRule.Of(PodRules.Judge) with { Timeout = TimeSpan.FromMinutes(5) },
        ["/ReplicationController"] = ReadyRule.Of(value => Replicas(value, "readyReplicas")),
        ["/Service"] = ServiceRule.Instance,
        ["/ServiceAccount"] = ReadyRule.Of(_ => Readiness.Ready()),
        ["apps/DaemonSet"] = WorkloadRules.DaemonSet,
        ["apps/Deployment"] = WorkloadRules.Deployment,
        ["apps/ReplicaSet"] = ReadyRule.Of(value => Replicas(value, "readyReplicas")),
        ["apps/StatefulSet"] = WorkloadRules.StatefulSet,
        ["batch/Job"] = ReadyRule.Of(Job),
        ["networking.k8s.io/Ingress"] = ReadyRule.Of(Ingress),
        ["apiextensions.k8s.io/CustomResourceDefinition"] = ReadyRule.Of(value =>
            Readiness.When((string?)value.Condition("Established")?["status"] == "True", "Waiting for the definition to be established")),
    };

    /// <summary>The rule of an object: what its annotation asks for, else that of its kind, else none.</summary>
    public static ReadyRule? For(JsonObject manifest)
    {
        if (WaitConditions.Of(manifest) is { Count: > 0 } conditions)
            return ReadyRule.Of(value => WaitConditions.Judge(conditions, value));
        var version = manifest.ApiVersion() ?? "";
        var group = version.Contains('/') ? version[..version.IndexOf('/')] : "";
        return ByKind.GetValueOrDefault($"{group}/{manifest.Kind()}");
    }

    private static Readiness Replicas(JsonObject value, string ready)
    {
        var wanted = (long?)value["spec"]?["replicas"] ?? 1;
        var there = value["status"].Count(ready);
        return Readiness.When(value["status"].Count("observedGeneration") >= value.Generation() && there >= wanted, $"{there}/{wanted} replicas are ready");
    }

    private static Readiness Job(JsonObject job)
    {
        if (job.Condition("Failed") is { } failed && (string?)failed["status"] == "True")
            return Readiness.Failed($"The job failed: {failed["reason"]}: {failed["message"]}");
        return Readiness.When(
            (string?)job.Condition("Complete")?["status"] == "True" || (bool?)job["spec"]?["suspend"] == true,
            $"Waiting for the job to complete ({job["status"].Count("succeeded")}/{(long?)job["spec"]?["completions"] ?? 1} pods succeeded, {job["status"].Count("active")} active)");
    }

    private static Readiness Ingress(JsonObject ingress) => Readiness.When(
        ingress["status"]?["loadBalancer"]?["ingress"] is JsonArray { Count: > 0 },
        "Waiting for the ingress controller to assign an address");
}
