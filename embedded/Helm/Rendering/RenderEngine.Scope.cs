using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Templates.Functions;

namespace Coder.Infra.Helm.Rendering;

public sealed partial class RenderEngine
{
    /// <summary>A template with what it sees.</summary>
    private sealed record Renderable(string Text, Dictionary<string, object?> Scope, string BasePath);

    /// <summary>What the templates of a chart see; all templates of one chart share it.</summary>
    private static class Scope
    {
        /// <summary>Adds the templates of a chart and of its subcharts; gives the chart's scope.</summary>
        public static Dictionary<string, object?> Collect(Chart chart, Dictionary<string, object?> top, Dictionary<string, Renderable> templates)
        {
            return Collect(
                chart,
                top.GetValueOrDefault("Values") as Dictionary<string, object?> ?? [],
                WithGoTypes(top.GetValueOrDefault("Release")),
                BuiltInObjects.Capabilities(top.GetValueOrDefault("Capabilities") as Capabilities ?? Capabilities.Default),
                templates);
        }

        private static Dictionary<string, object?> Collect(
            Chart chart, Dictionary<string, object?> values, object? release, object capabilities, Dictionary<string, Renderable> templates)
        {
            var subcharts = new Dictionary<string, object?>();
            var scope = new Dictionary<string, object?>
            {
                ["Chart"] = BuiltInObjects.Chart(chart),
                ["Files"] = new FilesMap(chart.Files),
                ["Release"] = release,
                ["Capabilities"] = capabilities,
                ["Values"] = new ValuesMap(values),
                ["Subcharts"] = subcharts,
            };
            foreach (var child in chart.Dependencies)
            {
                var own = values.GetValueOrDefault(child.Name) as Dictionary<string, object?> ?? [];
                subcharts[child.Name] = Collect(child, own, release, capabilities, templates);
            }
            foreach (var template in chart.Templates)
            {
                // Of a library chart only the partials count.
                if (chart.Metadata.IsLibrary && !Paths.Base(template.Name).StartsWith('_'))
                    continue;
                templates[Paths.Clean($"{chart.FullPath}/{template.Name}")] =
                    new Renderable(GoString.FromBytes(template.Data), scope, Paths.Clean(chart.FullPath + "/templates"));
            }
            return scope;
        }

        /// <summary>Helm's release information has Go's int where ours has int64.</summary>
        private static object? WithGoTypes(object? release)
        {
            if (release is Dictionary<string, object?> map && map.GetValueOrDefault("Revision") is long revision)
                map["Revision"] = (nint)revision;
            return release;
        }
    }
}
