using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Releases;

public sealed partial class HelmClient
{
    /// <summary>Upgrades a release to a chart and values.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="values">The user's values, without the chart's defaults. Empty ones keep the last revision's unless the options reset them.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops it; the revision is then recorded as failed, the one before stays the deployed one.</param>
    /// <returns>The deployed revision.</returns>
    public async Task<Release> UpgradeAsync(
        string name, Chart chart, Dictionary<string, object?> values, UpgradeOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new UpgradeOptions();
        Check(name);
        var operation = Begin(options);
        var history = await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        if (options.Install && history.LastOrDefault()?.Status is null or ReleaseStatus.Uninstalled)
            return await InstallAsync(operation, name, chart, values, options, history.LastOrDefault(), cancellation).ConfigureAwait(false);
        return await UpgradeAsync(operation, name, chart, values, options, history, cancellation).ConfigureAwait(false);
    }

    async Task<Release> UpgradeAsync(
        ReleaseOperation operation, string name, Chart chart, Dictionary<string, object?> values, UpgradeOptions options, List<Release> history,
        CancellationToken cancellation)
    {
        var current = BaseOf(name, history);
        var release = await RenderUpgradeAsync(name, chart, values, options, history, current, cancellation).ConfigureAwait(false);
        release.FirstDeployed = current.FirstDeployed;
        release.LastDeployed = _time.GetUtcNow();
        release.SetStatus(ReleaseStatus.PendingUpgrade, "Preparing upgrade");

        List<ManifestObject> before, target;
        try
        {
            before = await operation.BuildAsync(
                current.Manifest, Namespace, "unable to build kubernetes objects from current release manifest", cancellation).ConfigureAwait(false);
            target = await operation.BuildAsync(
                release.Manifest, Namespace, "unable to build kubernetes objects from new release manifest", cancellation).ConfigureAwait(false);
        }
        catch (HelmException e)
        {
            // As Helm: its caller gets the revision that was never stored.
            throw new ReleaseFailedException(e.Message, release, e);
        }
        Ownership.Mark(target, name, Namespace);
        var known = before.Select(b => b.Key).ToHashSet();
        var adopted = await AdoptAsync(
            operation, [.. target.Where(t => !known.Contains(t.Key))], name, options, "Unable to continue with update", cancellation).ConfigureAwait(false);
        await operation.CreateRecordAsync(release, cancellation).ConfigureAwait(false);

        var created = new List<ManifestObject>();
        try
        {
            await RunHooksAsync(operation, release, "pre-upgrade", "pre-upgrade hooks failed", cancellation).ConfigureAwait(false);
            await operation.Objects.UpdateAsync([.. before, .. adopted], target, options.Force, options.TakeOwnership, created, cancellation).ConfigureAwait(false);
            if (options.Wait || options.Atomic)
                await operation.WaitAsync(target, cancellation).ConfigureAwait(false);
            await RunHooksAsync(operation, release, "post-upgrade", "post-upgrade hooks failed", cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw await FailUpgradeAsync(operation, release, created, options, Cancelled(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw await FailUpgradeAsync(operation, release, created, options, e, cancellation).ConfigureAwait(false);
        }
        // As Helm, the old revision first.
        current.Status = ReleaseStatus.Superseded;
        await operation.RecordAsync(current, cancellation).ConfigureAwait(false);
        release.SetStatus(ReleaseStatus.Deployed, options.Description ?? "Upgrade complete");
        await operation.RecordAsync(release, cancellation).ConfigureAwait(false);
        return release;
    }

    /// <summary>The revision that an upgrade starts from: what is deployed, or the failed one when nothing ever was.</summary>
    static Release BaseOf(string name, List<Release> history)
    {
        var last = history.LastOrDefault() ?? throw new ReleaseNotFoundException($"\"{name}\" has no deployed releases");
        if (last.Status.IsPending())
            throw new HelmException("another operation (install/upgrade/rollback) is in progress");
        return history.LastOrDefault(r => r.Status == ReleaseStatus.Deployed)
            ?? (last.Status is ReleaseStatus.Failed or ReleaseStatus.Superseded ? last : throw new HelmException($"\"{name}\" has no deployed releases"));
    }

    async Task<Release> RenderUpgradeAsync(
        string name, Chart chart, Dictionary<string, object?> values, UpgradeOptions options, List<Release> history, Release current,
        CancellationToken cancellation)
    {
        var last = history[^1];
        values = ReusedValues.Apply(chart, current, values, options);
        var release = await RenderAsync(name, chart, values, options, last.Version + 1, isUpgrade: true, cancellation).ConfigureAwait(false);
        foreach (var (key, value) in last.Labels)
            release.Labels.TryAdd(key, value);
        return release;
    }

    async Task<ReleaseFailedException> FailUpgradeAsync(
        ReleaseOperation operation, Release release, List<ManifestObject> created, UpgradeOptions options,
        Exception failure, CancellationToken cancellation)
    {
        var name = release.Name;
        release.SetStatus(ReleaseStatus.Failed, $"Upgrade \"{name}\" failed: {failure.Message}");
        await operation.RecordAtLastAsync(release).ConfigureAwait(false);
        if (options.CleanupOnFail && created.Count > 0)
        {
            operation.Log($"cleaning up {created.Count} objects that the failed upgrade created");
            var failures = await operation.Objects.DeleteAsync(created, cancellation).ConfigureAwait(false);
            if (failures.Count > 0)
            {
                return new ReleaseFailedException(
                    $"an error occurred while cleaning up resources. original upgrade error: {failure.Message}: unable to cleanup resources: {string.Join(", ", failures)}",
                    release, failure);
            }
        }
        if (!options.Atomic)
            return new ReleaseFailedException(failure.Message, release, failure);
        operation.Log("upgrade failed and atomic is set: rolling back to the last successful release");
        var history = await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        var good = history.LastOrDefault(r => r.Status is ReleaseStatus.Superseded or ReleaseStatus.Deployed);
        if (good is null)
        {
            return new ReleaseFailedException(
                $"unable to find a previously successful release when attempting to rollback. original upgrade error: {failure.Message}", release, failure);
        }
        try
        {
            await RollbackAsync(name, new RollbackOptions
            {
                Revision = good.Version,
                Wait = true,
                WaitForJobs = options.WaitForJobs,
                DisableHooks = options.DisableHooks,
                Force = options.Force,
                Timeout = options.Timeout,
                MaxHistory = options.MaxHistory,
                CleanupOnFail = options.CleanupOnFail,
                FieldManager = options.FieldManager,
                Progress = options.Progress,
            }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            return new ReleaseFailedException(
                $"an error occurred while rolling back the release. original upgrade error: {failure.Message}: {e.Message}", release, failure);
        }
        return new ReleaseFailedException(
            $"release {name} failed, and has been rolled back due to atomic being set: {failure.Message}", release, failure);
    }
}
