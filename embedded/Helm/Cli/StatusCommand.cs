using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Storage;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm status</c>, and the same text at the end of install and upgrade.</summary>
internal static class StatusCommand
{
    public static readonly Flag Revision = new("revision", FlagKind.Integer);

    public static async Task RunAsync(string[] args, TextWriter stdout, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse("status RELEASE_NAME", args, 1, 1, [OutputFormat.Flag, Revision, new("show-desc", FlagKind.Bool)]);
        using var kube = ReleaseCommands.Connect(flags);
        var release = await GetAsync(new HelmClient(kube, ChartFlags.Namespace(flags)), arguments[0], flags, cancellation);
        OutputFormat.Write(flags, stdout, () => Data(release), () => Text(release, description: flags.Bool("show-desc")));
    }

    /// <summary>The release that a command names, in the revision of its flag.</summary>
    public static Task<Release> GetAsync(HelmClient client, string name, FlagSet flags, CancellationToken cancellation)
        => client.GetAsync(name, int.Parse(flags.Text("revision", "0"), CultureInfo.InvariantCulture), cancellation);

    /// <summary>The record without the chart, which says little and is long.</summary>
    public static JsonObject Data(Release release)
    {
        var data = release.Record.DeepClone().AsObject();
        data.Remove("chart");
        return data;
    }

    /// <summary>Helm's status text.</summary>
    /// <param name="release">The release.</param>
    /// <param name="description">With the description.</param>
    /// <param name="all">With values, hooks and manifest.</param>
    /// <param name="notes">With the notes.</param>
    public static string Text(Release release, bool description = false, bool all = false, bool notes = true)
    {
        var text = new StringBuilder();
        text.Append(null, $"NAME: {release.Name}\n");
        if (release.LastDeployed is not null)
            text.Append(null, $"LAST DEPLOYED: {GoTimeText.Ansic(release.LastDeployed)}\n");
        text.Append(null, $"NAMESPACE: {release.Namespace}\nSTATUS: {release.Status.ToText()}\nREVISION: {release.Version}\n");
        if (all)
            text.Append(null, $"CHART: {release.ChartName}\nVERSION: {release.ChartVersion}\nAPP_VERSION: {release.AppVersion}\n");
        if (description)
            text.Append(null, $"DESCRIPTION: {release.Description}\n");
        var tests = release.Hooks.Where(h => h.Events.Contains("test")).ToList();
        if (tests.Count == 0)
            text.Append("TEST SUITE: None\n");
        foreach (var test in tests.Where(t => t.LastStarted is not null))
        {
            text.Append(null, $"TEST SUITE:     {test.Name}\nLast Started:   {GoTimeText.Ansic(test.LastStarted)}\n")
                .Append(null, $"Last Completed: {GoTimeText.Ansic(test.LastCompleted)}\nPhase:          {test.LastPhase}\n");
        }
        if (all)
            AppendAll(text, release);
        if (notes && release.Notes.Length > 0)
            text.Append(null, $"NOTES:\n{release.Notes.Trim()}\n");
        return text.ToString();
    }

    private static void AppendAll(StringBuilder text, Release release)
    {
        text.Append("USER-SUPPLIED VALUES:\n").Append(YamlText.Marshal(Values(release))).Append('\n');
        text.Append("COMPUTED VALUES:\n").Append(YamlText.Marshal(Computed(release))).Append('\n');
        text.Append("HOOKS:\n");
        foreach (var hook in release.Hooks)
            text.Append(null, $"---\n# Source: {hook.Path}\n{hook.Manifest}\n");
        text.Append(null, $"MANIFEST:\n{release.Manifest}\n");
    }

    /// <summary>The user's values; null for none.</summary>
    public static object? Values(Release release) => release.Config is { } config ? GoJson.Unmarshal(config.ToJsonString()) : null;

    /// <summary>The user's values over the chart's.</summary>
    public static Dictionary<string, object?> Computed(Release release)
        => ChartValues.Coalesce(ChartRecord.Read(release.Chart), Values(release) as Dictionary<string, object?>);
}
