using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

internal sealed partial class ChartLinter
{
    private static readonly string[] MetadataFields =
    [
        "name", "home", "sources", "version", "description", "keywords", "maintainers", "icon", "apiVersion", "condition", "tags",
        "appVersion", "deprecated", "annotations", "kubeVersion", "dependencies", "type",
    ];

    private void ChartFile()
    {
        const string File = "Chart.yaml";
        byte[] data = System.IO.File.ReadAllBytes(Path.Combine(_path, File));
        var metadata = new ChartMetadata();
        Dictionary<string, object?> raw;
        try
        {
            ChartYaml.ReadMetadata(data, metadata);
            raw = YamlText.UnmarshalTyped(YamlText.Decode(data)) as Dictionary<string, object?> ?? [];
        }
        catch (YamlException e)
        {
            Rule(LintSeverity.Error, File, "unable to parse YAML\n\t" + e.Message);
            return;
        }
        var unknown = raw.Keys.Where(k => !MetadataFields.Contains(k, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        Rule(LintSeverity.Warning, File, unknown.Count == 0 ? null
            : $"failed to strictly parse chart metadata file\n\terror unmarshaling JSON: while decoding JSON: json: unknown field {GoQuote.Quote(unknown[0])}");
        Rule(LintSeverity.Error, File, NameProblem(metadata));
        Rule(LintSeverity.Error, File, ApiVersionProblem(metadata));
        Rule(LintSeverity.Error, File, TextProblem(raw, "version"));
        Rule(LintSeverity.Error, File, VersionProblem(metadata));
        Rule(LintSeverity.Error, File, TextProblem(raw, "appVersion"));
        Rule(LintSeverity.Error, File, MaintainerProblem(metadata));
        Rule(LintSeverity.Error, File, metadata.Sources?.Find(s => !IsUrl(s!)) is { } source ? $"invalid source URL '{source}'" : null);
        Rule(LintSeverity.Info, File, metadata.Icon.Length == 0 ? "icon is recommended" : null);
        Rule(LintSeverity.Error, File, metadata.Icon.Length == 0 || IsUrl(metadata.Icon) ? null : $"invalid icon URL '{metadata.Icon}'");
        Rule(LintSeverity.Error, File, metadata.Type.Length > 0 && metadata.ApiVersion != "v2"
            ? $"chart type is not valid in apiVersion '{metadata.ApiVersion}'. It is valid in apiVersion 'v2'" : null);
        Rule(LintSeverity.Error, File, metadata.Dependencies is { Count: > 0 } && metadata.ApiVersion != "v2"
            ? $"dependencies are not valid in the Chart file with apiVersion '{metadata.ApiVersion}'. They are valid in apiVersion 'v2'" : null);
    }

    private static string? NameProblem(ChartMetadata metadata)
    {
        if (metadata.Name.Length == 0)
            return "name is required";
        return metadata.Name.Contains('/', StringComparison.Ordinal) ? $"chart name {GoQuote.Quote(metadata.Name)} is invalid" : null;
    }

    private static string? ApiVersionProblem(ChartMetadata metadata) => metadata.ApiVersion switch
    {
        "v1" or "v2" => null,
        "" => "apiVersion is required. The value must be either \"v1\" or \"v2\"",
        var other => $"apiVersion '{other}' is not valid. The value must be either \"v1\" or \"v2\"",
    };

    private static string? VersionProblem(ChartMetadata metadata)
    {
        if (metadata.Version.Length == 0)
            return "version is required";
        if (SemVersion.TryParse(metadata.Version) is not { } version)
            return $"version '{metadata.Version}' is not a valid SemVer";
        return SemConstraint.Parse(">0.0.0-0").Check(version) ? null : $"version {version} is less than or equal to 0.0.0-0";
    }

    private static string? TextProblem(Dictionary<string, object?> raw, string field) => raw.GetValueOrDefault(field) switch
    {
        null or string => null,
        var value => $"{field} should be of type string but it's of type {(value is bool ? "bool" : "float64")}",
    };

    private static string? MaintainerProblem(ChartMetadata metadata)
    {
        foreach (var maintainer in metadata.Maintainers ?? [])
        {
            if (maintainer is null or { Name.Length: 0 })
                return "each maintainer requires a name";
            if (maintainer.Email.Length > 0 && !IsEmail(maintainer.Email))
                return $"invalid email '{maintainer.Email}' for maintainer '{maintainer.Name}'";
            if (maintainer.Url.Length > 0 && !IsUrl(maintainer.Url))
                return $"invalid url '{maintainer.Url}' for maintainer '{maintainer.Name}'";
        }
        return null;
    }

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ftp" or "file" or "data";

    private static bool IsEmail(string text) => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Contains(' ', StringComparison.Ordinal);
}
