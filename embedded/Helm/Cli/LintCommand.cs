using System.Text;
using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm lint PATH…</c>: examines charts.</summary>
internal static class LintCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var flags = new FlagSet(Flags.Global, Flags.Values, Flags.Lint);
        var paths = flags.Parse(args);
        if (paths.Count == 0)
            paths.Add(".");
        bool quiet = flags.Bool("quiet");
        var capabilities = Capabilities.Default.With(ChartFlags.KubeVersion(flags));
        if (flags.Bool("with-subcharts"))
            paths.AddRange(paths.ToList().SelectMany(Subcharts));
        var values = await ValueFlags.MergeAsync(flags, cancellation);
        var tolerance = flags.Bool("strict") ? LintSeverity.Warning : LintSeverity.Error;
        var text = new StringBuilder();
        int failed = 0, noticed = 0;
        foreach (string path in paths)
        {
            using var unpacked = PackedChart.Open(path);
            var linter = new ChartLinter(unpacked, values, ChartFlags.Namespace(flags), capabilities, flags.Bool("skip-schema-validation"));
            string? refusal = linter.Run(cancellation);
            bool hasWarnings = refusal is not null || linter.Messages.Exists(m => m.Severity > LintSeverity.Info);
            if (hasWarnings)
                noticed++;
            if (quiet && !hasWarnings)
                continue;
            text.Append("==> Linting ").Append(path).Append('\n');
            if (refusal is not null)
                text.Append("Error ").Append(refusal).Append('\n');
            foreach (var message in linter.Messages)
                if (!quiet || message.Severity > LintSeverity.Info)
                    text.Append(message).Append('\n');
            if (refusal is not null || linter.Messages.Exists(m => m.Severity >= tolerance))
                failed++;
            text.Append('\n');
        }
        stdout.Write(text.ToString());
        string summary = $"{paths.Count} chart(s) linted, {failed} chart(s) failed";
        if (failed > 0)
            throw new CommandException(summary);
        if (!quiet || noticed > 0)
            stdout.Write(summary + "\n");
        return 0;
    }

    private static IEnumerable<string> Subcharts(string path)
    {
        string charts = Path.Combine(path, "charts");
        return Directory.Exists(charts)
            ? Directory.GetFiles(charts, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Where(f => Path.GetFileName(f) == "Chart.yaml" || PackedChart.IsPacked(f))
                .Select(f => PackedChart.IsPacked(f) ? f : Path.GetDirectoryName(f)!)
            : [];
    }
}
