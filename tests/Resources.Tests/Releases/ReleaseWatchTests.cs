using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class ReleaseWatchTests(ReleaseCluster cluster) : IClassFixture<ReleaseCluster>
{
    private const string Broken = "broken.invalid/envproxy:1";

    [Fact]
    public async Task Says_what_Helm_waits_for_and_why_an_atomic_release_failed_when_the_evidence_is_gone()
    {
        var ns = await cluster.NamespaceAsync();
        var manifest = ReleaseCluster.Deployment("envproxy", Broken);
        await using var watch = new Watched(cluster.Client, ns);
        await cluster.RecordAsync(ns, 1, "pending-install", manifest);
        await cluster.ApplyAsync(ns, manifest);

        await watch.ProgressAsync(line => line.Contains("ImagePull"));
        await cluster.RecordAsync(ns, 1, "uninstalling", manifest);
        await cluster.Client.DeleteAsync($"apis/apps/v1/namespaces/{ns}/deployments/envproxy", default);
        await cluster.ForgetAsync(ns, 1);

        var cause = await watch.FailureAsync();
        Assert.Matches(@"waiting for Deployment envproxy: 0 of 1 pods are (ready|updated); pod envproxy-\S+: container envproxy: (Err)?ImagePull(BackOff)?", watch.Progress.Last(line => line.Contains("ImagePull")));
        Assert.StartsWith("Deployment envproxy: 0 of 1 pods are ready; pod envproxy-", cause);
        Assert.Contains("container envproxy: ", cause);
        Assert.Contains("event Failed", cause);
        Assert.Contains("broken.invalid", cause);
        Assert.Equal(watch.Progress.Distinct(), watch.Progress); // only what changed
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("uninstalling")]
    public async Task A_record_that_failed_between_two_looks_is_explained_with_what_is_there(string status)
    {
        var ns = await cluster.NamespaceAsync();
        var manifest = ReleaseCluster.Deployment("envproxy", Broken);
        await cluster.ApplyAsync(ns, manifest);
        await cluster.RecordAsync(ns, 1, status, manifest, "Release \"x\" failed: context deadline exceeded");
        await using var watch = new Watched(cluster.Client, ns);

        var cause = await watch.FailureAsync();

        Assert.StartsWith("Deployment envproxy: ", cause);
        Assert.Contains("Helm: Release \"x\" failed: context deadline exceeded", cause);
        await watch.EndAsync();
        Assert.Single(watch.Failures);
    }

    [Fact]
    public async Task What_stopped_Helm_comes_before_what_it_never_created()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.RecordAsync(ns, 1, "failed", ReleaseCluster.Deployment("envproxy"), "Service \"envproxy\" is invalid: spec.ports: Required value");
        await using var watch = new Watched(cluster.Client, ns);

        Assert.Equal("Helm: Service \"envproxy\" is invalid: spec.ports: Required value", await watch.FailureAsync());
    }

    [Theory]
    [InlineData("failed", "pending-rollback", "Preparing rollback to 1")]
    [InlineData("superseded", "deployed", "Rollback to 1")]
    public async Task A_rollback_is_a_failure_of_the_upgrade(string status, string next, string description)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.RecordAsync(ns, 1, "superseded", ReleaseCluster.Deployment("envproxy"));
        await cluster.RecordAsync(ns, 2, status, ReleaseCluster.Deployment("envproxy"), "Upgrade \"x\" failed: timed out");
        await cluster.RecordAsync(ns, 3, next, ReleaseCluster.Deployment("envproxy"), description);
        await using var watch = new Watched(cluster.Client, ns, 1);

        Assert.Contains("Upgrade \"x\" failed: timed out", await watch.FailureAsync());
    }

    [Fact]
    public async Task A_release_that_succeeds_ends_the_watch_without_a_word_of_failure()
    {
        var ns = await cluster.NamespaceAsync();
        var manifest = ReleaseCluster.Deployment("envproxy");
        await cluster.RecordAsync(ns, 1, "failed", manifest, "an old failure");
        await using var watch = new Watched(cluster.Client, ns, 1);
        await cluster.RecordAsync(ns, 2, "pending-upgrade", manifest);
        await watch.ProgressAsync(line => line == "waiting for Deployment envproxy: it does not exist yet");
        await cluster.ApplyAsync(ns, manifest);
        await cluster.RecordAsync(ns, 2, "deployed", manifest);

        await watch.Done;

        Assert.Empty(watch.Failures);
    }

    [Fact]
    public async Task After_the_end_it_looks_once_more_for_a_failure()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.RecordAsync(ns, 1, "failed", "", "chart requires kubeVersion");
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        var failures = new List<string>();

        await new ReleaseWatch(cluster.Client, ns, ReleaseCluster.Name, 0, TimeProvider.System).WatchAsync(_ => { }, failures.Add, ended.Token);

        Assert.Equal(["Helm: chart requires kubeVersion"], failures);
    }

    [Fact]
    public async Task An_operation_that_is_still_pending_at_the_end_has_not_failed()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.RecordAsync(ns, 1, "pending-install", ReleaseCluster.Deployment("envproxy"));
        await using var watch = new Watched(cluster.Client, ns);
        await watch.ProgressAsync(_ => true);

        await watch.EndAsync();

        Assert.Empty(watch.Failures);
    }

    [Fact]
    public async Task A_hook_that_fails_is_named_and_not_the_objects_that_come_after_it()
    {
        var ns = await cluster.NamespaceAsync();
        const string Job = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: migrate, image: "broken.invalid/migrate:1"}]}}}
            """;
        var hooks = new JsonArray(new JsonObject { ["name"] = "migrate", ["kind"] = "Job", ["manifest"] = Job, ["last_run"] = new JsonObject { ["phase"] = "Running" } });
        await cluster.ApplyAsync(ns, Job);
        await cluster.RecordAsync(ns, 1, "pending-install", ReleaseCluster.Deployment("envproxy"), hooks: hooks);
        await using var watch = new Watched(cluster.Client, ns);

        await watch.ProgressAsync(line => line.StartsWith("waiting for Job migrate: 0 of 1 pods have completed", StringComparison.Ordinal) && line.Contains("ImagePull"));
        await cluster.RecordAsync(ns, 1, "failed", ReleaseCluster.Deployment("envproxy"), "failed pre-install: job failed");

        var cause = await watch.FailureAsync();
        Assert.Contains("Job migrate", cause);
        Assert.DoesNotContain("Deployment", cause);
    }

    [Fact]
    public async Task A_crash_is_explained_by_exit_code_and_the_log_of_the_run_that_ended_without_secrets()
    {
        var ns = await cluster.NamespaceAsync();
        var manifest = ReleaseCluster.Deployment("envproxy") + """
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: token}, stringData: {token: s3cr3t-token}}
            """;
        await cluster.ApplyAsync(ns, ReleaseCluster.Deployment("envproxy", Broken));
        await cluster.RecordAsync(ns, 1, "failed", manifest, "timed out");
        await using var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (_, _) => false, path =>
            path.Contains("/log?") ? path.Contains("previous=true") ? "starting\ndial https://u:s3cr3t-token@coder: refused\n" : ""
            : path.Contains("/pods?") ? """
                {"items":[{"metadata":{"name":"envproxy-x","namespace":"NS","uid":"1"},"status":{"phase":"Running","containerStatuses":[{"name":"envproxy","ready":false,"restartCount":3,
                  "state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 40s"}},"lastState":{"terminated":{"reason":"Error","exitCode":1}}}]}}]}
                """.Replace("NS", ns)
            : null);
        await using var watch = new Watched(server.Client, ns);

        var lines = (await watch.FailureAsync()).Split('\n');

        Assert.EndsWith("; pod envproxy-x: container envproxy: CrashLoopBackOff, exit code 1", lines[0]);
        Assert.Contains("    pod envproxy-x: container envproxy: CrashLoopBackOff: back-off 40s; it ended before with Error, exit code 1, restarts: 3", lines);
        Assert.Contains("    pod envproxy-x: last log of envproxy: dial https://u:[secret]@coder: refused", lines);
        Assert.Equal("Helm: timed out", lines[^1]);
    }

    [Fact]
    public async Task A_claim_that_gets_no_volume_is_named()
    {
        var ns = await cluster.NamespaceAsync();
        const string Claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: home}, spec: {storageClassName: gone, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
        await cluster.ApplyAsync(ns, Claim);
        await cluster.RecordAsync(ns, 1, "failed", Claim, "timed out");
        await using var watch = new Watched(cluster.Client, ns);

        Assert.StartsWith("PersistentVolumeClaim home: it is not bound to a volume (Pending)", await watch.FailureAsync());
    }

    [Fact]
    public async Task A_missing_permission_is_named_once_and_the_watch_goes_on()
    {
        var ns = await cluster.NamespaceAsync();
        var manifest = ReleaseCluster.Deployment("envproxy", Broken);
        await cluster.ApplyAsync(ns, manifest);
        await cluster.RecordAsync(ns, 1, "pending-install", manifest);
        await using var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (_, path) => path.EndsWith("/pods", StringComparison.Ordinal) || path.EndsWith("/events", StringComparison.Ordinal));
        await using var watch = new Watched(server.Client, ns);
        await watch.ProgressAsync(line => line.StartsWith("waiting for Deployment envproxy: 0 of 1 pods are ", StringComparison.Ordinal));
        await cluster.RecordAsync(ns, 1, "failed", manifest, "timed out");

        var cause = await watch.FailureAsync();

        foreach (var permission in (string[])["pods", "events"])
        {
            var sentence = $"The credentials may not list {permission} in the namespace {ns}: what Helm waits for cannot be seen in full.";
            Assert.Single(watch.Progress, sentence);
            Assert.Contains(sentence, cause);
        }
    }

    [Fact]
    public async Task Without_the_right_to_read_records_the_watch_says_so_once_and_ends_quietly()
    {
        var ns = await cluster.NamespaceAsync();
        await using var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (_, path) => path.EndsWith("/secrets", StringComparison.Ordinal));
        await using var watch = new Watched(server.Client, ns);
        await watch.ProgressAsync(_ => true);

        await watch.EndAsync();

        Assert.Equal($"The credentials may not list secrets in the namespace {ns}: what Helm waits for cannot be seen in full.", Assert.Single(watch.Progress));
        Assert.Empty(watch.Failures);
    }

    [Fact]
    public async Task A_cluster_that_goes_away_is_no_error_of_the_watch()
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.RecordAsync(ns, 1, "pending-install", ReleaseCluster.Deployment("envproxy"));
        var server = await RefusingServer.StartAsync(cluster.Kubeconfig, (_, _) => false);
        await using var watch = new Watched(server.Client, ns);
        await watch.ProgressAsync(_ => true);
        await server.StopAsync();

        await watch.ProgressAsync(line => line.StartsWith("the cluster cannot be asked what Helm waits for: ", StringComparison.Ordinal));
        await watch.EndAsync();

        Assert.Empty(watch.Failures);
        await server.DisposeAsync();
    }

    /// <summary>A watch that runs, and what it said.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ended = new();
        private readonly SemaphoreSlim _said = new(0);

        public Watched(ClusterClient client, string ns, int revisionBefore = 0) =>
            Done = new ReleaseWatch(client, ns, ReleaseCluster.Name, revisionBefore, TimeProvider.System).WatchAsync(line => Say(Progress, line), line => Say(Failures, line), _ended.Token);

        public ConcurrentQueue<string> Progress { get; } = [];

        public ConcurrentQueue<string> Failures { get; } = [];

        public Task Done { get; }

        public async Task ProgressAsync(Func<string, bool> expected)
        {
            while (!Progress.Any(expected))
                await _said.WaitAsync();
        }

        public async Task<string> FailureAsync()
        {
            await Done;
            return Assert.Single(Failures);
        }

        public async Task EndAsync()
        {
            await _ended.CancelAsync();
            await Done;
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            _ended.Dispose();
            _said.Dispose();
        }

        private void Say(ConcurrentQueue<string> lines, string line)
        {
            lines.Enqueue(line);
            _said.Release();
        }
    }
}
