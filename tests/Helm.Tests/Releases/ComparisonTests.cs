using System.Text;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Comparison;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class ComparisonTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    const string Token = "s3cr3t-token";

    [Fact]
    public void A_diff_names_objects_and_fields()
    {
        var diff = ReleaseDiff.Compare(
            Manifests.ConfigMap("same") + Manifests.ConfigMap("gone") + Manifests.Deployment("web", "web:1"),
            Manifests.ConfigMap("same") + Manifests.Deployment("web", "web:2", replicas: 2) + Manifests.ConfigMap("new"), "team");
        Assert.Equal("""
            ~ Deployment team/web
                ~ spec.replicas: 1 => 2
                ~ spec.template.spec.containers[web].image: "web:1" => "web:2"
            + ConfigMap team/new
            - ConfigMap team/gone

            """, diff.ToString());
        Assert.True(ReleaseDiff.Compare(Manifests.ConfigMap("a"), Manifests.ConfigMap("a"), "team").IsEmpty);
    }

    [Fact]
    public void Secrets_are_masked_and_still_seen_to_change()
    {
        static string Secret(string value) => $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{token: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}}}\n";
        var diff = ReleaseDiff.Compare(Secret("old-token") + Manifests.ConfigMap("a", "url?old-token"), Secret(Token) + Manifests.ConfigMap("a", $"url?{Token}"), "team", ["old-token", Token]);
        Assert.Equal("""
            ~ Secret team/s
                ~ data.token: [secret] => [secret]
            ~ ConfigMap team/a
                ~ data.value: [secret] => [secret]

            """, diff.ToString());
        Assert.All(diff.Objects.SelectMany(o => o.Fields), f => Assert.DoesNotContain("token\"", $"{f.Before}{f.After}"));
        var created = ReleaseDiff.Compare("", Secret(Token), "team");
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(Token)), string.Join(' ', created.Objects[0].Fields));
    }

    [Fact]
    public async Task A_diff_is_made_against_the_deployed_revision()
    {
        var team = await cluster.NewNamespaceAsync();
        Assert.Equal(ObjectChangeKind.Create, (await team.Client(Manifests.ConfigMap("a")).DiffAsync("web", TestReleases.Chart(), [])).Objects.Single().Kind);
        await team.InstallAsync(Manifests.ConfigMap("a"));
        Assert.True((await team.Client(Manifests.ConfigMap("a")).DiffAsync("web", TestReleases.Chart(), [])).IsEmpty);
        var diff = await team.Client(Manifests.ConfigMap("a", "2")).DiffAsync("web", TestReleases.Chart(), []);
        Assert.Equal("~ data.value: \"1\" => \"2\"", diff.Objects.Single().Fields.Single().ToString());
        Assert.Equal("1 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task What_the_server_fills_in_or_rewrites_is_no_drift()
    {
        var team = await cluster.NewNamespaceAsync();
        var release = await team.InstallAsync(Manifests.ConfigMap("a") + Manifests.LoadBalancer("web") + Manifests.Deployment("web"), new InstallOptions { Wait = true });
        Assert.Empty(await team.Client("").DriftAsync(release));
        await team.PatchAsync("ConfigMap", "a", """{"data":{"extra":"not ours"}}""");
        Assert.Empty(await team.Client("").DriftAsync(release));
    }

    [Fact]
    public async Task Drift_tells_the_live_and_the_wanted_value_and_what_is_gone()
    {
        var team = await cluster.NewNamespaceAsync();
        var release = await team.InstallAsync(Manifests.ConfigMap("a", Token) + Manifests.ConfigMap("gone") + Manifests.Deployment("web"));
        await team.PatchAsync("Deployment", "web", """{"spec":{"replicas":3}}""");
        await team.PatchAsync("ConfigMap", "a", """{"data":{"value":"another"}}""");
        await team.Kube.DeleteAsync(team.Reference("ConfigMap", "gone"));
        var drift = await team.Client("").DriftAsync(release, [Token]);
        Assert.Equal(
            [$"~ ConfigMap {team.Namespace}/a ~ data.value: \"another\" => [secret]", $"- ConfigMap {team.Namespace}/gone ", $"~ Deployment {team.Namespace}/web ~ spec.replicas: 3 => 1"],
            drift.Select(d => $"{d} {string.Join(", ", d.Fields)}"));
        Assert.Equal(3, (int?)(await team.FindAsync("Deployment", "web"))!["spec"]!["replicas"]); // only looked
    }
}
