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

    private (string? Repository, string Name) Chart(CoderVersion? version)
    {
        var repository = _environment("CODER_CHART_REPO") ?? OfficialRepository;
        var name = "workspace-provider";
        if (Object("chart", "pulumi config set --path chart.repo https://charts.example.com") is { } chart)
        {
            repository = Text(chart, "chart", "repo") ?? repository;
            name = Text(chart, "chart", "name") ?? name;
            Unknown(chart, "chart");
        }

        var isPath = name.StartsWith('.') || name.StartsWith('/');
        if (!isPath && version is { } wanted && ChartGap(repository, wanted) is { } gap)
            _problems.Add($"coder-infra:coderVersion {gap}");
        return (isPath ? null : repository, name);
    }

    /// <summary>Why a repository has no chart of a version, as the end of a sentence; null where it may have one.</summary>
    internal static string? ChartGap(string? repository, CoderVersion version) =>
        repository?.TrimEnd('/') != OfficialRepository || version.HasChart ? null
        : version.CompareTo(CoderVersion.ChartBegin) < 0
            ? $"\"{version}\" has no workspace-provider chart: the chart began with Coder 1.17. Upgrade the Coder deployment first."
            : $"\"{version}\" has no workspace-provider chart: it ended with Coder 1.21 (that of 1.22.0 only uninstalls). " +
              "Keep the deployment at 1.21, or name a repository that carries the chart on: pulumi config set --path chart.repo <url>";

    /// <summary>A chart's path is one from the program's folder or from the project's.</summary>
    private string OnDisk(string path)
    {
        var (fromProgram, fromProject) = (Path.GetFullPath(path), Path.GetFullPath(path, RootDirectory()));
        return !Path.Exists(fromProgram) && Path.Exists(fromProject) ? fromProject : fromProgram;
    }

    private JsonElement? Values()
    {
        if (Object("values", "pulumi config set --path values.envproxy.replicas 2") is not { } values)
            return null;
        foreach (var (path, rule) in ChartValues.Root.Check(values, "values"))
        {
            // A value may be a secret: it is not repeated.
            var remedy = path == "values" ? "Set its parts with: pulumi config set --path values.envproxy.replicas 2"
                : rule.StartsWith("cannot", StringComparison.Ordinal) ? $"Remove it with: pulumi config rm --path {Quoted(path)}"
                : $"Set it with: pulumi config set --path {Quoted(path)} <value>";
            _problems.Add($"coder-infra:{path} {rule}. {remedy}");
        }

        return values.ValueKind == JsonValueKind.Object ? values : null;
    }

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
        var known = SettingsCatalog.Parts(setting).ToList();
        if (value.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"coder-infra:{setting} is not an object. Set its parts with: pulumi config set --path {setting}.{known[0]} <value>");
            return;
        }

        foreach (var property in value.EnumerateObject().Where(property => !known.Contains(property.Name)))
            _problems.Add($"coder-infra:{setting}.{property.Name} is not a setting; {setting} has {string.Join(", ", known)}. Remove it with: pulumi config rm --path {setting}.{property.Name}");
    }
}
