using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary>Renders templates without a cluster.</summary>
internal static class ChartTemplates
{
    public static TemplateRendering Rendering => static (_, _) => throw new NotSupportedException();

    /// <summary>Renders as lint does: what is required may be missing, and fail does not fail.</summary>
    public static IReadOnlyDictionary<string, string> Lint(Chart chart, Dictionary<string, object?> values) => throw new NotSupportedException();

    public static string RenderName(string template) => throw new NotSupportedException();
}
