using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary>Renders templates without a cluster.</summary>
internal static class ChartTemplates
{
    public static TemplateRendering Rendering => static (_, _) => throw new NotSupportedException();

    public static string RenderName(string template) => throw new NotSupportedException();
}
