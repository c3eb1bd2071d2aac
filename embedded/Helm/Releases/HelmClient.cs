using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Releases;

/// <summary>
/// Installs, upgrades, rolls back and uninstalls releases in a namespace as Helm 3 does. The records are Helm's own: what one
/// wrote, the other can list, upgrade and roll back.
/// </summary>
/// <remarks>
/// Failures are <see cref="HelmException"/> (Helm's text first, then why; also for a chart that does not render) and
/// <see cref="KubeException"/> for a cluster that cannot be reached or refuses. An install or upgrade that is cancelled while
/// it works has failed like any other («context canceled»): its revision is recorded, and atomic ones are undone. Before that,
/// and in other operations, it ends with <see cref="OperationCanceledException"/>.
/// Rendering changes the chart it is given (dependencies that are off leave it): load one for every call.
/// </remarks>
public sealed partial class HelmClient
{
    readonly KubeClient _kube;
    readonly TimeProvider _time;

    /// <summary>Makes a client.</summary>
    /// <param name="kube">The cluster; stays the caller's to dispose.</param>
    /// <param name="namespace">Where releases and their records are; null for the cluster's default namespace.</param>
    /// <param name="time">The clock for records and waits.</param>
    public HelmClient(KubeClient kube, string? @namespace = null, TimeProvider? time = null)
    {
        _kube = kube;
        _time = time ?? TimeProvider.System;
        Namespace = @namespace ?? kube.DefaultNamespace;
    }

    /// <summary>Where releases and their records are.</summary>
    public string Namespace { get; }

    /// <summary>How a chart is rendered; replaced where a test has its manifest at hand.</summary>
    internal ChartRendering Rendering { get; init; } = ChartRenderer.RenderAsync;

    ReleaseStorage Storage => new(_kube, Namespace, _time);

    ReleaseOperation Begin(ReleaseOptions options) => new(_kube, Namespace, _time, options);

    /// <summary>A revision of a release; the newest when <paramref name="revision"/> is 0.</summary>
    /// <exception cref="ReleaseNotFoundException">There is none.</exception>
    public async Task<Release> GetAsync(string name, int revision = 0, CancellationToken cancellation = default)
        => await FindAsync(name, revision, cancellation).ConfigureAwait(false) ?? throw new ReleaseNotFoundException("release: not found");

    /// <summary>A revision of a release, or null; the newest when <paramref name="revision"/> is 0.</summary>
    public async Task<Release?> FindAsync(string name, int revision = 0, CancellationToken cancellation = default)
    {
        Check(name);
        return revision > 0
            ? await Storage.FindAsync(name, revision, cancellation).ConfigureAwait(false)
            : (await Storage.HistoryAsync(name, cancellation).ConfigureAwait(false)).LastOrDefault();
    }

    /// <summary>Every recorded revision of a release, oldest first; empty when there is no such release.</summary>
    public async Task<IReadOnlyList<Release>> HistoryAsync(string name, CancellationToken cancellation = default)
    {
        Check(name);
        return await Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
    }

    /// <summary>The newest revision of each release, by namespace and name.</summary>
    /// <param name="everywhere">In all namespaces, not this one only.</param>
    /// <param name="allRevisions">The older revisions too.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<Release>> ListAsync(bool everywhere = false, bool allRevisions = false, CancellationToken cancellation = default)
    {
        var all = await Storage.AllAsync(everywhere, cancellation).ConfigureAwait(false);
        return allRevisions ? all : [.. all.GroupBy(r => (r.Namespace, r.Name)).Select(g => g.Last())];
    }

    static void Check(string name, string before = "release name is invalid")
    {
        if (ReleaseName.Problem(name) is { } problem)
            throw new HelmException($"{before}: {name}: {problem}");
    }
}
