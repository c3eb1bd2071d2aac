using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Releases.Storage;
using Coder.Infra.Helm.Releases.Waiting;

namespace Coder.Infra.Helm.Releases;

/// <summary>What the steps of one operation share.</summary>
sealed class ReleaseOperation
{
    // How long the tidying after a failure or a cancellation may take.
    static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(20);

    public ReleaseOperation(KubeClient kube, string @namespace, TimeProvider time, ReleaseOptions options)
    {
        (Kube, Namespace, Time, Options) = (kube, @namespace, time, options);
        Storage = new ReleaseStorage(kube, @namespace, time);
        Objects = new ObjectOperations(kube, options.FieldManager, time, Log);
    }

    public KubeClient Kube { get; }

    public string Namespace { get; }

    public TimeProvider Time { get; }

    public ReleaseOptions Options { get; }

    public ReleaseStorage Storage { get; }

    public ObjectOperations Objects { get; }

    public void Log(string message) => Options.Progress?.Invoke(message);

    /// <summary>The objects of a manifest; on error the text that Helm puts before.</summary>
    public async Task<List<ManifestObject>> BuildAsync(string manifest, string @namespace, string context, CancellationToken cancellation)
    {
        try
        {
            return await ManifestReader.BuildAsync(Kube, manifest, @namespace, cancellation).ConfigureAwait(false);
        }
        catch (HelmException e)
        {
            throw new HelmException($"{context}: {e.Message}", e);
        }
    }

    /// <summary>Stores a new revision after making room for it.</summary>
    public async Task CreateRecordAsync(Release release, CancellationToken cancellation)
    {
        if (Options.MaxHistory > 0)
            await ForgetOldestAsync(release.Name, Options.MaxHistory - 1, cancellation).ConfigureAwait(false);
        await Storage.CreateAsync(release, cancellation).ConfigureAwait(false);
    }

    /// <summary>Stores a change; a failure is logged and does not end the operation, as in Helm.</summary>
    public async Task RecordAsync(Release release, CancellationToken cancellation)
    {
        try
        {
            await Storage.UpdateAsync(release, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HelmException or KubeException)
        {
            Log($"failed to record {release}: {e.Message}");
        }
    }

    /// <summary>Notes the end of what failed or was cancelled, though the caller may want no more requests.</summary>
    public async Task RecordAtLastAsync(Release release)
    {
        using var limit = new CancellationTokenSource(Aftermath, Time);
        try
        {
            await RecordAsync(release, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log($"failed to record {release}: the server did not answer in time");
        }
    }

    public Task WaitAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellation)
        => new ReadinessWaiter(Kube, Time, Log).WaitAsync(objects, Options.WaitForJobs, Options.Timeout, cancellation);

    public async Task RunHooksAsync(Release release, string @event, CancellationToken cancellation)
    {
        if (Options.DisableHooks)
            return;
        await new HookRunner(Kube, Objects, Time, Log).RunAsync(release, @event, Options.Timeout, () => RecordAsync(release, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <summary>Keeps the newest revisions, and the one that is deployed whatever its age.</summary>
    async Task ForgetOldestAsync(string name, int keep, CancellationToken cancellation)
    {
        var history = await Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        var deployed = history.LastOrDefault(r => r.Status == ReleaseStatus.Deployed);
        foreach (var old in history.Where(r => r != deployed).Take(history.Count - keep))
        {
            try
            {
                await Storage.DeleteAsync(old, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (!e.IsUnreachable)
            {
                Log($"failed to remove {old} from the history: {e.Message}");
            }
        }
    }
}
