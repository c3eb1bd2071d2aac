using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Releases;

/// <summary>What a chart is rendered for.</summary>
sealed record RenderRequest(Chart Chart, Dictionary<string, object?> Values, string Name, string Namespace, int Revision, bool IsUpgrade)
{
    public bool SkipSchemaValidation { get; init; }

    public bool SubchartNotes { get; init; }

    public Action<string>? Log { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What it renders to.</summary>
sealed record RenderedChart(string Manifest, IReadOnlyList<ReleaseHook> Hooks, string Notes);

/// <summary>Renders a chart against a cluster's capabilities and objects.</summary>
delegate Task<RenderedChart> ChartRendering(RenderRequest request, KubeClient kube, CancellationToken cancellation);

/// <summary>Renders with the chart engine.</summary>
static class ChartRenderer
{
    public static async Task<RenderedChart> RenderAsync(RenderRequest request, KubeClient kube, CancellationToken cancellation)
    {
        var options = new ReleaseRendererOptions
        {
            Release = new Charts.ReleaseOptions(request.Name, request.Namespace, request.Revision, request.IsUpgrade),
            Capabilities = await CapabilitiesAsync(kube, cancellation).ConfigureAwait(false),
            SkipSchemaValidation = request.SkipSchemaValidation,
            SubchartNotes = request.SubchartNotes,
            Log = request.Log,
        };
        var engine = new RenderEngine(new RenderOptions { Cluster = new ClusterLookup(kube, cancellation), Time = request.Time });
        RenderedRelease rendered;
        try
        {
            // lookup has to wait for the cluster inside of a template: keep that off the caller's thread.
            rendered = await Task.Run(
                () => ReleaseRenderer.Render(request.Chart, request.Values, options, (chart, values) => engine.Render(chart, values, cancellation)),
                cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RenderException or RenderFailedException or ChartException)
        {
            throw new HelmException(e.Message, e);
        }
        return new RenderedChart(rendered.Manifest, [.. rendered.Hooks.Select(h => ReleaseHook.Create(
            h.Name, h.Kind, h.Path, h.Manifest, h.Events, h.Weight, h.DeletePolicies, h.OutputLogPolicies))], rendered.Notes);
    }

    static async Task<Capabilities> CapabilitiesAsync(KubeClient kube, CancellationToken cancellation)
    {
        var version = await kube.VersionAsync(cancellation).ConfigureAwait(false);
        return new Capabilities
        {
            KubeVersion = new KubeVersion((string?)version["gitVersion"] ?? "", (string?)version["major"] ?? "", (string?)version["minor"] ?? ""),
            ApiVersions = [.. await kube.ApiVersionsAsync(cancellation).ConfigureAwait(false)],
        };
    }
}
