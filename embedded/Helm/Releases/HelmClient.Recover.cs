namespace Coder.Infra.Helm.Releases;

public sealed partial class HelmClient
{
    /// <summary>
    /// Puts in order what a killed run left: a pending revision is rolled back to the deployed one, or uninstalled when there
    /// is none; an uninstall that was under way is brought to its end. Anything else is left alone.
    /// </summary>
    /// <param name="name">The release's name.</param>
    /// <param name="options">How to roll back.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The newest revision now; null when nothing is left.</returns>
    public async Task<Release?> RecoverAsync(string name, RollbackOptions? options = null, CancellationToken cancellation = default)
    {
        Check(name);
        var operation = Begin(options ?? new RollbackOptions());
        var history = await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        return (await RecoverAsync(operation, history, cancellation).ConfigureAwait(false)).LastOrDefault();
    }

    async Task<List<Release>> RecoverAsync(ReleaseOperation operation, List<Release> history, CancellationToken cancellation)
    {
        var last = history.LastOrDefault();
        if (last is null || !(last.Status.IsPending() || last.Status == ReleaseStatus.Uninstalling))
            return history;
        var name = last.Name;
        var good = last.Status == ReleaseStatus.Uninstalling ? null
            : history.LastOrDefault(r => r.Status == ReleaseStatus.Deployed)
            ?? history.LastOrDefault(r => r.Status == ReleaseStatus.Superseded);
        if (good is null)
        {
            operation.Log($"revision {last.Version} of {name} was left {last.Status.ToText()} and nothing is deployed: uninstalling it");
            // Its own hooks rely on what may never have come to be.
            var options = new UninstallOptions
            {
                DisableHooks = true,
                Wait = true,
                Timeout = operation.Options.Timeout,
                Progress = operation.Options.Progress,
                FieldManager = operation.Options.FieldManager,
            };
            await UninstallAsync(Begin(options), history, options, cancellation).ConfigureAwait(false);
        }
        else
        {
            operation.Log($"revision {last.Version} of {name} was left {last.Status.ToText()}: rolling back to revision {good.Version}");
            var options = new RollbackOptions
            {
                Revision = good.Version,
                Wait = operation.Options is RollbackOptions { Wait: true }, // before an upgrade there is no point in waiting
                DisableHooks = operation.Options.DisableHooks,
                Force = operation.Options.Force,
                MaxHistory = operation.Options.MaxHistory,
                Timeout = operation.Options.Timeout,
                Progress = operation.Options.Progress,
                FieldManager = operation.Options.FieldManager,
            };
            await RollbackAsync(Begin(options), name, history, good.Version, cancellation).ConfigureAwait(false);
        }
        return await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
    }
}
