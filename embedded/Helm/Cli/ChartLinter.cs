using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary>Runs Helm's lint rules over a chart's folder: Chart.yaml, values.yaml, the templates, the dependencies.</summary>
internal sealed partial class ChartLinter(
    PackedChart source, Dictionary<string, object?> userValues, string @namespace, Capabilities capabilities, bool skipSchemaValidation)
{
    private readonly string _path = Path.GetFullPath(source.Folder);

    public List<LintMessage> Messages { get; } = [];

    /// <summary>Examines the chart; the answer is why it could not be examined at all, or null.</summary>
    public string? Run(CancellationToken cancellation)
    {
        if (source.Problem is not null)
            return source.Problem;
        if (!File.Exists(Path.Combine(_path, "Chart.yaml")))
            return $"unable to check Chart.yaml file in chart: stat {Helm.Templates.Functions.Paths.Clean(source.Folder + "/Chart.yaml")}: no such file or directory";
        ChartFile();
        Values();
        Templates(cancellation);
        Dependencies();
        return null;
    }

    // True where the rule has nothing to say.
    private bool Rule(LintSeverity severity, string file, string? problem)
    {
        if (problem is null)
            return true;
        Messages.Add(new LintMessage(severity, file, problem));
        return false;
    }

    private void Values()
    {
        const string File = "values.yaml";
        string file = Path.Combine(_path, File);
        if (!Rule(LintSeverity.Info, File, System.IO.File.Exists(file) ? null : "file does not exist"))
            return;
        Rule(LintSeverity.Error, File, ValuesProblem(file));
    }

    private string? ValuesProblem(string file)
    {
        Dictionary<string, object?> values;
        try
        {
            values = YamlText.UnmarshalMap(System.IO.File.ReadAllBytes(file)) ?? [];
        }
        catch (YamlException e)
        {
            return "unable to parse YAML: " + e.Message;
        }
        string schema = Path.Combine(_path, "values.schema.json");
        if (skipSchemaValidation || !System.IO.File.Exists(schema))
            return null;
        // The user's values are put over the file's, so that a chart that needs values can be examined.
        var merged = ChartValues.CoalesceTables(ChartValues.Copy(userValues), values);
        return Charts.Schema.JsonSchema.Validate(System.IO.File.ReadAllBytes(schema), merged);
    }

    private void Dependencies()
    {
        Chart chart;
        try
        {
            chart = ChartLoader.LoadDirectory(_path);
        }
        catch (Exception e) when (e is ChartException or YamlException)
        {
            Rule(LintSeverity.Error, "", "unable to load chart\n\t" + e.Message);
            return;
        }
        var named = (chart.Metadata.Dependencies ?? []).Select(d => d!.Name).ToHashSet();
        var there = chart.Dependencies.Select(c => c.Name).ToHashSet();
        var unnamed = there.Where(n => !named.Contains(n)).ToList();
        var missing = named.Where(n => !there.Contains(n)).ToList();
        var shadowing = (chart.Metadata.Dependencies ?? []).Select(d => d!.Alias.Length > 0 ? d.Alias : d.Name).GroupBy(n => n).SelectMany(g => g.Skip(1)).ToList();
        Rule(LintSeverity.Error, _path, unnamed.Count == 0 ? null : "chart metadata is missing these dependencies: " + string.Join(',', unnamed));
        Rule(LintSeverity.Error, _path, shadowing.Count == 0 ? null : "multiple dependencies with name or alias: " + string.Join(',', shadowing));
        Rule(LintSeverity.Warning, _path, missing.Count == 0 ? null : "chart directory is missing these dependencies: " + string.Join(',', missing));
    }
}
