using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm history</c>: the revisions of a release.</summary>
internal static class HistoryCommand
{
    public static async Task RunAsync(string[] args, TextWriter stdout, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse("history RELEASE_NAME", args, 1, 1, [OutputFormat.Flag, new("max", FlagKind.Integer)]);
        using var kube = ReleaseCommands.Connect(flags);
        var history = await new HelmClient(kube, ChartFlags.Namespace(flags)).HistoryAsync(arguments[0], cancellation);
        if (history.Count == 0)
            throw new ReleaseNotFoundException("release: not found");
        int max = int.Parse(flags.Text("max", "256"), CultureInfo.InvariantCulture);
        var shown = history.TakeLast(Math.Max(max, 0)).ToList();
        OutputFormat.Write(flags, stdout, () => Data(shown), () => Table(shown));
    }

    private static JsonArray Data(List<Release> history) => [.. history.Select(r => (JsonNode)new JsonObject
    {
        ["revision"] = r.Version,
        ["updated"] = r.Record["info"]?["last_deployed"]?.DeepClone(),
        ["status"] = r.Status.ToText(),
        ["chart"] = $"{r.ChartName}-{r.ChartVersion}",
        ["app_version"] = r.AppVersion,
        ["description"] = r.Description,
    })];

    private static string Table(List<Release> history) => OutputFormat.Table([
        ["REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "DESCRIPTION"],
        .. history.Select(r => new[]
        {
            r.Version.ToString(CultureInfo.InvariantCulture), GoTimeText.Ansic(r.LastDeployed), r.Status.ToText(), $"{r.ChartName}-{r.ChartVersion}",
            r.AppVersion, r.Description,
        })]);
}
