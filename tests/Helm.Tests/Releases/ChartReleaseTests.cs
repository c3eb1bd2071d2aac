using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Comparison;
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
        var recorded = recording.Records().First(); // version 1.42.0, the chart as it stands in the recordings
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
        Assert.Empty(await client.DriftAsync(release));
    }

    [Fact]
    public async Task A_changed_value_shows_in_the_diff_with_the_token_masked()
    {
        var team = await cluster.NewNamespaceAsync();
        var client = new HelmClient(team.Kube, team.Namespace);
        Dictionary<string, object?> Values(string token) => GoJson.UnmarshalMap(
            $$$"""{"envproxy":{"token":"{{{token}}}","accessURL":"http://wsp.coder.example.com"},"ingress":{"host":"wsp.coder.example.com"}}""")!;
        Chart Load() => ChartLoader.Load(Repository.Recording("program", "chart"));
        await client.InstallAsync(Name, Load(), Values("first-token"));
        var diff = await client.DiffAsync(Name, Load(), Values("second-token"), secrets: ["first-token", "second-token"]);
        Assert.Equal(["Secret coder-workspace-provider-token", "Deployment envproxy"], diff.Objects.Select(o => $"{o.Object.Kind} {o.Object.Name}"));
        Assert.Contains(diff.Objects[0].Fields, f => f == new FieldChange("data.token", FieldChange.Secret, FieldChange.Secret));
        Assert.DoesNotContain("token\"", diff.ToString());
        Assert.True((await client.DiffAsync(Name, Load(), Values("first-token"))).IsEmpty);
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
    public async Task An_update_applies_what_its_preview_rendered()
    {
        const string Password = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made}\ndata: {password: {{ randAlphaNum 20 }}}\n";
        var (one, other) = (await cluster.NewNamespaceAsync(), await cluster.NewNamespaceAsync());
        string? Of(Release release) => (string?)Coder.Infra.Helm.Releases.Objects.Json.FromYaml(release.Manifest.Split("# Source: web/templates/a.yaml\n")[1])!["data"]!["password"];

        var shown = await new HelmClient(one.Kube, one.Namespace).RenderAsync("web", Templated(Password), []);
        var applied = await new HelmClient(one.Kube, one.Namespace).InstallAsync("web", Templated(Password), []);
        Assert.Equal(Of(shown), Of(applied));

        var another = await new HelmClient(other.Kube, other.Namespace).InstallAsync("web", Templated(Password), []);
        Assert.NotEqual(Of(applied), Of(another));
        var again = await new HelmClient(one.Kube, one.Namespace).UpgradeAsync("web", Templated(Password), []);
        Assert.NotEqual(Of(applied), Of(again));
    }

    [Fact]
    public async Task What_a_template_looked_up_is_looked_up_again()
    {
        const string Template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: seen}\ndata: {there: \"{{ len (lookup \"v1\" \"ConfigMap\" .Release.Namespace \"there\") }}\"}\n";
        var team = await cluster.NewNamespaceAsync();
        var client = new HelmClient(team.Kube, team.Namespace);

        Assert.Contains("there: \"0\"", (await client.RenderAsync("web", Templated(Template), [])).Manifest);
        await team.Kube.CreateAsync(Objects.ConfigMap("there", team.Namespace));
        Assert.DoesNotContain("there: \"0\"", (await client.InstallAsync("web", Templated(Template), [])).Manifest);
    }

    [Fact]
    public async Task A_template_that_fails_is_told_with_its_place_and_nothing_is_recorded()
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
