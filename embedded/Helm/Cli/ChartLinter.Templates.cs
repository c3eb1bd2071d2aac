using System.Text.RegularExpressions;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

internal sealed partial class ChartLinter
{
    private const string TemplatesFolder = "templates/";

    private void Templates(CancellationToken cancellation)
    {
        if (!Rule(LintSeverity.Warning, TemplatesFolder, Directory.Exists(_path + "/templates") ? null : "directory not found"))
            return;
        Chart chart;
        IReadOnlyDictionary<string, string> rendered;
        try
        {
            chart = ChartLoader.Load(_path);
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
            string file = template.Name;
            Rule(LintSeverity.Error, file, ExtensionProblem(file));
            Rule(LintSeverity.Warning, file, CrdHook().IsMatch(template.Text)
                ? "manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs should also exist the crds/ directory at the top level of the chart" : null);
            Rule(LintSeverity.Error, file, template.Text.Contains(".Release.Time", StringComparison.Ordinal)
                ? ".Release.Time has been removed in v3, please replace with the `now` function in your templates" : null);
            // As in Helm, a .yml is not looked into.
            if (Path.GetExtension(file) != ".yaml" || !rendered.TryGetValue($"{chart.Name}/{file}", out string? text) || string.IsNullOrWhiteSpace(text))
                continue;
            Rule(LintSeverity.Warning, file, IndentProblem(text));
            if (!DocumentSeparator().Split(text).All(document => Document(file, document, text)))
                return;
        }
    }

    // False where the document does not parse, which ends the rule.
    private bool Document(string file, string document, string text)
    {
        LintedObject? item;
        try
        {
            item = LintedObject.Parse(document);
        }
        catch (YamlException e)
        {
            return Rule(LintSeverity.Error, file, "unable to parse YAML: " + e.Message);
        }
        if (item is null)
            return true;
        Rule(LintSeverity.Warning, file, LintNames.Problem(item.Kind, item.Name) is { } problem
            ? $"object name does not conform to Kubernetes naming requirements: {GoQuote.Quote(item.Name)}: {problem}" : null);
        Rule(LintSeverity.Warning, file, DeprecatedApis.Warning(item.ApiVersion, item.Kind, capabilities.KubeVersion));
        Rule(LintSeverity.Error, file, item.Kind is "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet"
            && !text.Contains("matchLabels", StringComparison.Ordinal) && !text.Contains("matchExpressions", StringComparison.Ordinal)
            ? $"a {item.Kind} must contain matchLabels or matchExpressions, and {GoQuote.Quote(item.Name)} does not" : null);
        Rule(LintSeverity.Error, file, item.Kind == "List" && item.HasKeptItem ? "annotation 'helm.sh/resource-policy' within List objects are ignored" : null);
        return true;
    }

    private static string? ExtensionProblem(string file)
    {
        string extension = Path.GetExtension(file);
        return extension is ".yaml" or ".yml" or ".tpl" or ".txt" ? null : $"file extension '{extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt";
    }

    private static string? IndentProblem(string text)
    {
        string first = text.Split('\n').FirstOrDefault(line => line.Trim().Length > 0, "");
        return first.StartsWith(' ') || first.StartsWith('\t') ? $"document starts with an illegal indent: {GoQuote.Quote(first)}, which may cause parsing problems" : null;
    }

    [GeneratedRegex(@"""?helm\.sh/hook""?:\s+crd-install")]
    private static partial Regex CrdHook();

    // As the Kubernetes decoder splits documents.
    [GeneratedRegex(@"(?:^|\n)---[^\n]*(?:\n|$)")]
    private static partial Regex DocumentSeparator();
}
