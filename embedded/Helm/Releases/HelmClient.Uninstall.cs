using System.Text;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases;

public sealed partial class HelmClient
{
    /// <summary>Removes a release's objects and records. Objects that are gone already are fine.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops it; another call continues where it stopped.</param>
    /// <exception cref="ReleaseNotFoundException">There is no record of the release.</exception>
    public async Task<UninstallResult> UninstallAsync(string name, UninstallOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new UninstallOptions();
        if (ReleaseName.Problem(name) is not null)
            throw new HelmException($"uninstall: Release name is invalid: {name}");
        var operation = Begin(options);
        var history = await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        var release = history.LastOrDefault() ?? throw new ReleaseNotFoundException($"uninstall: Release not loaded: {name}: release: not found");
        if (release.Status == ReleaseStatus.Uninstalled)
        {
            if (options.KeepHistory)
                throw new HelmException($"the release named \"{name}\" is already deleted");
            await PurgeAsync(operation, history, cancellation).ConfigureAwait(false);
            return new UninstallResult(release, "");
        }
        operation.Log($"uninstalling {release.Name}");
        release.Deleted = _time.GetUtcNow();
        release.SetStatus(ReleaseStatus.Uninstalling, "Deletion in progress (or silently failed)");
        await operation.RunHooksAsync(release, "pre-delete", cancellation).ConfigureAwait(false);
        await operation.RecordAsync(release, cancellation).ConfigureAwait(false);

        var gone = new List<ObjectReference>();
        var objects = await ManifestReader.BuildAsync(
            _kube, KindOrder.ForUninstall(release.Manifest), Namespace, cancellation, gone).ConfigureAwait(false);
        foreach (var reference in gone)
            operation.Log($"{reference} is gone: the server no longer serves {reference.ApiVersion} {reference.Kind}");
        var kept = objects.Where(o => ManifestObject.IsKept(o.Value)).ToList();
        var doomed = objects.Except(kept).ToList();
        var failures = await operation.Objects.DeleteAsync(doomed, cancellation).ConfigureAwait(false);
        if (failures.Count > 0)
        {
            operation.Log($"failed to delete release: {string.Join("; ", failures)}");
            throw new HelmException($"failed to delete release: {release.Name}");
        }
        var info = new StringBuilder();
        if (kept.Count > 0)
            info.Append("These resources were kept due to the resource policy:\n");
        foreach (var item in kept)
            info.Append(null, $"[{item.Kind}] {item.Name}\n");

        var problems = new List<string>();
        if (options.Wait)
            await CollectAsync(() => operation.Objects.WaitForDeleteAsync(doomed, options.Timeout, cancellation)).ConfigureAwait(false);
        await CollectAsync(() => operation.RunHooksAsync(release, "post-delete", cancellation)).ConfigureAwait(false);
        release.SetStatus(ReleaseStatus.Uninstalled, options.Description ?? "Uninstallation complete");
        if (options.KeepHistory)
            await operation.RecordAsync(release, cancellation).ConfigureAwait(false);
        else
            await CollectAsync(() => PurgeAsync(operation, history, cancellation)).ConfigureAwait(false);
        if (problems.Count > 0)
            throw new HelmException($"uninstallation completed with {problems.Count} error(s): {string.Join("; ", problems)}");
        return new UninstallResult(release, info.ToString());

        async Task CollectAsync(Func<Task> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (Exception e) when (IsFailure(e))
            {
                problems.Add(e.Message);
            }
        }
    }

    static async Task PurgeAsync(ReleaseOperation operation, List<Release> history, CancellationToken cancellation)
    {
        foreach (var revision in history)
            await operation.Storage.DeleteAsync(revision, cancellation).ConfigureAwait(false);
    }
}
