using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class HookTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    [Fact]
    public async Task Hooks_run_by_weight_then_name_and_their_runs_are_recorded()
    {
        var team = await cluster.NewNamespaceAsync();
        var said = new List<string>();
        var release = await team.Client(Manifests.ConfigMap("a"),
            Manifests.Job("late", "pre-install", 5), Manifests.Job("b-first", "pre-install", -1), Manifests.Job("a-second", "pre-install"),
            Manifests.Job("other", "pre-upgrade"), Manifests.Job("after", "post-install,post-upgrade", policies: "hook-succeeded"))
            .InstallAsync("web", TestReleases.Chart(), [], new InstallOptions { Progress = said.Add });
        string Hook(string name) => $"waiting for hook Job {team.Namespace}/{name}";
        Assert.Equal([Hook("b-first"), Hook("a-second"), Hook("late"), Hook("after")], said.Where(t => t.StartsWith("waiting for hook")));
        Assert.NotNull(await team.FindAsync("Job", "late")); // stays until the hook runs again
        Assert.Null(await team.FindAsync("Job", "after"));
        Assert.Null(await team.FindAsync("Job", "other"));
        var stored = (await team.Client("").GetAsync("web")).Hooks.Single(h => h.Name == "late");
        Assert.Equal("Succeeded", stored.LastPhase);
        Assert.True(stored.LastCompleted >= stored.LastStarted);
        Assert.Equal(5, release.Hooks[0].Weight);
    }

    [Fact]
    public async Task A_hook_is_deleted_before_it_is_made_anew()
    {
        var team = await cluster.NewNamespaceAsync();
        var job = Manifests.Job("migrate", "pre-install,pre-upgrade");
        await team.Client(Manifests.ConfigMap("a"), job).InstallAsync("web", TestReleases.Chart(), []);
        var first = (string?)(await team.FindAsync("Job", "migrate"))!["metadata"]!["uid"];
        await team.Client(Manifests.ConfigMap("a"), job).UpgradeAsync("web", TestReleases.Chart(), []);
        Assert.NotEqual(first, (string?)(await team.FindAsync("Job", "migrate"))!["metadata"]!["uid"]);
    }

    [Fact]
    public async Task A_hook_that_fails_fails_the_release_and_is_deleted_by_its_policy()
    {
        var team = await cluster.NewNamespaceAsync();
        var failure = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Client(Manifests.ConfigMap("a"),
            Manifests.Job("ok", "pre-install", -1, "hook-succeeded"), Manifests.Job("bad", "pre-install", 0, "hook-failed", fails: true))
            .InstallAsync("web", TestReleases.Chart(), []));
        Assert.Equal("failed pre-install: job bad failed: DeadlineExceeded", failure.Message);
        Assert.Equal("1 failed", await team.HistoryAsync());
        Assert.Null(await team.FindAsync("ConfigMap", "a"));
        Assert.Null(await team.FindAsync("Job", "bad"));
        Assert.Null(await team.FindAsync("Job", "ok"));
    }

    [Fact]
    public async Task A_hook_that_never_ends_reaches_the_limit()
    {
        var team = await cluster.NewNamespaceAsync();
        var stuck = ReleaseHook.Create("stuck", "Pod", "web/templates/stuck.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: stuck}
            spec: {containers: [{name: c, image: broken.invalid/x}]}
            """, ["post-install"], 0, []);
        var failure = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.Hasty(Manifests.ConfigMap("a"), stuck)
            .InstallAsync("web", TestReleases.Chart(), [], new InstallOptions { Timeout = TimeSpan.FromMinutes(20) }));
        Assert.Equal("failed post-install: timed out waiting for the condition", failure.Message);
    }

    [Fact]
    public async Task Disabled_hooks_do_not_run()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.Client(Manifests.ConfigMap("a"), Manifests.Job("bad", "pre-install,pre-delete", fails: true))
            .InstallAsync("web", TestReleases.Chart(), [], new InstallOptions { DisableHooks = true });
        await team.Client("").UninstallAsync("web", new UninstallOptions { DisableHooks = true });
        Assert.Null(await team.FindAsync("Job", "bad"));
    }

    [Fact]
    public async Task Delete_hooks_run_around_an_uninstall()
    {
        var team = await cluster.NewNamespaceAsync();
        var said = new List<string>();
        await team.Client(Manifests.ConfigMap("a"), Manifests.Job("before", "pre-delete"), Manifests.Job("after", "post-delete"))
            .InstallAsync("web", TestReleases.Chart(), []);
        await team.Client("").UninstallAsync("web", new UninstallOptions { Progress = said.Add });
        Assert.Equal([$"waiting for hook Job {team.Namespace}/before", $"waiting for hook Job {team.Namespace}/after"], said.Where(t => t.StartsWith("waiting for hook")));
        Assert.Equal("", await team.HistoryAsync());
    }
}
