using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class UninstallTests(RemovalCluster cluster) : IClassFixture<RemovalCluster>
{
    private static readonly string Whole = Templates.ConfigMap("a") + Templates.Deployment("web")
        + Templates.Hook("first", "pre-delete", weight: -1) + Templates.Hook("second", "pre-delete", "hook-succeeded") + Templates.Hook("last", "post-delete");

    [Fact]
    public async Task Objects_and_records_go_and_again_is_fine()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Whole);
        await release.UpgradeAsync(Whole);

        await release.RemoveAsync();
        await release.RemoveAsync();

        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
    }

    [Fact]
    public async Task Hooks_run_before_and_after_and_objects_go_in_helms_order()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Whole);
        await using var proxy = await new BreakingProxy().StartAsync(cluster);

        await release.RemoveAsync(client: proxy.Client);

        string[] expected =
        [
            $"POST /apis/batch/v1/namespaces/{release.Namespace}/jobs", $"POST /apis/batch/v1/namespaces/{release.Namespace}/jobs",
            $"DELETE /apis/batch/v1/namespaces/{release.Namespace}/jobs/second", $"DELETE /apis/batch/v1/namespaces/{release.Namespace}/jobs/first",
            $"DELETE /apis/apps/v1/namespaces/{release.Namespace}/deployments/web", $"DELETE /api/v1/namespaces/{release.Namespace}/configmaps/a",
            $"POST /apis/batch/v1/namespaces/{release.Namespace}/jobs", $"DELETE /apis/batch/v1/namespaces/{release.Namespace}/jobs/last",
            $"DELETE /api/v1/namespaces/{release.Namespace}/secrets/sh.helm.release.v1.{TestRelease.Name}.v1",
        ];
        Assert.Equal(expected, Ordered(proxy.Changes));

        // A delete is sent once more where the object is still there at the next look.
        static IEnumerable<string> Ordered(IReadOnlyList<string> changes)
        {
            var last = "";
            foreach (var change in changes.Where(change => !change.StartsWith("PATCH ", StringComparison.Ordinal)))
            {
                if (change != last || change.StartsWith("POST ", StringComparison.Ordinal))
                    yield return change;
                last = change;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_that_is_killed_at_any_request_continues(bool delivers)
    {
        for (var number = 1; ; number++)
        {
            var release = await cluster.NewAsync();
            await release.InstallAsync(Whole);
            await using var proxy = await new BreakingProxy { BreaksAt = number, Delivers = delivers }.StartAsync(cluster);
            var killed = await Record.ExceptionAsync(() => release.RemoveAsync(client: proxy.Client, cancellationToken: proxy.Killed));

            await release.RemoveAsync();

            Assert.True(("", "") == (await release.HistoryAsync(), await release.ObjectsAsync()), $"killed at request {number}: {await release.HistoryAsync()}; {await release.ObjectsAsync()}");
            if (killed is null)
                return;
        }
    }

    [Fact]
    public async Task A_hook_that_ended_is_not_run_again_when_the_removal_continues()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a") + Templates.Hook("before", "pre-delete"));
        await HoldAsync(release, "a", "example.com/hold");
        // By the clock: the hook's job takes its time. Interrupted once the hook has ended and the object is waited for.
        using var stop = new CancellationTokenSource();
        var first = release.RemoveAsync(cancellationToken: stop.Token);
        while (!first.IsCompleted && !release.Messages.Any(message => message.Contains("to be gone: ", StringComparison.Ordinal)))
            await Task.Delay(20);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await HoldAsync(release, "a");
        await using var proxy = await new BreakingProxy().StartAsync(cluster);

        await release.RemoveAsync(client: proxy.Client);

        Assert.DoesNotContain(proxy.Changes, change => change.StartsWith("POST ", StringComparison.Ordinal));
        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
    }

    [Fact]
    public async Task What_is_still_there_at_the_limit_is_named_and_running_again_continues()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a") + Templates.ConfigMap("b"));
        await HoldAsync(release, "a", "example.com/hold");

        var error = await Assert.ThrowsAsync<ClusterException>(() => release.RemoveAsync(new QuickTime()));

        Assert.Equal(
            $"Failed to remove the release {release.Namespace}/{TestRelease.Name} within 60 seconds: still there: ConfigMap a (finalizers: example.com/hold). Running the same command again continues the removal.",
            error.Message);
        Assert.Contains(release.Messages, message => message.StartsWith($"Waiting for objects of the release {release.Namespace}/{TestRelease.Name} to be gone: ", StringComparison.Ordinal));
        Assert.Equal("1 uninstalling", await release.HistoryAsync());
        await HoldAsync(release, "a");
        await release.RemoveAsync();
        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
    }

    [Fact]
    public async Task An_interrupt_says_what_was_reached()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await HoldAsync(release, "a", "example.com/hold");
        using var stop = new CancellationTokenSource();
        var time = new QuickTime { Waiting = _ => stop.Cancel() };

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => release.RemoveAsync(time, cancellationToken: stop.Token));

        Assert.Contains("to be gone: ConfigMap a", error.Message);
        Assert.EndsWith("Running the same command again continues the removal.", error.Message);
        await HoldAsync(release, "a");
    }

    [Fact]
    public async Task The_release_of_another_installation_is_left_alone()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Whole);
        var before = await release.LatestAsync();

        await Uninstall.RunAsync(
            release.Client, release.Namespace, TestRelease.Name, Interruption.OwnedBy("another"), TimeSpan.FromMinutes(1), TimeProvider.System,
            message => Assert.Contains($"revision 1 (deployed) belongs to another installation. Remove it with: helm uninstall -n {release.Namespace} {TestRelease.Name}", message), default);

        Assert.True(before.IsUnchanged(await release.LatestAsync()));
        Assert.Equal("a, web", await release.ObjectsAsync());
    }

    [Fact]
    public async Task What_is_to_be_kept_and_what_belongs_to_others_stays()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a") + Templates.Kept("kept") + Templates.ConfigMap("later") + Templates.ConfigMap("taken"));
        await AnnotateAsync(release, "later", "helm.sh/resource-policy", "keep");
        await AnnotateAsync(release, "taken", "meta.helm.sh/release-name", "another");

        await release.RemoveAsync();

        Assert.Equal(("", "kept, later, taken"), (await release.HistoryAsync(), await release.ObjectsAsync()));
        Assert.Contains(release.Messages, message => message.StartsWith("ConfigMap kept is not deleted: ", StringComparison.Ordinal));
        Assert.Contains(release.Messages, message => message.StartsWith("ConfigMap later is not deleted: ", StringComparison.Ordinal));
        Assert.Contains(release.Messages, message => message.StartsWith("ConfigMap taken is not deleted: it does not belong to the release", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pending-install")]
    [InlineData("pending-upgrade")]
    [InlineData("pending-rollback")]
    [InlineData("uninstalling")]
    [InlineData("failed")]
    [InlineData("deployed")]
    public async Task Whatever_a_killed_run_left_goes(string status)
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.LeaveAsync(status);

        await release.RemoveAsync(new QuickTime());

        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
        Assert.Equal(status.StartsWith("pending-", StringComparison.Ordinal), release.Messages.Any(message => message.StartsWith("Waiting for an operation that may be running", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_only_an_interrupted_upgrade_created_goes_too()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.UpgradeAsync(Templates.ConfigMap("a") + Templates.ConfigMap("new"));
        await release.LeaveAsync("pending-upgrade", DateTimeOffset.UtcNow.AddHours(-1));
        await (await HelmRecord.HistoryAsync(release.Client, release.Namespace, TestRelease.Name, default))[0].ChangeAsync(release.Client, content => content["info"]!["status"] = "deployed", default);
        await release.SettleAsync(TimeProvider.System);
        await release.UpgradeAsync(Templates.ConfigMap("a"));
        Assert.Equal("a, new", await release.ObjectsAsync());

        await release.RemoveAsync();

        Assert.Equal("", await release.ObjectsAsync());
    }

    [Fact]
    public async Task An_operation_that_ends_while_it_is_waited_for_is_removed_with_what_it_made()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        await release.LeaveAsync("pending-install");

        var removing = release.RemoveAsync(limit: TimeSpan.FromHours(1));
        await release.LeaveAsync("deployed");
        await removing;

        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
    }

    [Fact]
    public async Task A_failed_hook_before_the_removal_stops_it_with_the_reason()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a") + Templates.Hook("broken", "pre-delete", "hook-succeeded", fails: true));

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<ClusterException>(() => release.RemoveAsync());
            Assert.StartsWith($"Failed to remove the release {release.Namespace}/{TestRelease.Name}: the pre-delete hook failed: Job broken: DeadlineExceeded", error.Message);
        }

        Assert.Equal(("1 uninstalling", "a, broken"), (await release.HistoryAsync(), await release.ObjectsAsync()));
    }

    [Fact]
    public async Task A_failed_hook_after_the_removal_is_reported_once()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a") + Templates.Hook("broken", "post-delete", "hook-failed", fails: true));

        var error = await Assert.ThrowsAsync<ClusterException>(() => release.RemoveAsync());

        Assert.StartsWith($"The release {release.Namespace}/{TestRelease.Name} is removed, but its post-delete hook failed: Job broken: DeadlineExceeded", error.Message);
        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
        await release.RemoveAsync();
    }

    private static Task HoldAsync(TestRelease release, string name, params string[] finalizers) => release.Client.MergeAsync(
        $"api/v1/namespaces/{release.Namespace}/configmaps/{name}",
        new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(item => (JsonNode)item)]) } }, default);

    private static Task AnnotateAsync(TestRelease release, string name, string key, string value) => release.Client.MergeAsync(
        $"api/v1/namespaces/{release.Namespace}/configmaps/{name}", new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [key] = value } } }, default);
}
