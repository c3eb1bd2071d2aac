using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm show all|chart|crds|readme|values CHART</c>: prints parts of a chart.</summary>
internal static class ShowCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var flags = new FlagSet(Flags.Global, Flags.Chart, [new Flag("jsonpath", FlagKind.Text)]);
        var arguments = flags.Parse(args);
        string part = arguments.Count > 0 ? arguments[0] : "";
        if (part is not ("all" or "chart" or "crds" or "readme" or "values"))
        {
            stdout.Write("Show information of a chart.\n\nUsage:\n  helm show all|chart|crds|readme|values CHART [flags]\n");
            return 0;
        }
        if (arguments.Count != 2)
            throw new CommandException($"\"helm show {part}\" requires 1 argument\n\nUsage:  helm show {part} [CHART] [flags]");
        if (flags.IsSet("jsonpath"))
            throw new CommandException("--jsonpath is not supported: print the values and query them with another program");
        var chart = await ChartFlags.LoadAsync(arguments[1], flags, stderr, cancellation);
        stdout.Write(Show(chart, part));
        return 0;
    }

    private static string Show(Chart chart, string part)
    {
        bool all = part == "all";
        var text = new StringBuilder();
        if (all || part == "chart")
            text.Append(YamlText.Marshal(chart.Metadata)).Append('\n');
        if ((all || part == "values") && chart.Values is not null)
        {
            if (all)
                text.Append("---\n");
            foreach (var file in chart.Raw)
                if (file.Name == "values.yaml")
                    text.Append(file.Text).Append('\n');
        }
        if ((all || part == "readme") && Readme(chart) is { } readme)
        {
            if (all)
                text.Append("---\n");
            text.Append(readme.Text).Append('\n');
        }
        if (all || part == "crds")
        {
            var crds = chart.Crds().ToList();
            if (all && crds.Count > 0 && !crds[0].File.Text.StartsWith("---", StringComparison.Ordinal))
                text.Append("---\n");
            foreach (var crd in crds)
                text.Append(crd.File.Text).Append('\n');
        }
        return text.ToString();
    }

    private static ChartFile? Readme(Chart chart) => chart.Files.Find(f =>
        f.Name.Equals("readme.md", StringComparison.OrdinalIgnoreCase)
        || f.Name.Equals("readme.txt", StringComparison.OrdinalIgnoreCase)
        || f.Name.Equals("readme", StringComparison.OrdinalIgnoreCase));
}
