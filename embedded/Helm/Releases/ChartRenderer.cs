using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases;

/// <summary>What a chart is rendered for.</summary>
sealed record RenderRequest(Chart Chart, Dictionary<string, object?> Values, string Name, string Namespace, int Revision, bool IsUpgrade)
{
    public bool SkipSchemaValidation { get; init; }
}

/// <summary>What it renders to.</summary>
sealed record RenderedChart(string Manifest, IReadOnlyList<ReleaseHook> Hooks, string Notes);

/// <summary>Renders a chart against a cluster's capabilities and objects.</summary>
delegate Task<RenderedChart> ChartRendering(RenderRequest request, KubeClient kube, CancellationToken cancellation);

/// <summary>Renders with the chart engine.</summary>
static class ChartRenderer
{
    public static Task<RenderedChart> RenderAsync(RenderRequest request, KubeClient kube, CancellationToken cancellation)
        => throw new NotSupportedException();
}
