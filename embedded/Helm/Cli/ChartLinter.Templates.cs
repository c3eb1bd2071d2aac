using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

internal sealed partial class ChartLinter
{
    private const string TemplatesFolder = "templates/";

    private void Templates(CancellationToken cancellation)
    {
        if (!Rule(LintSeverity.Warning, TemplatesFolder, Directory.Exists(Path.Combine(path, "templates")) ? null : "directory not found"))
            return;
        Chart chart;
        IReadOnlyDictionary<string, string> rendered;
        try
        {
            chart = ChartLoader.Load(path);
            ChartDependencies.Process(chart, userValues);
            var values = ChartValues.ToRenderValues(chart, userValues, new ReleaseOptions("test-release", @namespace), capabilities, skipSchemaValidation);
            rendered = ChartTemplates.Lint(chart, values, cancellation);
        }
        catch (Exception e) when (e is ChartException or YamlException or RenderException)
        {
            Rule(LintSeverity.Error, TemplatesFolder, e.Message);
            return;
        }
        foreach (var template in chart.Templates)
        {
            if (!Rule(LintSeverity.Error, template.Name, ExtensionProblem(template.Name)))
                continue;
            if (!IsYaml(template.Name) || !rendered.TryGetValue($"{chart.Name}/{template.Name}", out string? text) || string.IsNullOrWhiteSpace(text))
                continue;
            Rule(LintSeverity.Warning, template.Name, IndentProblem(text));
            foreach (string document in ManifestText.Split(text))
                Document(template.Name, document);
        }
    }

    private void Document(string file, string document)
    {
        Dictionary<string, object?>? map;
        try
        {
            map = YamlText.Unmarshal(document) as Dictionary<string, object?>;
        }
        catch (YamlException e)
        {
            Rule(LintSeverity.Error, file, "unable to parse YAML: " + e.Message);
            return;
        }
        if (map is null)
            return;
        var metadata = map.GetValueOrDefault("metadata") as Dictionary<string, object?>;
        string kind = map.GetValueOrDefault("kind") as string ?? "";
        string name = metadata?.GetValueOrDefault("name") as string ?? "";
        Rule(LintSeverity.Error, file, LintNames.Problem(kind, name) is { } problem
            ? $"object name does not conform to Kubernetes naming requirements: {GoText.Quote(name)}: {problem}" : null);
        if (kind is "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet"
            && !document.Contains("matchLabels", StringComparison.Ordinal) && !document.Contains("matchExpressions", StringComparison.Ordinal))
            Rule(LintSeverity.Error, file, $"a {kind} must contain matchLabels or matchExpressions, and {GoText.Quote(name)} does not");
    }

    private static string? ExtensionProblem(string file)
    {
        string extension = Path.GetExtension(file);
        return extension is ".yaml" or ".yml" or ".tpl" or ".txt" ? null : $"file extension '{extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt";
    }

    private static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    private static string? IndentProblem(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Trim().Length == 0)
                continue;
            return line.StartsWith(' ') || line.StartsWith('\t') ? $"document starts with an illegal indent: {GoText.Quote(line)}, which may cause parsing problems" : null;
        }
        return null;
    }
}
