using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Storage;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm get manifest|values|notes|hooks|all|metadata</c>: the parts of a release's record.</summary>
internal static class GetCommand
{
    public static async Task RunAsync(string[] args, TextWriter stdout, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse(
            "get COMMAND RELEASE_NAME", args, 0, int.MaxValue, [OutputFormat.Flag, StatusCommand.Revision, new("all", FlagKind.Bool, 'a'), new("template", FlagKind.Text)]);
        string what = arguments.Count > 0 ? arguments[0] : "";
        if (what is not ("manifest" or "values" or "notes" or "hooks" or "all" or "metadata"))
        {
            stdout.Write("Shows parts of a release.\n\nUsage:\n  helm get all|hooks|manifest|metadata|notes|values RELEASE_NAME [flags]\n");
            return;
        }
        if (arguments.Count != 2)
            throw new CommandException($"\"helm get {what}\" requires 1 argument\n\nUsage:  helm get {what} RELEASE_NAME [flags]");
        if (flags.IsSet("template"))
            throw new CommandException("--template is not supported here; use --output json");
        using var kube = ReleaseCommands.Connect(flags);
        var release = await StatusCommand.GetAsync(new HelmClient(kube, ChartFlags.Namespace(flags)), arguments[1], flags, cancellation);
        switch (what)
        {
            case "manifest":
                stdout.Write(release.Manifest + "\n");
                break;
            case "notes":
                if (release.Notes.Length > 0)
                    stdout.Write($"NOTES:\n{release.Notes}\n");
                break;
            case "hooks":
                foreach (var hook in release.Hooks)
                    stdout.Write($"---\n# Source: {hook.Path}\n{hook.Manifest}\n");
                break;
            case "values":
                WriteValues(release, flags, stdout);
                break;
            case "metadata":
                OutputFormat.Write(flags, stdout, () => Metadata(release), () => MetadataText(release));
                break;
            default:
                OutputFormat.Write(flags, stdout, () => release.Record, () => StatusCommand.Text(release, all: true));
                break;
        }
    }

    private static void WriteValues(Release release, FlagSet flags, TextWriter stdout)
    {
        bool computed = flags.Bool("all");
        object? values = computed ? StatusCommand.Computed(release) : StatusCommand.Values(release);
        OutputFormat.Write(flags, stdout,
            () => JsonNode.Parse(GoJson.Marshal(values)),
            () => (computed ? "COMPUTED VALUES:\n" : "USER-SUPPLIED VALUES:\n") + YamlText.Marshal(values));
    }

    private static JsonObject Metadata(Release release)
    {
        var data = new JsonObject { ["name"] = release.Name, ["chart"] = release.ChartName, ["version"] = release.ChartVersion, ["appVersion"] = release.AppVersion };
        if (release.Chart?["metadata"]?["annotations"] is JsonObject { Count: > 0 } annotations)
            data["annotations"] = annotations.DeepClone();
        if (ReleaseStorage.CustomLabels(release.Labels) is { Count: > 0 } labels)
            data["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
        if (release.Chart?["metadata"]?["dependencies"] is JsonArray { Count: > 0 } dependencies)
            data["dependencies"] = dependencies.DeepClone();
        data["namespace"] = release.Namespace;
        data["revision"] = release.Version;
        data["status"] = release.Status.ToText();
        data["deployedAt"] = release.LastDeployed is { } at ? at.ToString("yyyy-MM-dd'T'HH:mm:ssK").Replace("+00:00", "Z") : "";
        return data;
    }

    private static string MetadataText(Release release)
    {
        var data = Metadata(release);
        string Set(string key) => string.Join(',', (data[key] as JsonObject ?? []).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}"));
        var dependencies = (data["dependencies"] as JsonArray ?? []).Select(d => (string?)d?["name"]).Order(StringComparer.Ordinal);
        return $"NAME: {data["name"]}\nCHART: {data["chart"]}\nVERSION: {data["version"]}\nAPP_VERSION: {data["appVersion"]}\nANNOTATIONS: {Set("annotations")}\n"
            + $"LABELS: {Set("labels")}\nDEPENDENCIES: {string.Join(',', dependencies)}\nNAMESPACE: {data["namespace"]}\nREVISION: {data["revision"]}\n"
            + $"STATUS: {data["status"]}\nDEPLOYED_AT: {data["deployedAt"]}\n";
    }
}
