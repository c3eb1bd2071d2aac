using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Releases.Storage;
using Coder.Infra.Helm.Releases.Waiting;

namespace Coder.Infra.Helm.Releases;

public sealed partial class HelmClient
{
    // As Helm: definitions are quick to be established, or never are.
    static readonly TimeSpan DefinitionTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Installs a chart.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="values">The user's values, without the chart's defaults.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops it; the revision is then recorded as failed.</param>
    /// <returns>The deployed revision.</returns>
    public async Task<Release> InstallAsync(
        string name, Chart chart, Dictionary<string, object?> values, InstallOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new InstallOptions();
        Check(name, $"release name \"{name}\"");
        var operation = Begin(options);
        var history = await operation.Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        var last = history.LastOrDefault();
        if (last is not null && !(options.Replace && last.Status is ReleaseStatus.Uninstalled or ReleaseStatus.Failed))
            throw new HelmException("cannot re-use a name that is still in use");
        return await InstallAsync(operation, name, chart, values, options, last, cancellation).ConfigureAwait(false);
    }

    async Task<Release> InstallAsync(
        ReleaseOperation operation, string name, Chart chart, Dictionary<string, object?> values, ChartOptions options, Release? replaced,
        CancellationToken cancellation)
    {
        if (!options.SkipCrds)
            await InstallDefinitionsAsync(operation, chart, cancellation).ConfigureAwait(false);
        var release = await RenderAsync(name, chart, values, options, (replaced?.Version ?? 0) + 1, isUpgrade: false, cancellation).ConfigureAwait(false);
        release.FirstDeployed = release.LastDeployed = _time.GetUtcNow();
        release.SetStatus(ReleaseStatus.PendingInstall, "Initial install underway");

        var objects = await operation.BuildAsync(
            release.Manifest, Namespace, "unable to build kubernetes objects from release manifest", cancellation).ConfigureAwait(false);
        Ownership.Mark(objects, name, Namespace);
        var adopted = await AdoptAsync(operation, objects, name, options, "Unable to continue with install", cancellation).ConfigureAwait(false);
        if (options.CreateNamespace)
            await CreateNamespaceAsync(operation, cancellation).ConfigureAwait(false);
        if (replaced is not null)
        {
            replaced.SetStatus(ReleaseStatus.Superseded, replaced.Description);
            await operation.RecordAsync(replaced, cancellation).ConfigureAwait(false);
        }
        await operation.CreateRecordAsync(release, cancellation).ConfigureAwait(false);
        try
        {
            await RunHooksAsync(operation, release, "pre-install", "failed pre-install", cancellation).ConfigureAwait(false);
            if (adopted.Count == 0)
                await operation.Objects.CreateAsync(objects, [], cancellation).ConfigureAwait(false);
            else
                await operation.Objects.UpdateAsync(adopted, objects, options.Force, options.TakeOwnership, [], cancellation).ConfigureAwait(false);
            if (options.Wait || options.Atomic)
                await operation.WaitAsync(objects, cancellation).ConfigureAwait(false);
            await RunHooksAsync(operation, release, "post-install", "failed post-install", cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // As Helm: an install that is cancelled is cleaned up like one that failed. The cleanup has its own time limit.
            throw await FailInstallAsync(operation, release, options, Cancelled(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw await FailInstallAsync(operation, release, options, e, cancellation).ConfigureAwait(false);
        }
        release.SetStatus(ReleaseStatus.Deployed, options.Description ?? "Install complete");
        await operation.RecordAsync(release, cancellation).ConfigureAwait(false);
        return release;
    }

    async Task<ReleaseFailedException> FailInstallAsync(
        ReleaseOperation operation, Release release, ChartOptions options, Exception failure, CancellationToken cancellation)
    {
        release.SetStatus(ReleaseStatus.Failed, $"Release \"{release.Name}\" failed: {failure.Message}");
        if (!options.Atomic)
        {
            await operation.RecordAtLastAsync(release).ConfigureAwait(false);
            return new ReleaseFailedException(failure.Message, release, failure);
        }
        operation.Log("install failed and atomic is set: uninstalling the release");
        try
        {
            await UninstallAsync(release.Name, new UninstallOptions
            {
                DisableHooks = options.DisableHooks,
                Timeout = options.Timeout,
                Progress = options.Progress,
                FieldManager = options.FieldManager,
            }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            return new ReleaseFailedException(
                $"an error occurred while uninstalling the release. original install error: {failure.Message}: {e.Message}", release, failure);
        }
        return new ReleaseFailedException(
            $"release {release.Name} failed, and has been uninstalled due to atomic being set: {failure.Message}", release, failure);
    }

    /// <summary>Renders a chart into a new record; nothing is stored.</summary>
    async Task<Release> RenderAsync(
        string name, Chart chart, Dictionary<string, object?> values, ChartOptions options, int revision, bool isUpgrade, CancellationToken cancellation)
    {
        var request = new RenderRequest(chart, values, name, Namespace, revision, isUpgrade)
        {
            SkipSchemaValidation = options.SkipSchemaValidation,
            SubchartNotes = options.SubchartNotes,
            Log = options.Progress,
            Time = _time,
        };
        var rendered = await Rendering(request, _kube, cancellation).ConfigureAwait(false);
        var release = Release.Create(name, Namespace, revision);
        release.Chart = ChartRecord.Write(chart);
        release.Config = Json.FromModel(values) as JsonObject;
        release.Manifest = rendered.Manifest;
        release.Hooks = rendered.Hooks;
        release.Notes = rendered.Notes;
        foreach (var (key, value) in options.Labels)
            release.Labels[key] = value;
        return release;
    }

    async Task InstallDefinitionsAsync(ReleaseOperation operation, Chart chart, CancellationToken cancellation)
    {
        var made = new List<ManifestObject>();
        foreach (var crd in chart.Crds())
        {
            foreach (var definition in await operation.BuildAsync(crd.File.Text, Namespace, $"failed to install CRD {crd.Name}", cancellation).ConfigureAwait(false))
            {
                try
                {
                    await operation.Objects.CreateAsync([definition], made, cancellation).ConfigureAwait(false);
                }
                catch (KubeException e) when (e.IsAlreadyExists)
                {
                    operation.Log($"CRD {definition.Name} is already present. Skipping.");
                }
                catch (KubeException e) when (!e.IsUnreachable)
                {
                    throw new HelmException($"failed to install CRD {crd.Name}: {e.Message}", e);
                }
            }
        }
        if (made.Count == 0)
            return;
        try
        {
            await new ReadinessWaiter(_kube, _time, operation.Log).WaitAsync(made, jobs: false, DefinitionTimeout, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new HelmException($"failed to install CRDs: {e.Message}: {string.Join(", ", made.Select(m => m.Name))}", e);
        }
        _kube.ForgetResources();
    }

    async Task CreateNamespaceAsync(ReleaseOperation operation, CancellationToken cancellation)
    {
        try
        {
            await _kube.CreateAsync(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = Namespace, ["labels"] = new JsonObject { ["name"] = Namespace } },
            }, new WriteOptions { FieldManager = operation.Options.FieldManager }, cancellation).ConfigureAwait(false);
            operation.Log($"created namespace {Namespace}");
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            // That is what was asked for.
        }
    }

    async Task<List<ManifestObject>> AdoptAsync(
        ReleaseOperation operation, IReadOnlyList<ManifestObject> objects, string name, ChartOptions options, string context, CancellationToken cancellation)
    {
        try
        {
            return await Ownership.AdoptableAsync(operation.Kube, objects, name, Namespace, options.TakeOwnership, cancellation).ConfigureAwait(false);
        }
        catch (HelmException e)
        {
            throw new HelmException($"{context}: {e.Message}", e);
        }
    }

    static async Task RunHooksAsync(ReleaseOperation operation, Release release, string @event, string context, CancellationToken cancellation)
    {
        try
        {
            await operation.RunHooksAsync(release, @event, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HelmException or TimeoutException)
        {
            throw new HelmException($"{context}: {e.Message}", e);
        }
    }

    /// <summary>Go's text for it, which Helm passes on.</summary>
    static HelmException Cancelled() => new("context canceled");

    static bool IsFailure(Exception e) => e is HelmException or KubeException or TimeoutException;
}
