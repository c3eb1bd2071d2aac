using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// Why an object is not ready, in a few words. It explains what Helm waits for and decides nothing: only Helm's own rules
/// (<c>pkg/kube/ready.go</c>) do.
/// </summary>
internal static class Readiness
{
    /// <summary>Whether there is a rule for the object's kind; others are ready once they exist.</summary>
    public static bool Has(JsonObject value) => value.Text("kind") is "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job" or "Pod" or "PersistentVolumeClaim" or "Service" or "CustomResourceDefinition";

    /// <summary>Why a live object is not ready; null when it is.</summary>
    public static string? Of(JsonObject live) => live.Text("kind") switch
    {
        "Deployment" => Stale(live) ?? Deployment(live),
        "StatefulSet" => Stale(live) ?? StatefulSet(live),
        "DaemonSet" => Stale(live) ?? DaemonSet(live),
        "ReplicaSet" => Stale(live) ?? Pods(Number(live, "status", "readyReplicas"), Wanted(live), "ready"),
        "Job" => Job(live),
        "Pod" => Pod(live),
        "PersistentVolumeClaim" => live.Text("status", "phase") == "Bound" ? null : $"it is not bound to a volume ({live.Text("status", "phase") ?? "no status"})",
        "Service" => Service(live),
        "CustomResourceDefinition" => CustomResourceDefinition(live),
        _ => null,
    };

    /// <summary>A condition of an object: status, reason and message.</summary>
    public static (string Status, string Reason, string Message)? Condition(JsonObject live, string type) =>
        live.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type) is { } found
            ? (found.Text("status") ?? "", found.Text("reason") ?? "", found.Text("message") ?? "") : null;

    /// <summary>The conditions that say what is wrong: <c>ReplicaFailure is True: FailedCreate: …</c>.</summary>
    public static IEnumerable<string> BadConditions(JsonObject live)
    {
        foreach (var condition in live.Objects("status", "conditions"))
        {
            var (type, status) = (condition.Text("type"), condition.Text("status"));
            var bad = type is "ReplicaFailure" or "Failed" or "FailureTarget" ? status == "True"
                : type is "Progressing" or "Established" or "NamesAccepted" && status == "False";
            if (bad)
                yield return $"condition {type} is {status}: {Words(condition.Text("reason"), condition.Text("message"))}";
        }
    }

    /// <summary>A reason and its message as one text.</summary>
    public static string Words(string? reason, string? message) => string.Join(": ", new[] { reason, message?.Trim() }.Where(part => !string.IsNullOrEmpty(part)));

    private static string? Deployment(JsonObject live)
    {
        if ((bool?)live.At("spec", "paused") == true)
            return null;
        var (wanted, updated, total) = (Wanted(live), Number(live, "status", "updatedReplicas"), Number(live, "status", "replicas"));
        if (updated < wanted)
            return Pods(updated, wanted, "updated");
        // The status counts old pods among the ready ones.
        var ready = Math.Max(0, Number(live, "status", "readyReplicas") - Math.Max(0, total - updated));
        return ready < wanted - MayBeMissing(live, wanted) ? Pods(ready, wanted, "ready") : null;
    }

    private static string? StatefulSet(JsonObject live)
    {
        if (live.Text("spec", "updateStrategy", "type") == "OnDelete")
            return null;
        var (wanted, kept) = (Wanted(live), Number(live, "spec", "updateStrategy", "rollingUpdate", "partition"));
        return Pods(Number(live, "status", "updatedReplicas"), wanted - kept, "updated") ?? Pods(Number(live, "status", "readyReplicas"), wanted, "ready");
    }

    private static string? DaemonSet(JsonObject live)
    {
        if (live.Text("spec", "updateStrategy", "type") == "OnDelete")
            return null;
        var wanted = Number(live, "status", "desiredNumberScheduled");
        return Pods(Number(live, "status", "updatedNumberScheduled"), wanted, "updated") ?? Pods(Number(live, "status", "numberReady"), wanted, "ready");
    }

    private static string? Job(JsonObject live)
    {
        if (Condition(live, "Failed") is { Status: "True" } failed)
            return $"it failed: {Words(failed.Reason, failed.Message)}";
        if (Condition(live, "Complete") is { Status: "True" } || live.At("spec", "suspend") is JsonValue suspended && suspended.TryGetValue<bool>(out var stopped) && stopped)
            return null;
        var failures = Number(live, "status", "failed");
        return $"{Number(live, "status", "succeeded")} of {live.Number("spec", "completions") ?? 1} pods have completed{(failures > 0 ? $", {failures} failed" : "")}";
    }

    private static string? Pod(JsonObject live)
    {
        if (live.Text("status", "phase") == "Succeeded" || Condition(live, "Ready") is { Status: "True" })
            return null;
        return $"it is not ready ({live.Text("status", "phase") ?? "no status"})";
    }

    private static string? Service(JsonObject live) =>
        live.Text("spec", "type") != "LoadBalancer" || live.At("spec", "externalIPs") is JsonArray { Count: > 0 } || live.At("status", "loadBalancer", "ingress") is JsonArray { Count: > 0 }
            ? null : "its load balancer has no address";

    private static string? CustomResourceDefinition(JsonObject live) =>
        Condition(live, "Established") is { Status: "True" } ? null
        : Condition(live, "NamesAccepted") is { Status: "False" } refused ? $"its names are not accepted: {Words(refused.Reason, refused.Message)}" : "it is not established";

    private static string? Stale(JsonObject live) =>
        Number(live, "status", "observedGeneration") < Number(live, "metadata", "generation") ? "its controller has not seen the change yet" : null;

    private static string? Pods(long are, long wanted, string what) => are < wanted ? $"{are} of {wanted} pods are {what}" : null;

    private static long Wanted(JsonObject live) => live.Number("spec", "replicas") ?? 1;

    private static long Number(JsonObject live, params ReadOnlySpan<string> path) => live.Number(path) ?? 0;

    /// <summary>How many pods Helm does not wait for: the strategy's <c>maxUnavailable</c>, a number or a share rounded down.</summary>
    private static long MayBeMissing(JsonObject live, long wanted)
    {
        if (live.Text("spec", "strategy", "type") == "Recreate")
            return 0;
        if (live.Number("spec", "strategy", "rollingUpdate", "maxUnavailable") is { } number)
            return Math.Min(number, wanted);
        return live.Text("spec", "strategy", "rollingUpdate", "maxUnavailable") is { } share && share.EndsWith('%') && long.TryParse(share[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? Math.Min(wanted * percent / 100, wanted) : 0;
    }
}
