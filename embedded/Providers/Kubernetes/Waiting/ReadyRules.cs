using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>The rules by kind: what pulumi-kubernetes waits for (<c>provider/pkg/await</c>). A kind that is not here is ready once it exists.</summary>
internal static class ReadyRules
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, ReadyRule> ByKind = new(StringComparer.Ordinal)
    {
        ["/PersistentVolume"] = ReadyRule.Of(value => Readiness.When(
            (string?)value["status"]?["phase"] is "Available" or "Bound", $"The volume is {(string?)value["status"]?["phase"] ?? "not provisioned yet"}")) with
        { Timeout = Short },
        ["/PersistentVolumeClaim"] = new ReadyRule(Claim) { Related = StorageClass, Timeout = Short },
        ["/Pod"] = ReadyRule.Of(PodRules.Judge) with { AtRead = true },
        ["/ReplicationController"] = ReadyRule.Of(ReplicationController),
        ["/ResourceQuota"] = ReadyRule.Of(Quota) with { Timeout = TimeSpan.FromMinutes(1) },
        ["/Secret"] = ReadyRule.Of(Secret) with { Timeout = TimeSpan.FromSeconds(5) },
        ["/Service"] = ServiceRule.Instance,
        ["apps/DaemonSet"] = WorkloadRules.DaemonSet,
        ["apps/Deployment"] = WorkloadRules.Deployment,
        ["apps/StatefulSet"] = WorkloadRules.StatefulSet,
        ["batch/Job"] = ReadyRule.Of(Job) with { AtRead = true },
        ["networking.k8s.io/Ingress"] = IngressRule.Instance,
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

    private static Readiness Claim(JsonObject claim, Surroundings around)
    {
        // Such a claim is bound when a pod uses it, and the pod may be made after it.
        var isBoundLater = around.Related.Any(value => (string?)value["volumeBindingMode"] == "WaitForFirstConsumer");
        var phase = (string?)claim["status"]?["phase"];
        return Readiness.When(phase == "Bound" || phase == "Pending" && isBoundLater, "Waiting for the claim to be bound to a volume");
    }

    private static IReadOnlyList<RelatedObjects> StorageClass(JsonObject claim) => (string?)claim["spec"]?["storageClassName"] is { Length: > 0 } name
        ? [new RelatedObjects(new Place("storage.k8s.io/v1", "StorageClass", null), value => value.Name() == name)]
        : [];

    private static Readiness ReplicationController(JsonObject value)
    {
        var wanted = (long?)value["spec"]?["replicas"] ?? 1;
        var there = value["status"].Count("availableReplicas");
        return Readiness.When(value["status"].Count("observedGeneration") >= value.Generation() && there == wanted, $"{there}/{wanted} replicas are available");
    }

    private static Readiness Quota(JsonObject quota) =>
        Readiness.When(JsonNode.DeepEquals(quota["spec"]?["hard"], quota["status"]?["hard"]), "Waiting for the quota to be in force");

    private static Readiness Secret(JsonObject secret) => Readiness.When(
        (string?)secret["type"] != "kubernetes.io/service-account-token" || secret["data"] is JsonObject { Count: > 0 }, "Waiting for the token of the service account");

    private static Readiness Job(JsonObject job)
    {
        if (job.Condition("Failed") is { } failed && (string?)failed["status"] == "True")
            return Readiness.Failed($"The job failed: {failed["reason"]}: {failed["message"]}");
        return Readiness.When(
            (string?)job.Condition("Complete")?["status"] == "True" || (bool?)job["spec"]?["suspend"] == true,
            $"Waiting for the job to complete ({job["status"].Count("succeeded")}/{(long?)job["spec"]?["completions"] ?? 1} pods succeeded, {job["status"].Count("active")} active)");
    }
}
