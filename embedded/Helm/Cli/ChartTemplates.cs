using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Templates.Execution;
using Coder.Infra.Helm.Templates.Syntax;

namespace Coder.Infra.Helm.Cli;

/// <summary>Renders templates without a cluster.</summary>
internal static class ChartTemplates
{
    /// <summary>Renders for <c>template</c>.</summary>
    public static TemplateRendering Rendering(CancellationToken cancellation) =>
        (chart, values) => new RenderEngine().Render(chart, values, cancellation);

    /// <summary>The name a <c>--name-template</c> makes.</summary>
    public static string RenderName(string template, CancellationToken cancellation)
    {
        try
        {
            return RenderEngine.RenderText("name-template", template, cancellation);
        }
        catch (Exception e) when (e is TemplateParseException or TemplateExecException or RenderLimitException)
        {
            throw new CommandException(e.Message, e);
        }
    }
}
