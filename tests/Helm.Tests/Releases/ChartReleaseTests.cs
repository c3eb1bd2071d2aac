using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Tests.Releases;

/// <summary>Charts rendered against the cluster they are installed in.</summary>
public sealed class ChartReleaseTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    const string Name = "coder-workspace-provider";

    [Fact]
    public async Task The_recorded_program_gives_the_manifest_and_record_that_helm_gave()
    {
        var team = await cluster.NewNamespaceAsync();
        await using var recording = await RecordedCluster.StartAsync("up-upgrade");
        var recorded = recording.Records().First(); // version 1.42.0, the chart as recorded
        var values = GoJson.UnmarshalMap(recorded.Config!.ToJsonString())!;
        var client = new HelmClient(team.Kube, team.Namespace);
        var chart = ChartLoader.Load(Repository.Recording("program", "chart"));
        // The recorded runs differ in the version only.
        chart.Metadata.Version = recorded.ChartVersion;
        chart.Metadata.AppVersion = recorded.AppVersion;
        chart.Values = GoJson.UnmarshalMap(recorded.Chart!["values"]!.ToJsonString());
        var release = await client.InstallAsync(Name, chart, values, new InstallOptions { Wait = true });

        Assert.Equal(recorded.Manifest.Replace("coder-wsp", team.Namespace), release.Manifest.Replace("coder-wsp", team.Namespace));
        Assert.Equal(recorded.Notes.Replace("coder-wsp", team.Namespace), release.Notes);
        Assert.True(JsonNode.DeepEquals(recorded.Chart, release.Chart), release.Chart!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(recorded.Config, release.Config), release.Config!.ToJsonString());
    }

    [Fact]
    public async Task Lookup_reads_the_cluster_and_capabilities_are_its_own()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.Kube.CreateAsync(Objects.ConfigMap("there", team.Namespace));
        var release = await new HelmClient(team.Kube, team.Namespace).InstallAsync("web", Templated("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: seen}
            data:
              there: "{{ (lookup "v1" "ConfigMap" .Release.Namespace "there").data.value }}"
              gone: "{{ len (lookup "v1" "ConfigMap" .Release.Namespace "gone") }}"
              listed: "{{ len (lookup "v1" "ConfigMap" .Release.Namespace "").items }}"
              ingress: "{{ .Capabilities.APIVersions.Has "networking.k8s.io/v1/Ingress" }}"
              none: "{{ .Capabilities.APIVersions.Has "example.com/v1" }}"
              revision: "{{ .Release.Revision }} {{ .Release.IsInstall }}"
            """), []);
        Assert.Equal(ReleaseStatus.Deployed, release.Status);
        var data = (await team.FindAsync("ConfigMap", "seen"))!["data"]!;
        Assert.Equal(("theirs", "0", "true", "false", "1 true"),
            ((string?)data["there"], (string?)data["gone"], (string?)data["ingress"], (string?)data["none"], (string?)data["revision"]));
        Assert.NotEqual("0", (string?)data["listed"]);
    }

    [Fact]
    public async Task A_template_that_fails_is_reported_with_its_place_and_nothing_is_recorded()
    {
        var team = await cluster.NewNamespaceAsync();
        var failure = await Assert.ThrowsAsync<HelmException>(() => new HelmClient(team.Kube, team.Namespace).InstallAsync(
            "web", Templated("a: 1\nb: {{ required \"b must be set\" .Values.b }}\n"), []));
        Assert.Contains("web/templates/a.yaml:2:6", failure.Message);
        Assert.Contains("b must be set", failure.Message);
        Assert.Equal("", await team.HistoryAsync());
    }

    static Chart Templated(string template) => ChartLoader.LoadFiles([
        new("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"u8.ToArray()),
        new("templates/a.yaml", System.Text.Encoding.UTF8.GetBytes(template))]);
}
