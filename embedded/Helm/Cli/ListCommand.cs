using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm list</c>: the newest revision of each release.</summary>
internal static class ListCommand
{
    private static readonly Flag[] Own =
    [
        OutputFormat.Flag, new("all-namespaces", FlagKind.Bool, 'A'), new("all", FlagKind.Bool, 'a'), new("deployed", FlagKind.Bool),
        new("failed", FlagKind.Bool), new("pending", FlagKind.Bool), new("superseded", FlagKind.Bool), new("uninstalled", FlagKind.Bool),
        new("uninstalling", FlagKind.Bool), new("short", FlagKind.Bool, 'q'), new("date", FlagKind.Bool, 'd'), new("reverse", FlagKind.Bool, 'r'),
        new("selector", FlagKind.Text, 'l'), new("time-format", FlagKind.Text),
        new("max", FlagKind.Integer, 'm'), new("offset", FlagKind.Integer), new("filter", FlagKind.Text, 'f'), new("no-headers", FlagKind.Bool),
    ];

    public static async Task RunAsync(string[] args, TextWriter stdout, CancellationToken cancellation)
    {
        var (flags, _) = ReleaseCommands.Parse("list", args, 0, 0, Own);
        using var kube = ReleaseCommands.Connect(flags);
        var client = new HelmClient(kube, ChartFlags.Namespace(flags));
        var wanted = Wanted(flags);
        // Superseded revisions are never the newest: asked for alone, all revisions are looked at.
        bool all = wanted.SetEquals([ReleaseStatus.Superseded]);
        var releases = Select(await client.ListAsync(flags.Bool("all-namespaces"), all, cancellation), wanted, flags);
        if (flags.Bool("short") && OutputFormat.Of(flags) == "table")
        {
            foreach (var release in releases)
                stdout.Write(release.Name + "\n");
            return;
        }
        OutputFormat.Write(flags, stdout, () => flags.Bool("short") ? Names(releases) : Data(releases), () => Table(releases, flags.Bool("no-headers")));
    }

    private static HashSet<ReleaseStatus> Wanted(FlagSet flags)
    {
        var wanted = new HashSet<ReleaseStatus>();
        void Add(string flag, params ReleaseStatus[] statuses)
        {
            if (flags.Bool(flag))
                wanted.UnionWith(statuses);
        }
        Add("all", Enum.GetValues<ReleaseStatus>());
        Add("deployed", ReleaseStatus.Deployed);
        Add("failed", ReleaseStatus.Failed);
        Add("pending", ReleaseStatus.PendingInstall, ReleaseStatus.PendingUpgrade, ReleaseStatus.PendingRollback);
        Add("superseded", ReleaseStatus.Superseded);
        Add("uninstalled", ReleaseStatus.Uninstalled);
        Add("uninstalling", ReleaseStatus.Uninstalling);
        return wanted.Count == 0 ? [ReleaseStatus.Deployed, ReleaseStatus.Failed] : wanted;
    }

    private static List<Release> Select(IEnumerable<Release> releases, HashSet<ReleaseStatus> wanted, FlagSet flags)
    {
        if (flags.IsSet("selector") || flags.IsSet("time-format"))
            throw new CommandException($"--{(flags.IsSet("selector") ? "selector" : "time-format")} is not supported here: take it from the output of -o json");
        Regex filter;
        try
        {
            filter = new Regex(flags.Text("filter"), RegexOptions.None, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new CommandException($"invalid regular expression for --filter: {e.Message}", e);
        }
        var chosen = releases.Where(r => wanted.Contains(r.Status) && filter.IsMatch(r.Name));
        chosen = flags.Bool("date") ? chosen.OrderBy(r => r.LastDeployed) : chosen.OrderBy(r => r.Name, StringComparer.Ordinal);
        if (flags.Bool("reverse"))
            chosen = chosen.Reverse().ToList();
        int max = Number("max", 256);
        return [.. chosen.Skip(Number("offset", 0)).Take(max == 0 ? int.MaxValue : max)];

        int Number(string flag, int otherwise) => flags.IsSet(flag) ? int.Parse(flags.Text(flag), CultureInfo.InvariantCulture) : otherwise;
    }

    private static JsonArray Names(List<Release> releases) => [.. releases.Select(r => (JsonNode)r.Name)];

    private static JsonArray Data(List<Release> releases) => [.. releases.Select(r => (JsonNode)new JsonObject
    {
        ["name"] = r.Name,
        ["namespace"] = r.Namespace,
        ["revision"] = r.Version.ToString(CultureInfo.InvariantCulture),
        ["updated"] = Updated(r),
        ["status"] = r.Status.ToText(),
        ["chart"] = $"{r.ChartName}-{r.ChartVersion}",
        ["app_version"] = r.AppVersion,
    })];

    private static string Table(List<Release> releases, bool bare)
    {
        var rows = releases.Select(r => new[]
        {
            r.Name, r.Namespace, r.Version.ToString(CultureInfo.InvariantCulture), Updated(r), r.Status.ToText(), $"{r.ChartName}-{r.ChartVersion}", r.AppVersion,
        }).ToList();
        if (!bare)
            rows.Insert(0, ["NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION"]);
        return rows.Count == 0 ? "\n" : OutputFormat.Table(rows);
    }

    private static string Updated(Release release) => GoTimeText.Full(release.Record["info"]?["last_deployed"]) is { Length: > 0 } text ? text : "-";
}
