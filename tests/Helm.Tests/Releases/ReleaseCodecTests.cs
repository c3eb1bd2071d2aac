using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Storage;
using CsCheck;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class ReleaseCodecTests
{
    [Fact]
    public async Task A_record_that_helm_wrote_is_read_and_survives_being_written_again()
    {
        await using var cluster = await RecordedCluster.StartAsync("up-create");
        var release = cluster.Records().First();
        Assert.Equal(("coder-workspace-provider", "coder-wsp", 1, ReleaseStatus.PendingInstall), (release.Name, release.Namespace, release.Version, release.Status));
        Assert.Equal(("workspace-provider", "1.41.0", "1.41.0"), (release.ChartName, release.ChartVersion, release.AppVersion));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 7, 36, 14, TimeSpan.Zero).AddTicks(2286963), release.FirstDeployed);
        Assert.Null(release.Deleted);

        release.Record["of_a_later_helm"] = new JsonObject { ["kept"] = true };
        release.SetStatus(ReleaseStatus.Deployed, "Install complete");
        var again = new Release(ReleaseCodec.Decode(ReleaseCodec.Encode(release.Record)));
        Assert.True(JsonNode.DeepEquals(release.Record, again.Record));
        Assert.True((bool?)again.Record["of_a_later_helm"]!["kept"]);
        Assert.Equal("2026-11-24T07:36:14.228696318Z", (string?)again.Record["info"]!["first_deployed"]); // untouched, all nine digits
    }

    [Fact]
    public async Task A_chart_is_recorded_in_helms_shape()
    {
        await using var cluster = await RecordedCluster.StartAsync("up-upgrade");
        var recorded = cluster.Records().First().Chart!;
        var chart = ChartLoader.Load(Repository.Recording("program", "chart"));
        var ours = ChartRecord.Write(chart);
        Assert.Equal(recorded.Select(r => r.Key), ours.Select(o => o.Key));
        foreach (var key in new[] { "lock", "templates", "schema", "files" })
            Assert.True(JsonNode.DeepEquals(recorded[key], ours[key]), $"{key}: {ours[key]?.ToJsonString()}");
        Assert.Equal(recorded["metadata"]!.AsObject().Select(m => m.Key), ours["metadata"]!.AsObject().Select(m => m.Key));
        Assert.Equal(recorded["values"]!.AsObject().Select(m => m.Key).Order(), ours["values"]!.AsObject().Select(m => m.Key).Order());
    }

    [Fact]
    public void What_is_no_record_is_a_format_error()
    {
        Assert.Throws<FormatException>(() => ReleaseCodec.Decode("not base64!"));
        Assert.Throws<FormatException>(() => ReleaseCodec.Decode(Convert.ToBase64String("aGVsbG8="u8)));
    }

    [Fact]
    public void Any_text_survives_a_record()
        => Gen.String.Sample(text =>
        {
            var release = Release.Create("r", "n", 1);
            release.Manifest = text;
            // Lone halves of surrogate pairs are not text: JSON cannot carry them.
            if (text.EnumerateRunes().Any(r => r == System.Text.Rune.ReplacementChar))
                return;
            Assert.Equal(text, new Release(ReleaseCodec.Decode(ReleaseCodec.Encode(release.Record))).Manifest);
        }, iter: 200);
}
