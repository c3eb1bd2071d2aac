using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>What keeps a pod, or one of its containers, from being ready.</summary>
/// <param name="Container">The container; null where it is the pod itself.</param>
/// <param name="Short">The reason in a word or two: <c>ImagePullBackOff</c>.</param>
/// <param name="Full">The same with what is known of it: message, exit code, restarts.</param>
/// <param name="IsFailure">Whether something went wrong, not only takes its time.</param>
/// <param name="Ran">Whether the container ran, and so may have written a log.</param>
/// <param name="RanBefore">Whether an earlier run of it ended.</param>
internal sealed record PodProblem(string? Container, string Short, string Full, bool IsFailure, bool Ran = false, bool RanBefore = false)
{
    /// <summary>The problems of a pod, failures first; none where it is ready or has done its work.</summary>
    public static IReadOnlyList<PodProblem> Of(JsonObject pod)
    {
        if (pod.Text("status", "phase") == "Succeeded" || Readiness.Condition(pod, "Ready") is { Status: "True" })
            return [];
        var problems = new List<PodProblem>();
        if (pod.Text("status", "reason") is { Length: > 0 } reason)
            problems.Add(new PodProblem(null, reason, Readiness.Words(reason, pod.Text("status", "message")), true));
        if (Readiness.Condition(pod, "PodScheduled") is { Status: "False" } unscheduled)
            problems.Add(new PodProblem(null, $"not scheduled: {unscheduled.Reason}", $"not scheduled: {Readiness.Words(unscheduled.Reason, unscheduled.Message)}", true));
        foreach (var status in pod.Objects("status", "initContainerStatuses").Concat(pod.Objects("status", "containerStatuses")))
        {
            if (OfContainer(status) is { } problem)
                problems.Add(problem);
        }

        return [.. problems.OrderByDescending(problem => problem.IsFailure)];
    }

    private static PodProblem? OfContainer(JsonObject status)
    {
        var name = status.Text("name") ?? "";
        var last = status.At("lastState", "terminated") as JsonObject;
        var before = last is null ? "" : $"; it ended before with {Ending(last)}, restarts: {status.Number("restartCount") ?? 0}";
        if (status.At("state", "waiting") is JsonObject waiting)
        {
            var reason = waiting.Text("reason") ?? "waiting";
            var code = last is null ? "" : $", exit code {last["exitCode"]}";
            return new PodProblem(name, $"{reason}{code}", Readiness.Words(reason, waiting.Text("message")) + before, reason is not ("PodInitializing" or "ContainerCreating"), last is not null, last is not null);
        }

        if (status.At("state", "terminated") is JsonObject ended)
            return ended.Number("exitCode") is 0 or null ? null : new PodProblem(name, Ending(ended), Readiness.Words(Ending(ended), ended.Text("message")), true, true, last is not null);
        // An init container that runs is not ready either; it takes its time.
        return status.At("state", "running") is null || status.At("ready") is JsonValue ready && ready.TryGetValue<bool>(out var isReady) && isReady ? null
            : new PodProblem(name, last is null ? "running, not ready" : $"running, not ready, {Ending(last)} before", $"running, not ready{before}", last is not null, true, last is not null);
    }

    private static string Ending(JsonObject terminated) => $"{terminated.Text("reason") ?? "Error"}, exit code {terminated["exitCode"]}";
}
