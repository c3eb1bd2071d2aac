using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases;

public sealed partial class HelmClient
{
    /// <summary>Goes back to an earlier revision; that makes a new one with its manifest.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="options">How, and to which revision.</param>
    /// <param name="cancellation">Stops it; as when <c>helm</c> is killed, the new revision stays pending.</param>
    /// <returns>The deployed revision.</returns>
    public async Task<Release> RollbackAsync(string name, RollbackOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new RollbackOptions();
        Check(name);
        if (options.Revision < 0)
            throw new HelmException("invalid release revision: it must be 0 (the one before) or more");
        var operation = Begin(options);
        var history = await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        return await RollbackAsync(operation, name, history, options.Revision, cancellation).ConfigureAwait(false);
    }

    async Task<Release> RollbackAsync(ReleaseOperation operation, string name, List<Release> history, int revision, CancellationToken cancellation)
    {
        var options = operation.Options;
        var current = history.LastOrDefault() ?? throw new ReleaseNotFoundException("release: not found");
        var wanted = revision == 0 ? current.Version - 1 : revision;
        var previous = history.FirstOrDefault(r => r.Version == wanted)
            ?? throw new HelmException($"release has no {wanted} version");
        operation.Log($"rolling back {name} (current: v{current.Version}, target: v{previous.Version})");

        var release = previous.Clone();
        release.Record["version"] = current.Version + 1;
        release.Record["info"] = new JsonObject();
        release.FirstDeployed = current.FirstDeployed;
        release.LastDeployed = _time.GetUtcNow();
        release.Deleted = null;
        release.SetStatus(ReleaseStatus.PendingRollback, options.Description ?? $"Rollback to {previous.Version}");
        release.Notes = previous.Notes;
        await operation.CreateRecordAsync(release, cancellation).ConfigureAwait(false);

        // As Helm: what fails before the objects are touched, and a hook that fails, leaves the new revision pending.
        var created = new List<ManifestObject>();
        var before = await operation.BuildAsync(
            current.Manifest, Namespace, "unable to build kubernetes objects from current release manifest", cancellation).ConfigureAwait(false);
        var target = await operation.BuildAsync(
            release.Manifest, Namespace, "unable to build kubernetes objects from new release manifest", cancellation).ConfigureAwait(false);
        await operation.RunHooksAsync(release, "pre-rollback", cancellation).ConfigureAwait(false);
        Ownership.Mark(target, name, Namespace);
        try
        {
            // An object that only the target has may be there still (kept by policy, or made by hand): it is updated then.
            var known = before.Select(b => b.Key).ToHashSet();
            await operation.Objects.UpdateAsync(
                [.. before, .. target.Where(t => !known.Contains(t.Key))], target, options.Force, threeWay: false, created, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            current.Status = ReleaseStatus.Superseded;
            release.SetStatus(ReleaseStatus.Failed, $"Rollback \"{name}\" failed: {e.Message}");
            await RecordBothAsync().ConfigureAwait(false);
            if (options.CleanupOnFail && created.Count > 0)
                await operation.Objects.DeleteAsync(created, cancellation).ConfigureAwait(false);
            throw new ReleaseFailedException(e.Message, release, e);
        }
        try
        {
            if (options.Wait)
                await operation.WaitAsync(target, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            release.SetStatus(ReleaseStatus.Failed, $"Release \"{name}\" failed: {e.Message}");
            await RecordBothAsync().ConfigureAwait(false);
            throw new ReleaseFailedException($"release {name} failed: {e.Message}", release, e);
        }
        await operation.RunHooksAsync(release, "post-rollback", cancellation).ConfigureAwait(false);
        foreach (var old in history.Where(r => r.Status == ReleaseStatus.Deployed))
        {
            old.Status = ReleaseStatus.Superseded;
            await operation.RecordAsync(old, cancellation).ConfigureAwait(false);
        }
        release.Status = ReleaseStatus.Deployed;
        await operation.RecordAsync(release, cancellation).ConfigureAwait(false);
        return release;

        async Task RecordBothAsync()
        {
            await operation.RecordAtLastAsync(current).ConfigureAwait(false);
            await operation.RecordAtLastAsync(release).ConfigureAwait(false);
        }
    }
}
