using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class UpgradeTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    [Fact]
    public async Task An_upgrade_creates_patches_and_deletes_and_keeps_what_the_policy_keeps()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("changed") + Manifests.ConfigMap("dropped") + Manifests.ConfigMap("kept", keep: true));
        var release = await team.UpgradeAsync(Manifests.ConfigMap("changed", "2") + Manifests.ConfigMap("added"));

        Assert.Equal((2, ReleaseStatus.Deployed, "Upgrade complete"), (release.Version, release.Status, release.Description));
        Assert.Equal("1 superseded, 2 deployed", await team.HistoryAsync());
        Assert.Equal("2", (string?)(await team.FindAsync("ConfigMap", "changed"))!["data"]!["value"]);
        Assert.NotNull(await team.FindAsync("ConfigMap", "added"));
        Assert.Null(await team.FindAsync("ConfigMap", "dropped"));
        Assert.NotNull(await team.FindAsync("ConfigMap", "kept"));
    }

    [Fact]
    public async Task What_others_added_stays_and_what_they_changed_is_put_back()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("settings"));
        await team.PatchAsync("ConfigMap", "settings", """{"data":{"value":"changed by hand","extra":"added by hand"}}""");
        await team.UpgradeAsync(Manifests.ConfigMap("settings"));
        var data = (await team.FindAsync("ConfigMap", "settings"))!["data"]!;
        Assert.Equal(("1", "added by hand"), ((string?)data["value"], (string?)data["extra"]));
    }

    [Fact]
    public async Task An_upgrade_of_nothing_is_refused_and_installs_when_asked_to()
    {
        var team = await cluster.NewNamespaceAsync();
        var failure = await Assert.ThrowsAsync<ReleaseNotFoundException>(() => team.UpgradeAsync(Manifests.ConfigMap("a")));
        Assert.Equal("\"web\" has no deployed releases", failure.Message);
        Assert.Equal(1, (await team.UpgradeAsync(Manifests.ConfigMap("a"), new UpgradeOptions { Install = true })).Version);
        Assert.Equal(2, (await team.UpgradeAsync(Manifests.ConfigMap("a"), new UpgradeOptions { Install = true })).Version);
    }

    [Fact]
    public async Task The_history_keeps_the_newest_revisions()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a"));
        for (var i = 2; i <= 5; i++)
            await team.UpgradeAsync(Manifests.ConfigMap("a", $"{i}"), new UpgradeOptions { MaxHistory = 3 });
        Assert.Equal("3 superseded, 4 superseded, 5 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task A_rollback_makes_a_new_revision_of_the_old_manifest()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a", "old") + Manifests.ConfigMap("gone"));
        await team.UpgradeAsync(Manifests.ConfigMap("a", "new"));
        var release = await team.Client("").RollbackAsync("web");
        Assert.Equal((3, "Rollback to 1"), (release.Version, release.Description));
        Assert.Equal("1 superseded, 2 superseded, 3 deployed", await team.HistoryAsync());
        Assert.Equal("old", (string?)(await team.FindAsync("ConfigMap", "a"))!["data"]!["value"]);
        Assert.NotNull(await team.FindAsync("ConfigMap", "gone"));
        var failure = await Assert.ThrowsAsync<HelmException>(() => team.Client("").RollbackAsync("web", new RollbackOptions { Revision = 9 }));
        Assert.Equal("release has no 9 version", failure.Message);
    }

    [Fact]
    public async Task An_uninstalled_release_with_history_can_be_installed_again()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a"));
        await team.Client("").UninstallAsync("web", new UninstallOptions { KeepHistory = true });
        Assert.Equal("1 uninstalled", await team.HistoryAsync());
        Assert.Null(await team.FindAsync("ConfigMap", "a"));
        await Assert.ThrowsAsync<HelmException>(() => team.InstallAsync(Manifests.ConfigMap("a")));
        var release = await team.InstallAsync(Manifests.ConfigMap("a"), new InstallOptions { Replace = true });
        Assert.Equal(2, release.Version);
        await team.Client("").UninstallAsync("web");
        Assert.Equal("", await team.HistoryAsync());
    }

    [Fact]
    public async Task Forced_objects_are_replaced()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a"));
        await team.PatchAsync("ConfigMap", "a", """{"data":{"extra":"by hand"}}""");
        await team.UpgradeAsync(Manifests.ConfigMap("a", "2"), new UpgradeOptions { Force = true });
        var data = (await team.FindAsync("ConfigMap", "a"))!["data"]!.AsObject();
        Assert.Equal(["value"], data.Select(d => d.Key));
    }

    [Fact]
    public async Task Values_are_kept_reset_or_merged_as_asked()
    {
        var team = await cluster.NewNamespaceAsync();
        var seen = new List<string>();
        HelmClient Client() => new(team.Kube, team.Namespace)
        {
            Rendering = (request, _, _) =>
            {
                seen.Add(Coder.Infra.Helm.Yaml.GoJson.Marshal(request.Values));
                return Task.FromResult(new RenderedChart(Manifests.ConfigMap("a"), [], ""));
            },
        };
        static Dictionary<string, object?> Values(string json) => Coder.Infra.Helm.Yaml.GoJson.UnmarshalMap(json)!;
        await Client().InstallAsync("web", TestReleases.Chart(), Values("""{"a":1,"b":{"c":2}}"""));
        await Client().UpgradeAsync("web", TestReleases.Chart(), []);
        await Client().UpgradeAsync("web", TestReleases.Chart(), Values("""{"b":{"d":3}}"""), new UpgradeOptions { ReuseValues = true });
        await Client().UpgradeAsync("web", TestReleases.Chart(), Values("""{"a":5}"""), new UpgradeOptions { ResetThenReuseValues = true });
        await Client().UpgradeAsync("web", TestReleases.Chart(), [], new UpgradeOptions { ResetValues = true });
        Assert.Equal(["""{"a":1,"b":{"c":2}}""", """{"a":1,"b":{"c":2}}""", """{"a":1,"b":{"c":2,"d":3}}""", """{"a":5,"b":{"c":2,"d":3}}""", "{}"], seen);
    }
}
