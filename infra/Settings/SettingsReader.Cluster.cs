using System.Text.Json;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Settings;

internal sealed partial class SettingsReader
{
    private (string? Kubeconfig, string? Address) Cluster()
    {
        var given = _config("kubeconfig");
        var address = _config("clusterAddress");
        if (address is not null && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
            Problem("clusterAddress", address, "is not the URL of an API server", "pulumi config set clusterAddress https://203.0.113.7:6443");
        string? content = null;
        try
        {
            content = Kubeconfig.Load(given, _environment, RootDirectory());
            if (_config("expectedContext") is { } expected && (_config("context") ?? Kubeconfig.CurrentContext(content)) is var context && context != expected)
                Problem("expectedContext", expected, $"is not the context that would be used: that is \"{context}\"", $"pulumi config set context {expected}   (or: kubectl config use-context {expected})");
            address ??= Kubeconfig.Server(content, _config("context"));
        }
        catch (KubeconfigException error)
        {
            _problems.Add($"coder-infra:kubeconfig {error.Message}");
        }

        // What kubectl uses by default is found by the Kubernetes provider itself; only a kubeconfig that was set is handed on.
        return (given is null ? null : content, address);
    }

    private (string? Repository, string Name, string Release) Chart(CoderVersion? version)
    {
        var repository = _environment("CODER_CHART_REPO") ?? _kind.ChartRepository;
        var (name, release) = (_kind.Chart, _kind.Release);
        if (Object("chart", "pulumi config set --path chart.repo https://charts.example.com") is { } chart)
        {
            repository = Text(chart, "chart", "repo") ?? repository;
            name = Text(chart, "chart", "name") ?? name;
            release = Text(chart, "chart", "release") ?? release;
            Unknown(chart, "chart");
        }

        if (!Label().IsMatch(release) || release.Length > 53)
            Problem("chart.release", release, "is not a release's name: lower-case letters, digits and hyphens, at most 53", $"pulumi config set --path chart.release {_kind.Release}");
        var isPath = name.StartsWith('.') || name.StartsWith('/');
        if (version is { } wanted && (!isPath || _kind.Generation == 2) && _kind.ChartGap(isPath ? null : repository, wanted) is { } gap)
            _problems.Add($"coder-infra:coderVersion {gap}");
        return (isPath ? null : repository, name, release);
    }

    /// <summary>A chart's path is one from the program's folder or from the project's.</summary>
    private string OnDisk(string path)
    {
        var (fromProgram, fromProject) = (Path.GetFullPath(path), Path.GetFullPath(path, RootDirectory()));
        return !Path.Exists(fromProgram) && Path.Exists(fromProject) ? fromProject : fromProgram;
    }

    private JsonElement? Values()
    {
        var example = _kind.Generation == 1 ? "pulumi config set --path values.envproxy.replicas 2" : "pulumi config set --path values.coder.podLabels.team eu";
        if (Object("values", example) is not { } values)
            return null;
        foreach (var (path, rule) in _kind.Values.Check(values, "values").Concat(Variables(values)))
        {
            // A value may be a secret: it is not repeated.
            var remedy = path == "values" ? $"Set its parts with: {example}"
                : rule.StartsWith("cannot", StringComparison.Ordinal) ? $"Remove it with: pulumi config rm --path {Quoted(path)}"
                : $"Set it with: pulumi config set --path {Quoted(path)} <value>";
            _problems.Add($"coder-infra:{path} {rule}. {remedy}");
        }

        return values.ValueKind == JsonValueKind.Object ? values : null;
    }

    /// <summary>What a user's variables cannot take the place of.</summary>
    private IEnumerable<(string Path, string Rule)> Variables(JsonElement values)
    {
        if (!(Member(Member(values, "coder"), "env") is { ValueKind: JsonValueKind.Array } variables))
            return [];
        return variables.EnumerateArray().Select((item, index) => (Name: Member(item, "name"), index))
            .Where(entry => entry.Name.ValueKind == JsonValueKind.String && _kind.Variables.Contains(entry.Name.GetString()!))
            .Select(entry => ($"values.coder.env[{entry.index}]", $"cannot be set: {entry.Name.GetString()} is set by the stack"));
    }

    private static JsonElement Member(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    private string RootDirectory() => _environment("PULUMI_ROOT_DIRECTORY") is { Length: > 0 } root ? root : Directory.GetCurrentDirectory();

    private string? Text(JsonElement value, string setting, string name)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out var part))
            return null;
        if (part.ValueKind == JsonValueKind.String)
            return part.GetString();
        if (part.ValueKind == JsonValueKind.Number)
            return part.GetRawText();
        _problems.Add($"coder-infra:{setting}.{name} is not a text. Set it with: pulumi config set --path {setting}.{name} <value>");
        return null;
    }

    /// <summary>Quoted for a shell where it must be.</summary>
    private static string Quoted(string path) => path.AsSpan().IndexOfAny("[]\" '") < 0 ? path : $"'{path.Replace("'", "'\\''")}'";

    private void Unknown(JsonElement value, string setting)
    {
        var known = SettingsCatalog.Parts(setting, _kind).ToList();
        if (value.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"coder-infra:{setting} is not an object. Set its parts with: pulumi config set --path {setting}.{known[0]} <value>");
            return;
        }

        foreach (var property in value.EnumerateObject().Where(property => !known.Contains(property.Name)))
            _problems.Add($"coder-infra:{setting}.{property.Name} is not a setting; {setting} has {string.Join(", ", known)}. Remove it with: pulumi config rm --path {setting}.{property.Name}");
    }
}
