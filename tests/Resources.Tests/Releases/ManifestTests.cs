using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class ManifestTests
{
    [Theory]
    [InlineData("0644", "420")]
    [InlineData("0o644", "420")]
    [InlineData("0x1F", "31")]
    [InlineData("1_000", "1000")]
    [InlineData("089", "89")]
    [InlineData("-7", "-7")]
    [InlineData("1e3", "1000")]
    [InlineData("y", "true")]
    [InlineData("off", "false")]
    [InlineData("~", "null")]
    [InlineData("1.20.0", "\"1.20.0\"")]
    [InlineData("'0644'", "\"0644\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("deadbeef", "\"deadbeef\"")]
    [InlineData("_", "\"_\"")]
    public void Scalars_are_read_as_Kubernetes_reads_them(string yaml, string json) =>
        Assert.Equal(json, Manifest.Objects($"a: {yaml}").Single()["a"]?.ToJsonString() ?? "null");

    [Fact]
    public void Lists_are_taken_apart_and_empty_documents_left_out() =>
        Assert.Equal(["ConfigMap a", "ConfigMap b"], Manifest.Objects("""
            # Source: nothing
            ---
            {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}, {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}]}
            ---
            """).Select(Manifest.Title));

    [Fact]
    public void Merged_maps_fill_what_is_missing() =>
        Assert.Equal("""{"own":1,"both":1,"other":2}""", Manifest.Objects("x: &x {both: 2, other: 2}\na: {own: 1, both: 1, <<: *x}").Single()["a"]!.ToJsonString());
}
