using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// Watches a release while the engine waits for Helm: says what Helm waits for, and when the operation fails, why. Helm itself says no more
/// than <c>context deadline exceeded</c>, and where it is atomic it takes the evidence away, so what was seen last while it waited is kept.
/// For one operation.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="ns">Namespace of the release.</param>
/// <param name="name">Name of the release.</param>
/// <param name="revisionBefore">The newest revision before the operation; 0 where there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="secrets">Texts that are not shown, besides what the release's Secrets hold.</param>
internal sealed class ReleaseWatch(ClusterClient cluster, string ns, string name, int revisionBefore, TimeProvider time, params IEnumerable<string> secrets)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(5);
    // A shorter content ("true", a port) is no secret, and hiding it would hide half of every message.
    private const int ShortestSecret = 6;
    private const int LongestLine = 300;
    private const int MostDetails = 15;

    private readonly HashSet<string> _missing = [];
    private HelmRecord? _operation;
    private SecretTexts _hide = new(secrets);
    private IReadOnlyList<JsonObject> _objects = [];
    private IReadOnlyList<Finding> _findings = [];
    private string _shown = "";

    /// <summary>
    /// Watches until the operation has failed or succeeded, or <paramref name="ended"/> is cancelled; then it looks once more whether it
    /// failed. Never throws: the watch must not be what a release fails of.
    /// </summary>
    /// <param name="progress">Called with what Helm waits for, one short line, when it changes.</param>
    /// <param name="failure">Called once when the operation has failed, with the cause: several lines, the most telling first.</param>
    /// <param name="ended">Cancelled when the engine no longer waits.</param>
    public async Task WatchAsync(Action<string> progress, Action<string> failure, CancellationToken ended)
    {
        for (var pause = FirstPause; !ended.IsCancellationRequested; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            if (await LookAsync(progress, failure, ended))
                return;
            await Task.Delay(pause, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var limit = new CancellationTokenSource(LastLook, time);
        await LookAsync(progress, failure, limit.Token);
    }

    /// <summary>Looks once. Whether the operation has come to its end.</summary>
    private async Task<bool> LookAsync(Action<string> progress, Action<string> failure, CancellationToken cancellationToken)
    {
        var isOver = false;
        await TryAsync(progress, async () =>
        {
            var records = await HelmRecord.AboveAsync(cluster, ns, name, revisionBefore, cancellationToken);
            // An atomic install that failed is uninstalled, its record with it.
            var failed = records.FirstOrDefault(HasFailed);
            var isFailure = failed is not null || records.Count == 0 && _operation is not null;
            isOver = isFailure || records is [.., { IsInterrupted: false }];
            if (records.Count > 0 && (failed is not null || !isOver))
                await TryAsync(progress, () => DiagnoseAsync(records[0], progress, onlyIfNothingIsKnown: failed is not null, cancellationToken));
            if (isFailure)
                failure(Cause(failed is null || failed.Status == "failed" ? failed?.Description : records[0].Description));
        });
        return isOver;
    }

    /// <summary>Does a part of a look. What goes wrong in it is shown where the user can do something about it.</summary>
    private async Task TryAsync(Action<string> progress, Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (ClusterException error) when (error.IsForbidden)
        {
            Missing(progress, Permission.Of("list", $"api/v1/namespaces/{ns}/secrets"));
        }
        catch (ClusterException error)
        {
            Show(progress, $"the cluster cannot be asked what Helm waits for: {error.Message}");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Ended, a connection that broke in the middle of an answer, a manifest that is no YAML: the next look may see more.
        }
    }

    /// <summary>Whether the record says that its operation failed, or another one repairs what failed.</summary>
    private static bool HasFailed(HelmRecord record) =>
        record.Status is "failed" or "uninstalling" or "uninstalled" or "pending-rollback" || record.Description.StartsWith("Rollback to ", StringComparison.Ordinal);

    private void Begin(HelmRecord record)
    {
        var begun = _operation?.Revision == record.Revision;
        _operation = record;
        if (begun)
            return;
        _objects = Manifest.Objects(record.Manifest);
        var hooks = record.Hooks.SelectMany(hook => Manifest.Objects(hook.Text("manifest") ?? ""));
        _hide = new SecretTexts([.. secrets, .. SecretTexts.Of(_objects.Concat(hooks)).Where(text => text.Trim().Length >= ShortestSecret)]);
    }

    private async Task DiagnoseAsync(HelmRecord record, Action<string> progress, bool onlyIfNothingIsKnown, CancellationToken cancellationToken)
    {
        Begin(record);
        if (onlyIfNothingIsKnown && _findings.Count > 0)
            return;
        // While a hook runs Helm has not created the manifest's objects yet, or has seen all of them ready.
        var hooks = record.Hooks.Where(hook => hook.Text("last_run", "phase") is "Running" or "Unknown" or "Failed")
            .SelectMany(hook => Manifest.Objects(hook.Text("manifest") ?? "")).ToList();
        var found = await new Diagnosis(cluster, ns, permission => Missing(progress, permission)).FindAsync(hooks.Count > 0 ? hooks : _objects, cancellationToken);
        if (!onlyIfNothingIsKnown && found.Count > 0)
            Show(progress, $"waiting for {found[0].Short}{(found.Count > 1 ? $" (and {found.Count - 1} more)" : "")}");
        else if (!onlyIfNothingIsKnown && _shown.Length > 0)
            Show(progress, "waiting for Helm: all objects are ready");
        // An object may be gone since the record was read, because Helm takes all back: that is no better evidence than what was seen before.
        if (!_findings.Any(finding => finding.IsFailure) || !found.All(finding => finding.IsGone) || found.Count == 0)
            _findings = found;
    }

    private void Missing(Action<string> progress, string permission)
    {
        if (_missing.Add(permission))
            progress(Sentence(permission));
    }

    private static string Sentence(string permission) => $"The credentials may not {permission}: what Helm waits for cannot be seen in full.";

    private void Show(Action<string> progress, string line)
    {
        line = Line(line);
        if (line == _shown)
            return;
        _shown = line;
        progress(line);
    }

    private string Cause(string? description)
    {
        var lines = new List<string>();
        // Where Helm stopped at an object, those after it are not there; only where it waited in vain they are the cause.
        foreach (var finding in _findings.Where(finding => string.IsNullOrEmpty(description) || IsTimeout(description) || !finding.IsGone))
        {
            lines.Add(Line(finding.Short));
            lines.AddRange(finding.Details.Select(Line).Distinct().Take(MostDetails).Select(line => $"    {line}"));
        }

        if (!string.IsNullOrEmpty(description))
            lines.Insert(IsTimeout(description) || _findings.Any(finding => finding.IsFailure) ? lines.Count : 0, Line($"Helm: {description}"));
        if (lines.Count == 0)
            lines.Add($"Helm took the release {name} back; every object that could be looked at was ready.");
        lines.AddRange(_missing.Select(Sentence));
        return string.Join('\n', lines);
    }

    /// <summary>Whether Helm only says that it waited too long.</summary>
    private static bool IsTimeout(string description) =>
        description.Contains("deadline exceeded", StringComparison.Ordinal) || description.Contains("timed out", StringComparison.Ordinal);

    /// <summary>A text as one line, its secrets hidden before anything is cut off.</summary>
    private string Line(string text)
    {
        text = _hide.Hide(text).ReplaceLineEndings(" ");
        return text.Length <= LongestLine ? text : $"{text[..LongestLine]}…";
    }
}
