using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Waiting;

/// <summary>
/// Says why a release did not become ready: the objects that are not, their condition, what their pods wait for, and the last
/// events. To be asked before a rollback removes them.
/// </summary>
sealed class FailureDiagnosis(KubeClient kube, bool jobs)
{
    const int EventsPerObject = 4;
    const int PodsPerObject = 3;
    const int LogLines = 5;

    readonly ReadyChecker _checker = new(kube, jobs);

    /// <summary>The report, one finding a line; null when every object is ready.</summary>
    /// <remarks>What cannot be read (no permission, gone by now) is left out: the report must not hide the failure.</remarks>
    public async Task<string?> ReportAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellation)
    {
        var report = new StringBuilder();
        foreach (var item in objects)
        {
            try
            {
                await ReportOneAsync(report, item, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e)
            {
                Line(report, 1, $"{item}: could not be looked at: {e.Message}");
            }
        }
        return report.Length == 0 ? null : report.ToString().TrimEnd('\n');
    }

    async Task ReportOneAsync(StringBuilder report, ManifestObject item, CancellationToken cancellation)
    {
        var why = await WhyAsync(item, cancellation).ConfigureAwait(false);
        if (why is null)
            return;
        Line(report, 1, $"{item} is not ready: {why}");
        if (await kube.FindAsync(item.Reference, cancellation).ConfigureAwait(false) is not { } live)
            return;
        foreach (var condition in BadConditions(live))
            Line(report, 2, condition);
        await EventsAsync(report, live, 2, cancellation).ConfigureAwait(false);
        foreach (var set in await ReplicaSetsAsync(item, live, cancellation).ConfigureAwait(false))
            await EventsAsync(report, set, 2, cancellation).ConfigureAwait(false);
        foreach (var pod in (await PodsAsync(item, live, cancellation).ConfigureAwait(false)).Take(PodsPerObject))
            await ReportPodAsync(report, pod, cancellation).ConfigureAwait(false);
    }

    async Task<string?> WhyAsync(ManifestObject item, CancellationToken cancellation)
    {
        try
        {
            return await _checker.WhyNotReadyAsync(item, cancellation).ConfigureAwait(false);
        }
        catch (HelmException e)
        {
            return e.Message;
        }
    }

    async Task ReportPodAsync(StringBuilder report, JsonObject pod, CancellationToken cancellation)
    {
        if (ReadyChecker.Condition(pod, "Ready") is { Status: "True" } || ReadyChecker.Text(pod, "status", "phase") == "Succeeded")
            return;
        var name = ReadyChecker.Text(pod, "metadata", "name");
        Line(report, 2, $"Pod {name} is {ReadyChecker.Text(pod, "status", "phase")}");
        if (ReadyChecker.Condition(pod, "PodScheduled") is { Status: "False" } unscheduled)
            Line(report, 3, $"not scheduled: {unscheduled.Reason}: {unscheduled.Message}");
        string? crashed = null;
        foreach (var (what, state) in ContainerStates(pod))
        {
            Line(report, 3, state);
            if (state.Contains("exit code", StringComparison.Ordinal) || state.Contains("CrashLoopBackOff", StringComparison.Ordinal))
                crashed ??= what;
        }
        await EventsAsync(report, pod, 3, cancellation).ConfigureAwait(false);
        if (crashed is not null)
            await LastLinesAsync(report, pod, name, crashed, cancellation).ConfigureAwait(false);
    }

    async Task LastLinesAsync(StringBuilder report, JsonObject pod, string name, string container, CancellationToken cancellation)
    {
        try
        {
            var text = await kube.LogsAsync(ReadyChecker.Text(pod, "metadata", "namespace"), name, container, LogLines, cancellation).ConfigureAwait(false);
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Line(report, 3, $"log of {container}: {line}");
        }
        catch (KubeException)
        {
            // The container never ran, or logs are not ours to read.
        }
    }

    static IEnumerable<(string Container, string State)> ContainerStates(JsonObject pod)
    {
        foreach (var list in new[] { "initContainerStatuses", "containerStatuses" })
        {
            foreach (var status in (pod["status"]?[list] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                var name = (string?)status["name"] ?? "";
                if (status["state"]?["waiting"] is JsonObject waiting && (string?)waiting["reason"] is not ("PodInitializing" or "ContainerCreating"))
                    yield return (name, $"container {name}: {waiting["reason"]}{Detail(waiting)}{LastEnd(status)}");
                else if (status["state"]?["terminated"] is JsonObject ended && (int?)ended["exitCode"] is not 0)
                    yield return (name, $"container {name}: {ended["reason"]}, exit code {ended["exitCode"]}{Detail(ended)}");
                else if (status["state"]?["running"] is not null && (bool?)status["ready"] == false)
                    yield return (name, $"container {name}: running, but not ready (its readiness probe fails){LastEnd(status)}");
            }
        }
    }

    static string Detail(JsonObject state) => (string?)state["message"] is { Length: > 0 } message ? $": {message}" : "";

    static string LastEnd(JsonObject status)
        => status["lastState"]?["terminated"] is JsonObject last ? $" (before that: {last["reason"]}, exit code {last["exitCode"]}; {status["restartCount"]} restarts)" : "";

    static IEnumerable<string> BadConditions(JsonObject live)
    {
        foreach (var condition in (live["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            var (type, status) = ((string?)condition["type"], (string?)condition["status"]);
            var bad = type is "ReplicaFailure" or "Failed" ? status == "True" : type is "Available" or "Progressing" or "Ready" or "Established" or "NamesAccepted" && status == "False";
            if (bad)
                yield return $"{type}={status}: {condition["reason"]}: {condition["message"]}";
        }
    }

    async Task<List<JsonObject>> ReplicaSetsAsync(ManifestObject item, JsonObject live, CancellationToken cancellation)
        => item.Kind == "Deployment" ? await _checker.OwnedAsync("apps/v1", "ReplicaSet", live, cancellation).ConfigureAwait(false) : [];

    /// <summary>The pods behind a workload, newest first: the newest are the ones of the change that failed.</summary>
    async Task<IEnumerable<JsonObject>> PodsAsync(ManifestObject item, JsonObject live, CancellationToken cancellation)
    {
        if (item.Kind == "Pod")
            return [live];
        if (item.Kind is not ("Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job"))
            return [];
        var list = await kube.ListAsync("v1", "Pod", item.Reference.Namespace, ReadyChecker.SelectorOf(live), cancellation).ConfigureAwait(false);
        return list.Items.OrderByDescending(p => ReadyChecker.Text(p, "metadata", "creationTimestamp"), StringComparer.Ordinal);
    }

    async Task EventsAsync(StringBuilder report, JsonObject value, int depth, CancellationToken cancellation)
    {
        KubeList list;
        try
        {
            list = await kube.ListAsync("v1", "Event", ReadyChecker.Text(value, "metadata", "namespace"),
                new Selection { Fields = $"involvedObject.uid={ReadyChecker.Text(value, "metadata", "uid")}" }, cancellation).ConfigureAwait(false);
        }
        catch (KubeException)
        {
            return;
        }
        var latest = list.Items.Where(e => (string?)e["type"] == "Warning")
            .OrderByDescending(WhenOf, StringComparer.Ordinal).DistinctBy(e => (string?)e["message"]).Take(EventsPerObject);
        foreach (var e in latest)
        {
            var count = ReadyChecker.NumberOrNull(e, "count") ?? ReadyChecker.NumberOrNull(e, "series", "count") ?? 1;
            Line(report, depth, string.Create(CultureInfo.InvariantCulture,
                $"event {e["reason"]}{(count > 1 ? $" (x{count})" : "")}: {((string?)e["message"])?.Trim()}"));
        }
    }

    static string WhenOf(JsonObject e)
        => (string?)e["lastTimestamp"] ?? (string?)e["series"]?["lastObservedTime"] ?? (string?)e["eventTime"] ?? (string?)e["metadata"]?["creationTimestamp"] ?? "";

    static void Line(StringBuilder report, int depth, string text)
        => report.Append(' ', depth * 2).Append(text.ReplaceLineEndings(" ")).Append('\n');
}
