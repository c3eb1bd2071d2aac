using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Releases;

/// <summary>Options of <see cref="ChartTemplate"/>.</summary>
public sealed record ChartTemplateOptions
{
    /// <summary>The cluster's version that charts see.</summary>
    public KubeVersion? KubeVersion { get; init; }

    /// <summary>API versions that charts see beside the ones that Helm assumes.</summary>
    public IReadOnlyCollection<string> ApiVersions { get; init; } = [];

    /// <summary>Leave the chart's definitions out.</summary>
    public bool SkipCrds { get; init; }

    /// <summary>Add the hooks that are tests.</summary>
    public bool IncludeTests { get; init; }
}

/// <summary>The objects of a chart as an install would create them, hooks included; nothing is sent to a cluster.</summary>
public static partial class ChartTemplate
{
    /// <summary>Renders a chart: its definitions and objects in the order of installation, then its hooks.</summary>
    /// <param name="chart">The chart; rendering changes it.</param>
    /// <param name="values">The user's values.</param>
    /// <param name="name">The release's name.</param>
    /// <param name="namespace">The release's namespace.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HelmException">With Helm's text: the name, the values or a template is wrong.</exception>
    public static string Render(
        Chart chart, Dictionary<string, object?> values, string name, string @namespace, ChartTemplateOptions options, CancellationToken cancellation = default)
    {
        if (ReleaseName.Problem(name) is { } problem)
            throw new HelmException($"release name \"{name}\": {problem}");
        RenderedRelease rendered;
        try
        {
            rendered = ReleaseRenderer.Render(
                chart, values,
                new ReleaseRendererOptions
                {
                    Release = new Charts.ReleaseOptions(name, @namespace, 1, IsUpgrade: false),
                    Capabilities = Capabilities.Default.With(options.KubeVersion, options.ApiVersions),
                    IncludeCrds = !options.SkipCrds,
                },
                (tree, seen) => new RenderEngine().Render(tree, seen, cancellation));
        }
        catch (Exception e) when (e is RenderException or RenderFailedException or ChartException)
        {
            throw new HelmException(e.Message, e);
        }
        var text = new StringBuilder(rendered.Manifest);
        foreach (var hook in rendered.Hooks.Where(h => options.IncludeTests || !TestHook().IsMatch(h.Manifest)))
            text.Append("\n---\n").Append(hook.Manifest);
        return text.ToString();
    }

    /// <summary>The documents of a manifest; comments and lists are left as they are.</summary>
    /// <exception cref="HelmException">A document is not an object.</exception>
    public static IReadOnlyList<JsonObject> Decode(string manifest) => ManifestReader.Documents(manifest);

    /// <summary>The options with what charts see of a cluster: its version and the versions and kinds that it serves.</summary>
    public static async Task<ChartTemplateOptions> OfClusterAsync(KubeClient kube, ChartTemplateOptions options, CancellationToken cancellation = default)
    {
        if (options.KubeVersion is null)
        {
            var version = await kube.VersionAsync(cancellation).ConfigureAwait(false);
            options = options with { KubeVersion = new KubeVersion((string?)version["gitVersion"] ?? "", (string?)version["major"] ?? "", (string?)version["minor"] ?? "") };
        }
        return options.ApiVersions.Count > 0 ? options : options with { ApiVersions = [.. await kube.ApiVersionsAsync(cancellation).ConfigureAwait(false)] };
    }

    // As the plugin finds them: by the text of the annotation.
    [GeneratedRegex("\"?helm.sh/hook\"?:.*test", RegexOptions.CultureInvariant)]
    private static partial Regex TestHook();
}
