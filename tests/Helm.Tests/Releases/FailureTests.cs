using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Storage;
using Coder.Infra.Helm.Tests.Kube;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class FailureTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    const string Broken = "broken.invalid/web:1";

    // Long for a clock whose pauses take no time: the cluster's controllers do their work meanwhile.
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task A_failed_atomic_install_leaves_nothing_and_says_no_more_than_helm()
    {
        var team = await cluster.NewNamespaceAsync();
        var failure = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Hasty(Manifests.ConfigMap("settings") + Manifests.Deployment("web", Broken))
            .InstallAsync("web", TestReleases.Chart(), [], new InstallOptions { Atomic = true, Timeout = Limit }));

        Assert.Equal("release web failed, and has been uninstalled due to atomic being set: context deadline exceeded", failure.Message);
        Assert.Equal("", await team.HistoryAsync());
        Assert.Null(await team.FindAsync("ConfigMap", "settings"));
        Assert.Null(await team.FindAsync("Deployment", "web"));
    }

    [Fact]
    public async Task A_failed_atomic_upgrade_is_rolled_back_to_what_ran()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.Deployment("web"), new InstallOptions { Wait = true });
        var failure = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Hasty(Manifests.Deployment("web", Broken))
            .UpgradeAsync("web", TestReleases.Chart(), [], new UpgradeOptions { Atomic = true, Timeout = Limit }));
        Assert.Equal("release web failed, and has been rolled back due to atomic being set: context deadline exceeded", failure.Message);
        Assert.Equal("1 superseded, 2 failed, 3 deployed", await team.HistoryAsync());
        Assert.Equal("registry.example.com/web:1", (string?)(await team.FindAsync("Deployment", "web"))!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task A_failed_install_can_be_upgraded()
    {
        var team = await cluster.NewNamespaceAsync();
        await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Hasty(Manifests.Deployment("web", Broken))
            .InstallAsync("web", TestReleases.Chart(), [], new InstallOptions { Wait = true, Timeout = TimeSpan.FromMinutes(1) }));
        Assert.Equal("1 failed", await team.HistoryAsync());
        await team.UpgradeAsync(Manifests.Deployment("web"), new UpgradeOptions { Wait = true });
        Assert.Equal("1 superseded, 2 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task Cleanup_removes_what_a_failed_upgrade_created()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a"));
        await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Hasty(Manifests.ConfigMap("a") + Manifests.Deployment("web", Broken))
            .UpgradeAsync("web", TestReleases.Chart(), [], new UpgradeOptions { Wait = true, CleanupOnFail = true, Timeout = TimeSpan.FromMinutes(1) }));
        Assert.Equal("1 deployed, 2 failed", await team.HistoryAsync());
        Assert.Null(await team.FindAsync("Deployment", "web"));
        Assert.NotNull(await team.FindAsync("ConfigMap", "a"));
    }

    [Theory]
    [InlineData(ReleaseStatus.PendingInstall)]
    [InlineData(ReleaseStatus.PendingUpgrade)]
    [InlineData(ReleaseStatus.PendingRollback)]
    public async Task What_a_killed_run_left_pending_stays_in_the_way(ReleaseStatus left)
    {
        var team = await cluster.NewNamespaceAsync();
        await LeaveAsync(team, 1, left, Manifests.ConfigMap("half") + Manifests.ConfigMap("a"));
        var install = await Assert.ThrowsAsync<HelmException>(() => team.InstallAsync(Manifests.ConfigMap("a")));
        Assert.Equal("cannot re-use a name that is still in use", install.Message);
        var upgrade = await Assert.ThrowsAsync<HelmException>(() => team.UpgradeAsync(Manifests.ConfigMap("a")));
        Assert.Equal("another operation (install/upgrade/rollback) is in progress", upgrade.Message);
        Assert.Equal($"1 {left.ToText()}", await team.HistoryAsync());
    }

    [Fact]
    public async Task A_rollback_is_helms_way_out_of_a_pending_upgrade()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a", "old"));
        await team.PatchAsync("ConfigMap", "a", """{"data":{"value":"half done"}}""");
        await LeaveAsync(team, 2, ReleaseStatus.PendingUpgrade, Manifests.ConfigMap("a", "half done"));
        await team.Client("").RollbackAsync("web");
        Assert.Equal("old", (string?)(await team.FindAsync("ConfigMap", "a"))!["data"]!["value"]);
        Assert.Equal("1 superseded, 2 pending-upgrade, 3 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task A_record_that_was_removed_frees_the_name_and_the_objects_are_adopted()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a"));
        var uid = (string?)(await team.FindAsync("ConfigMap", "a"))!["metadata"]!["uid"];
        await team.Kube.DeleteAsync(team.Reference("Secret", "sh.helm.release.v1.web.v1"));
        await team.InstallAsync(Manifests.ConfigMap("a", "2"));
        var adopted = (await team.FindAsync("ConfigMap", "a"))!;
        Assert.Equal((uid, "2"), ((string?)adopted["metadata"]!["uid"], (string?)adopted["data"]!["value"]));
        Assert.Equal("1 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task An_uninstall_that_was_killed_can_be_repeated()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a") + Manifests.ConfigMap("b"));
        var release = await team.Client("").GetAsync("web");
        release.SetStatus(ReleaseStatus.Uninstalling, "Deletion in progress (or silently failed)");
        await new ReleaseStorage(team.Kube, team.Namespace, TimeProvider.System).UpdateAsync(release, default);
        await team.Kube.DeleteAsync(team.Reference("ConfigMap", "a"));
        await team.Client("").UninstallAsync("web");
        Assert.Equal("", await team.HistoryAsync());
        Assert.Null(await team.FindAsync("ConfigMap", "b"));
    }

    [Fact]
    public async Task A_cancelled_install_leaves_a_failed_record()
    {
        var team = await cluster.NewNamespaceAsync();
        using var stop = new CancellationTokenSource();
        var error = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Hasty(Manifests.Deployment("web", Broken)).InstallAsync(
            "web", TestReleases.Chart(), [], new InstallOptions { Wait = true, Timeout = Limit, Progress = t => { if (t.StartsWith("waiting for")) stop.Cancel(); } }, stop.Token));
        Assert.Equal("context canceled", error.Message);
        var release = await team.Client("").GetAsync("web");
        Assert.Equal((ReleaseStatus.Failed, "Release \"web\" failed: context canceled"), (release.Status, release.Description));
        await team.UpgradeAsync(Manifests.Deployment("web"), new UpgradeOptions { Wait = true });
        Assert.Equal("1 superseded, 2 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task A_cancelled_atomic_upgrade_is_rolled_back()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.Deployment("web"), new InstallOptions { Wait = true });
        using var stop = new CancellationTokenSource();
        var error = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Client(Manifests.Deployment("web", Broken)).UpgradeAsync(
            "web", TestReleases.Chart(), [], new UpgradeOptions { Atomic = true, Timeout = Limit, Progress = t => { if (t.StartsWith("waiting for")) stop.Cancel(); } }, stop.Token));
        Assert.StartsWith("release web failed, and has been rolled back due to atomic being set: context canceled", error.Message);
        Assert.Equal("1 superseded, 2 failed, 3 deployed", await team.HistoryAsync());
    }

    [Fact]
    public async Task A_missing_permission_is_reported_in_the_servers_words()
    {
        const string message = "secrets is forbidden: User \"dev\" cannot list resource \"secrets\" in API group \"\" in the namespace \"team\"";
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Status(403, "Forbidden", message));
        using var kube = server.Client();
        var failure = await Assert.ThrowsAsync<HelmException>(() => new TestReleases(kube, "team").InstallAsync(Manifests.ConfigMap("a")));
        Assert.Contains(message, failure.Message);
        Assert.All(server.Requests, r => Assert.Equal("GET", r.Method));
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_named()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.Kube.CreateAsync(JsonNode.Parse($$$"""
            {"apiVersion":"v1","kind":"Secret","type":"helm.sh/release.v1","data":{"release":"aGVsbG8="},
             "metadata":{"name":"sh.helm.release.v1.web.v1","namespace":"{{{team.Namespace}}}","labels":{"owner":"helm","name":"web"} } }
            """)!.AsObject());
        var failure = await Assert.ThrowsAsync<HelmException>(() => team.UpgradeAsync(Manifests.ConfigMap("a")));
        Assert.StartsWith($"The secret {team.Namespace}/sh.helm.release.v1.web.v1 is not a release record", failure.Message);
    }

    /// <summary>What kill -9 leaves: a pending record and its objects.</summary>
    static async Task LeaveAsync(TestReleases team, int version, ReleaseStatus status, string manifest)
    {
        var release = Release.Create("web", team.Namespace, version);
        release.Manifest = manifest;
        release.FirstDeployed = release.LastDeployed = DateTimeOffset.UnixEpoch;
        release.SetStatus(status, "Preparing upgrade");
        await new ReleaseStorage(team.Kube, team.Namespace, TimeProvider.System).CreateAsync(release, default);
        foreach (var item in await Helm.Releases.Objects.ManifestReader.BuildAsync(team.Kube, manifest, team.Namespace, default))
        {
            Helm.Releases.Objects.Ownership.Mark([item], "web", team.Namespace);
            if (await team.Kube.FindAsync(item.Reference) is null)
                await team.Kube.CreateAsync(item.Value);
        }
    }
}
