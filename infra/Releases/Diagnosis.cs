using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>Looks at what Helm waits for, and why: the objects that are not ready, their pods, events and logs.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="ns">The release's namespace.</param>
/// <param name="missing">Called with a permission that a look lacks, such as <c>list pods in the namespace coder</c>; the look goes on.</param>
internal sealed class Diagnosis(ClusterClient cluster, string ns, Action<string> missing)
{
    private const int ObjectsInDetail = 4;
    private const int PodsPerObject = 2;
    private const int EventsPerObject = 2;
    private const int LogLines = 6;

    /// <summary>What is not ready, failures first; none where everything is.</summary>
    /// <param name="objects">The objects of the release, and the hooks that run.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ClusterException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<Finding>> FindAsync(IEnumerable<JsonObject> objects, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        foreach (var value in objects.Where(Readiness.Has))
        {
            var path = await cluster.PathAsync(value, ns, cancellationToken);
            if (path is null)
                continue;
            var live = await AskAsync("get", path, () => cluster.FindAsync(path, cancellationToken));
            if (live.Refused)
                continue;
            if (live.Answer is null)
                found.Add(new Finding($"{Manifest.Title(value, ns)}: it does not exist yet", [], false, true));
            else if (Readiness.Of(live.Answer) is { } why)
                found.Add(await OfAsync(live.Answer, why, found.Count < ObjectsInDetail, cancellationToken));
        }

        return [.. found.OrderByDescending(finding => finding.IsFailure)];
    }

    private async Task<Finding> OfAsync(JsonObject live, string why, bool inDetail, CancellationToken cancellationToken)
    {
        var title = $"{Manifest.Title(live, ns)}: {why}";
        var conditions = Readiness.BadConditions(live).ToList();
        if (!inDetail)
            return new Finding(title, conditions, conditions.Count > 0);
        string? first = null;
        var (details, failed) = (new List<string>(), conditions.Count > 0);
        foreach (var pod in await PodsAsync(live, cancellationToken))
        {
            var name = pod.Text("metadata", "name")!;
            foreach (var problem in PodProblem.Of(pod))
            {
                var place = problem.Container is null ? $"pod {name}" : $"pod {name}: container {problem.Container}";
                first ??= $"{place}: {problem.Short}";
                failed |= problem.IsFailure;
                details.Add($"{place}: {problem.Full}");
                if (problem is { Container: { } container, Ran: true })
                    details.AddRange(await LogAsync(pod, container, problem.RanBefore, cancellationToken));
            }

            details.AddRange((await EventsAsync(pod, cancellationToken)).Select(text => $"pod {name}: {text}"));
        }

        details.AddRange(conditions);
        if (live.Text("kind") != "Pod")
            details.AddRange(await EventsAsync(live, cancellationToken));
        first ??= conditions.FirstOrDefault() ?? details.FirstOrDefault();
        return new Finding(first is null ? title : $"{title}; {first}", details, failed);
    }

    /// <summary>The pods of a workload that are not ready, newest first: they are the ones of the change that Helm waits for.</summary>
    private async Task<IEnumerable<JsonObject>> PodsAsync(JsonObject live, CancellationToken cancellationToken)
    {
        if (live.Text("kind") == "Pod")
            return [live];
        if (Selector(live) is not { Length: > 0 } selector)
            return [];
        var path = $"api/v1/namespaces/{live.Text("metadata", "namespace")}/pods";
        var pods = await AskAsync("list", path, () => cluster.ListAsync($"{path}?labelSelector={Uri.EscapeDataString(selector)}", cancellationToken));
        return (pods.Answer ?? []).Where(pod => pod.Text("metadata", "deletionTimestamp") is null && PodProblem.Of(pod).Count > 0)
            .OrderByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).Take(PodsPerObject);
    }

    /// <summary>The last warnings, newest first; of what waits for a volume the other events too.</summary>
    private async Task<IReadOnlyList<string>> EventsAsync(JsonObject live, CancellationToken cancellationToken)
    {
        var path = $"api/v1/namespaces/{live.Text("metadata", "namespace") ?? "default"}/events";
        var events = await AskAsync("list", path, () => cluster.ListAsync($"{path}?fieldSelector={Uri.EscapeDataString($"involvedObject.uid={live.Text("metadata", "uid")}")}", cancellationToken));
        return [.. (events.Answer ?? []).Where(item => item.Text("type") == "Warning" || live.Text("kind") == "PersistentVolumeClaim")
            .OrderByDescending(When, StringComparer.Ordinal).DistinctBy(item => item.Text("message")).Take(EventsPerObject).Select(Event)];
    }

    private static string Event(JsonObject item)
    {
        var count = item.Number("count") ?? item.Number("series", "count") ?? 1;
        return $"event {item.Text("reason")}{(count > 1 ? $" ({count} times)" : "")}: {item.Text("message")?.Trim()}";
    }

    private static string When(JsonObject item) =>
        item.Text("lastTimestamp") ?? item.Text("series", "lastObservedTime") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp") ?? "";

    /// <summary>The last lines of a container: of the run that ended where it was started again, else of the present one.</summary>
    private async Task<IReadOnlyList<string>> LogAsync(JsonObject pod, string container, bool ranBefore, CancellationToken cancellationToken)
    {
        var (space, name) = (pod.Text("metadata", "namespace")!, pod.Text("metadata", "name")!);
        foreach (var previous in ranBefore ? [true, false] : (bool[])[false])
        {
            try
            {
                var log = await AskAsync("get", $"api/v1/namespaces/{space}/pods/{name}/log", () => cluster.LogAsync(space, name, container, LogLines, previous, cancellationToken));
                var lines = (log.Answer ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (lines.Length > 0 || log.Refused)
                    return [.. lines.TakeLast(LogLines).Select(line => $"pod {name}: {(previous ? "last log" : "log")} of {container}: {line}")];
            }
            catch (ClusterException error) when (error.Status is not null)
            {
                // This run has no log (any more); the other may.
            }
        }

        return [];
    }

    /// <summary>Asks the cluster; a missing permission is reported, and there is no answer.</summary>
    private async Task<(T? Answer, bool Refused)> AskAsync<T>(string verb, string path, Func<Task<T>> ask)
    {
        try
        {
            return (await ask(), false);
        }
        catch (ClusterException error) when (error.IsForbidden)
        {
            missing(Permission.Of(verb, path));
            return (default, true);
        }
    }

    /// <summary>A workload's selector in the form of a query.</summary>
    private static string Selector(JsonObject live)
    {
        var terms = (live.At("spec", "selector", "matchLabels") as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}").ToList();
        foreach (var expression in live.Objects("spec", "selector", "matchExpressions"))
        {
            var (key, values) = (expression.Text("key"), string.Join(',', expression["values"] as JsonArray ?? []));
            terms.Add(expression.Text("operator") switch { "In" => $"{key} in ({values})", "NotIn" => $"{key} notin ({values})", "DoesNotExist" => $"!{key}", _ => key! });
        }

        return string.Join(',', terms);
    }
}
