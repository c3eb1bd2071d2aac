using System.Text;
using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Rendering;

/// <summary>Renders all templates of a chart tree: the path of each template (<c>chart/charts/sub/templates/x.yaml</c>) and its text.</summary>
/// <param name="chart">The chart, its dependencies processed.</param>
/// <param name="values">What templates see at the top.</param>
public delegate IReadOnlyDictionary<string, string> TemplateRendering(Chart chart, Dictionary<string, object?> values);

/// <summary>How a release is rendered.</summary>
public sealed record ReleaseRendererOptions
{
    /// <summary>The release.</summary>
    public required ReleaseOptions Release { get; init; }

    /// <summary>The cluster, as charts see it.</summary>
    public Capabilities Capabilities { get; init; } = Capabilities.Default;

    /// <summary>Whether the manifest starts with the custom resource definitions.</summary>
    public bool IncludeCrds { get; init; }

    /// <summary>Whether the subcharts' NOTES.txt are among the notes.</summary>
    public bool SubchartNotes { get; init; }

    /// <summary>Whether values.schema.json is not looked at.</summary>
    public bool SkipSchemaValidation { get; init; }

    /// <summary>Takes warnings, a line each.</summary>
    public Action<string>? Log { get; init; }
}

/// <summary>Makes a release's manifest, hooks and notes of a chart and values.</summary>
public static partial class ReleaseRenderer
{
    private const string NotesFile = "NOTES.txt";

    /// <summary>
    /// Renders a chart. The chart is changed: dependencies that are off leave it, imported values become its own.
    /// <see cref="ChartException"/> where values or dependencies are at fault, <see cref="RenderFailedException"/> behind that.
    /// </summary>
    public static RenderedRelease Render(Chart chart, Dictionary<string, object?>? userValues, ReleaseRendererOptions options, TemplateRendering render)
    {
        ChartDependencies.Process(chart, userValues, options.Log);
        var values = ChartValues.ToRenderValues(chart, userValues, options.Release, options.Capabilities, options.SkipSchemaValidation, options.Log);
        var kubeVersion = options.Capabilities.KubeVersion;
        if (chart.Metadata.KubeVersion.Length > 0 && !ChartDependencies.IsCompatible(chart.Metadata.KubeVersion, kubeVersion.Version))
            throw new RenderFailedException($"chart requires kubeVersion: {chart.Metadata.KubeVersion} which is incompatible with Kubernetes {kubeVersion.Version}");

        List<KeyValuePair<string, string>> files;
        try
        {
            files = [.. render(chart, values)];
        }
        catch (RenderException e)
        {
            throw new RenderFailedException(e.Message, inner: e);
        }
        files.Sort(static (a, b) => GoString.Compare(a.Key, b.Key));
        string notes = TakeNotes(chart, files, options.SubchartNotes);
        var sorter = new ManifestSorter(options.Log);
        sorter.Sort(files);
        var crds = chart.Crds().ToList();
        // Joined once: definitions may have megabytes.
        var manifest = new List<string>();
        if (options.IncludeCrds)
            foreach (var crd in crds)
                manifest.AddRange(["---\n# Source: ", crd.Filename, "\n", crd.File.Text, "\n"]);
        foreach (var item in sorter.Manifests)
            manifest.AddRange(["---\n# Source: ", item.Path, "\n", item.Content, "\n"]);
        return new RenderedRelease
        {
            Manifest = string.Concat(manifest.ToArray()),
            Manifests = sorter.Manifests,
            Hooks = sorter.Hooks,
            Notes = notes,
            Crds = crds,
        };
    }

    internal static void Append(StringBuilder manifest, string source, string content) =>
        manifest.Append("---\n# Source: ").Append(source).Append('\n').Append(content).Append('\n');

    private static string TakeNotes(Chart chart, List<KeyValuePair<string, string>> files, bool subcharts)
    {
        var notes = new StringBuilder();
        foreach (var (path, text) in files)
        {
            if (!path.EndsWith(NotesFile, StringComparison.Ordinal) || !(subcharts || path == $"{chart.Name}/templates/{NotesFile}"))
                continue;
            if (notes.Length > 0)
                notes.Append('\n');
            notes.Append(text);
        }
        files.RemoveAll(f => f.Key.EndsWith(NotesFile, StringComparison.Ordinal));
        return notes.ToString();
    }
}
