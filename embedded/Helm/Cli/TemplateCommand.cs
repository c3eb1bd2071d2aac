using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm template [NAME] CHART</c>: renders a chart without a cluster.</summary>
internal static partial class TemplateCommand
{
    private const string DebugHint = "\n\nUse --debug flag to render out invalid YAML";

    public static async Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var flags = new FlagSet(Flags.Global, Flags.Values, Flags.Chart, Flags.Install, Flags.Template);
        var arguments = flags.Parse(args);
        if (arguments.Count < 1)
            throw new CommandException("\"helm template\" requires at least 1 argument\n\nUsage:  helm template [NAME] [CHART] [flags]");
        RefuseUnsupported(flags);
        var kubeVersion = ChartFlags.KubeVersion(flags);
        string chartName = arguments.Count > 1 ? arguments[1] : arguments[0];
        string name = ReleaseName(arguments, flags, cancellation);
        var chart = await ChartFlags.LoadAsync(chartName, flags, stderr, cancellation);
        var values = await ValueFlags.MergeAsync(flags, cancellation);
        if (chart.Metadata.Type is not ("" or "application"))
            throw new CommandException($"{chart.Metadata.Type} charts are not installable");
        if (chart.Metadata.Deprecated)
            stderr.Write("WARNING: This chart is deprecated\n");
        CheckDependencies(chart);
        CheckName(name);
        var options = new ReleaseRendererOptions
        {
            Release = new ReleaseOptions(name, ChartFlags.Namespace(flags), 1, flags.Bool("is-upgrade")),
            Capabilities = Capabilities.OfCommand.With(kubeVersion, flags.List("api-versions")),
            IncludeCrds = flags.Bool("include-crds"),
            SubchartNotes = flags.Bool("render-subchart-notes"),
            SkipSchemaValidation = flags.Bool("skip-schema-validation"),
            Log = line => stderr.Write(line + "\n"),
        };
        Print(chart, values, options, flags, stdout, cancellation);
        return 0;
    }

    private static void Print(
        Chart chart, Dictionary<string, object?> values, ReleaseRendererOptions options, FlagSet flags, TextWriter stdout, CancellationToken cancellation)
    {
        RenderedRelease release;
        try
        {
            release = ReleaseRenderer.Render(chart, values, options, ChartTemplates.Rendering(cancellation));
        }
        catch (RenderFailedException e)
        {
            if (!flags.Bool("debug"))
                throw new CommandException(e.Message + DebugHint, e);
            stdout.Write(e.PartialManifest.Trim() + "\n");
            throw;
        }
        if (flags.Text("output-dir") is { Length: > 0 } directory)
        {
            new TemplateFiles(flags.Bool("release-name") ? Path.Join(directory, options.Release.Name) : directory, stdout).Write(release, flags);
            return;
        }
        var hooks = new StringBuilder("\n");
        foreach (var hook in Hooks(release, flags))
            ReleaseRenderer.Append(hooks, hook.Path, hook.Manifest);
        var files = flags.List("show-only");
        if (files.Count > 0)
        {
            stdout.Write(Only(release.Manifest.Trim() + hooks, files));
            return;
        }
        stdout.Write(release.Manifest.AsSpan().Trim());
        stdout.Write(hooks.ToString());
    }

    internal static IEnumerable<RenderedHook> Hooks(RenderedRelease release, FlagSet flags) =>
        flags.Bool("no-hooks") ? [] : release.Hooks.Where(h => !(flags.Bool("skip-tests") && h.IsTest));

    // The documents of the files that were asked for, file by file.
    private static string Only(string text, IReadOnlyList<string> files)
    {
        var documents = ManifestText.Split(text);
        var result = new StringBuilder();
        foreach (string file in files)
        {
            bool missing = true;
            foreach (string document in documents)
            {
                if (SourceOf(document) is not { } source || !Matches(file, source))
                    continue;
                missing = false;
                result.Append("---\n").Append(document).Append('\n');
            }
            if (missing)
                throw new CommandException($"could not find template {file} in chart");
        }
        return result.ToString();
    }

    private static bool Matches(string pattern, string path)
    {
        try
        {
            return PathMatch.IsMatch(pattern, path);
        }
        catch (ChartException)
        {
            return false;
        }
    }

    // The path behind the chart's name in the first "# Source:" line.
    private static string? SourceOf(string document)
    {
        const string Mark = "# Source: ";
        for (int at = document.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = document.IndexOf(Mark, at + 1, StringComparison.Ordinal))
        {
            int start = at + Mark.Length;
            int slash = document.IndexOf('/', start);
            int end = slash < 0 ? -1 : document.IndexOf('\n', slash);
            string path = slash < 0 ? "" : end < 0 ? document[(slash + 1)..] : document[(slash + 1)..end];
            if (slash > start && path.Length > 0)
                return path;
        }
        return null;
    }
}
