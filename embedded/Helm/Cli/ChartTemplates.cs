using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary>Renders templates without a cluster.</summary>
internal static class ChartTemplates
{
    /// <summary>Renders for <c>template</c>.</summary>
    public static TemplateRendering Rendering(CancellationToken cancellation) =>
        (chart, values) => new RenderEngine().Render(chart, values, cancellation);

    /// <summary>Renders as lint does: what is required may be missing, and fail does not fail.</summary>
    public static IReadOnlyDictionary<string, string> Lint(Chart chart, Dictionary<string, object?> values, CancellationToken cancellation) =>
        new RenderEngine(new RenderOptions { LintMode = true }).Render(chart, values, cancellation);

    /// <summary>The name a <c>--name-template</c> makes.</summary>
    public static string RenderName(string template, CancellationToken cancellation)
    {
        var chart = new Chart { Metadata = new ChartMetadata { Name = "name-template" } };
        chart.Templates.Add(new ChartFile("templates/name", Encoding.UTF8.GetBytes(template)));
        var values = new Dictionary<string, object?> { ["Values"] = new Dictionary<string, object?>() };
        try
        {
            return new RenderEngine().Render(chart, values, cancellation).Values.Single();
        }
        catch (RenderException e)
        {
            throw new CommandException(e.Message, e);
        }
    }
}
