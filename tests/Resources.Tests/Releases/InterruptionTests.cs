using Coder.Infra.Helm.Releases;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class InterruptionTests(RemovalCluster cluster) : IClassFixture<RemovalCluster>
{
    [Fact]
    public async Task Without_a_record_the_release_is_installed()
    {
        var found = await (await cluster.NewAsync()).LookAsync();

        Assert.Equal((ReleaseCondition.Absent, null, null), (found.Condition, found.ImportId, found.Message));
    }

    [Fact]
    public async Task A_deployed_release_that_the_state_may_not_know_is_imported()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));

        var found = await release.LookAsync();

        Assert.Equal((ReleaseCondition.Settled, $"{release.Namespace}/{TestRelease.Name}", null), (found.Condition, found.ImportId, found.Message));
        Assert.Equal(found, await release.SettleAsync(TimeProvider.System));
    }

    [Theory]
    [InlineData("pending-install", "installs")]
    [InlineData("uninstalling", "installs")]
    public async Task An_install_or_uninstall_that_was_killed_is_marked_as_failed_and_installed_over(string status, string then)
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        var uid = await release.UidAsync("a");
        await release.LeaveAsync(status);
        await Assert.ThrowsAsync<HelmException>(() => release.InstallAsync(Templates.ConfigMap("a"), replace: true));

        var seen = await release.LookAsync();
        var found = await release.SettleAsync(new QuickTime());

        Assert.Equal((ReleaseCondition.Interrupted, null), (seen.Condition, seen.ImportId));
        Assert.Contains($"is {status} (revision 1", seen.Message);
        Assert.EndsWith($"and {then} the release.", seen.Message);
        Assert.Equal((ReleaseCondition.Settled, "failed", null, null), (found.Condition, found.Status, found.ImportId, found.Message));
        Assert.Contains(release.Messages, message => message.StartsWith($"Waiting for an operation that may be running: the release {release.Namespace}/{TestRelease.Name} is {status} (revision 1, since ", StringComparison.Ordinal) && message.EndsWith(" s left", StringComparison.Ordinal));
        await release.InstallAsync(Templates.ConfigMap("a"), replace: true);
        Assert.Equal("1 superseded, 2 deployed", await release.HistoryAsync());
        Assert.Equal(uid, await release.UidAsync("a"));
    }

    [Theory]
    [InlineData("pending-upgrade")]
    [InlineData("pending-rollback")]
    public async Task An_upgrade_that_was_killed_is_marked_as_failed_and_upgraded_over(string status)
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.UpgradeAsync(Templates.ConfigMap("a") + Templates.ConfigMap("b"));
        await release.LeaveAsync(status);
        await Assert.ThrowsAsync<HelmException>(() => release.UpgradeAsync(Templates.ConfigMap("a")));

        var seen = await release.LookAsync();
        var found = await release.SettleAsync(new QuickTime());

        Assert.Equal((ReleaseCondition.Interrupted, found.ImportId), (seen.Condition, seen.ImportId));
        Assert.EndsWith("and upgrades the release.", seen.Message);
        Assert.Equal(("failed", $"{release.Namespace}/{TestRelease.Name}"), (found.Status, found.ImportId));
        await release.UpgradeAsync(Templates.ConfigMap("a") + Templates.ConfigMap("b"));
        Assert.EndsWith("2 superseded, 3 deployed", await release.HistoryAsync());
    }

    [Fact]
    public async Task An_operation_that_ends_while_it_is_waited_for_is_left_alone()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.LeaveAsync("pending-install");

        var settling = release.SettleAsync(TimeProvider.System, TimeSpan.FromHours(1));
        await release.LeaveAsync("deployed");
        var found = await settling;

        Assert.Equal((ReleaseCondition.Settled, "deployed", $"{release.Namespace}/{TestRelease.Name}"), (found.Condition, found.Status, found.ImportId));
        Assert.Equal("1 deployed", await release.HistoryAsync());
    }

    [Fact]
    public async Task A_record_that_was_written_after_it_was_read_is_not_overwritten()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.LeaveAsync("pending-install");
        var written = 0;
        await using var proxy = await new BreakingProxy
        {
            Before = async request =>
            {
                if (request.StartsWith("PATCH ", StringComparison.Ordinal) && Interlocked.Exchange(ref written, 1) == 0)
                    await release.LeaveAsync("deployed");
            },
        }.StartAsync(cluster);

        var found = await release.SettleAsync(new QuickTime(), client: proxy.Client);

        Assert.Equal((1, "deployed", "1 deployed"), (written, found.Status, await release.HistoryAsync()));
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.LeaveAsync("pending-install", DateTimeOffset.UtcNow.AddHours(-1));
        var before = await release.LatestAsync();

        var found = await release.LookAsync();

        Assert.Contains("An update first marks revision 1 as failed", found.Message);
        Assert.True(before.IsUnchanged(await release.LatestAsync()));
    }

    [Theory]
    [InlineData(0, "may be running until")]
    [InlineData(-60, "Its operation was killed")]
    public async Task The_pending_release_of_another_installation_is_reported_and_left_alone(int minutes, string what)
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.LeaveAsync("pending-upgrade", DateTimeOffset.UtcNow.AddMinutes(minutes));
        var before = await release.LatestAsync();

        var found = await Interruption.SettleAsync(
            release.Client, release.Namespace, TestRelease.Name, Interruption.OwnedBy("another"), TimeSpan.FromMinutes(5), new QuickTime(), _ => { }, default);

        Assert.Equal((ReleaseCondition.Foreign, true, null), (found.Condition, found.IsObstacle, found.ImportId));
        Assert.Contains("is pending-upgrade (revision 1, chart workspace-provider 1.0.0, since ", found.Message);
        Assert.Contains(what, found.Message);
        Assert.Contains("pulumi config set namespace", found.Message);
        Assert.DoesNotContain(TestRelease.Token, found.ToString());
        Assert.True(before.IsUnchanged(await release.LatestAsync()));
    }

    [Fact]
    public async Task A_stack_without_a_token_owns_nothing()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));

        var found = await Interruption.LookAsync(release.Client, release.Namespace, TestRelease.Name, Interruption.OwnedBy((string?)null), default, TimeProvider.System, default);

        Assert.Equal((ReleaseCondition.Foreign, false, null), (found.Condition, found.IsObstacle, found.Message));
    }

    [Fact]
    public async Task An_operation_may_run_for_the_timeout_and_again_for_each_hook()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a") + Templates.Hook("before", "pre-upgrade") + Templates.Hook("after", "post-upgrade") + Templates.Hook("later", "post-delete"));
        var began = new DateTimeOffset(2026, 11, 30, 12, 0, 0, 123, TimeSpan.Zero);
        await release.LeaveAsync("pending-upgrade", began);
        Assert.Equal(began.AddMinutes(15), (await release.LookAsync()).Until);
        await release.LeaveAsync("pending-install", began);
        Assert.Equal(began.AddMinutes(5), (await release.LookAsync()).Until);
    }

    [Fact]
    public async Task Times_are_those_that_go_writes_and_one_in_the_future_is_bounded()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await (await release.LatestAsync()).ChangeAsync(release.Client, content => content["info"]!["last_deployed"] = "2026-11-30T12:00:00.123456789+01:00", default);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 11, 0, 0, TimeSpan.Zero), (await release.LatestAsync()).Began, TimeSpan.FromSeconds(1));

        await release.LeaveAsync("pending-install", DateTimeOffset.UtcNow.AddYears(1));
        Assert.InRange((await release.LookAsync()).Until!.Value, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(6));
        Assert.Equal("failed", (await release.SettleAsync(new QuickTime())).Status);
    }
}
