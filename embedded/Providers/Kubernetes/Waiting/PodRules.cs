using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>When a pod is ready, and what keeps it back.</summary>
internal static class PodRules
{
    private static readonly string[] Starting = ["ContainerCreating", "PodInitializing"];

    public static Readiness Judge(JsonObject pod)
    {
        switch ((string?)pod["status"]?["phase"])
        {
            case "Succeeded":
                return Readiness.Ready();
            case "Failed":
                return Readiness.Waiting(Trouble(pod) ?? $"Pod {pod.Name()} failed: {pod["status"]?["reason"]} {pod["status"]?["message"]}".TrimEnd());
            default:
                return (string?)pod.Condition("Ready")?["status"] == "True" ? Readiness.Ready() : Readiness.Waiting(Trouble(pod) ?? $"Waiting for Pod {pod.Name()} to be ready");
        }
    }

    /// <summary>Why a pod does not run, in one sentence; null where nothing is wrong.</summary>
    public static string? Trouble(JsonObject pod)
    {
        if (pod.Condition("PodScheduled") is { } scheduled && (string?)scheduled["status"] == "False")
            return $"Pod {pod.Name()} is not scheduled: {scheduled["message"] ?? scheduled["reason"]}";
        var containers = Statuses(pod, "initContainerStatuses").Concat(Statuses(pod, "containerStatuses"));
        return containers.Select(container => Trouble(pod, container)).FirstOrDefault(trouble => trouble is not null);
    }

    private static string? Trouble(JsonObject pod, JsonObject container)
    {
        var name = $"Pod {pod.Name()}, container {container["name"]}";
        if (container["state"]?["waiting"] is JsonObject waiting && (string?)waiting["reason"] is { } reason && !Starting.Contains(reason))
            return $"{name}: {reason}{(waiting["message"] is { } message ? $": {message}" : "")}";
        if (container["state"]?["terminated"] is JsonObject ended && ended.Count("exitCode") != 0)
            return $"{name}: ended with exit code {ended.Count("exitCode")} ({ended["reason"]}){(ended["message"] is { } message ? $": {message}" : "")}";
        return null;
    }

    private static IEnumerable<JsonObject> Statuses(JsonObject pod, string name) => (pod["status"]?[name] as JsonArray)?.OfType<JsonObject>() ?? [];
}
