using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Releases.Waiting;
using Coder.Infra.Helm.Tests.Kube;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class ReadyCheckerTests
{
    const string Seen = "\"observedGeneration\":2";

    [Theory]
    // Pods
    [InlineData("v1", "Pod", """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", null)]
    [InlineData("v1", "Pod", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"False","reason":"ContainersNotReady"}]}}""", "not ready (ContainersNotReady)")]
    [InlineData("v1", "Pod", """{"status":{"phase":"Pending"}}""", "not ready (phase Pending)")]
    // Volume claims
    [InlineData("v1", "PersistentVolumeClaim", """{"status":{"phase":"Bound"}}""", null)]
    [InlineData("v1", "PersistentVolumeClaim", """{"status":{"phase":"Pending"}}""", "not bound (phase Pending)")]
    // Services
    [InlineData("v1", "Service", """{"spec":{"type":"ClusterIP","clusterIP":"10.0.0.1"}}""", null)]
    [InlineData("v1", "Service", """{"spec":{"type":"ClusterIP","clusterIP":"None"}}""", null)]
    [InlineData("v1", "Service", """{"spec":{"type":"ClusterIP"}}""", "no cluster IP yet")]
    [InlineData("v1", "Service", """{"spec":{"type":"ExternalName"}}""", null)]
    [InlineData("v1", "Service", """{"spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1"},"status":{"loadBalancer":{}}}""", "no load balancer address yet")]
    [InlineData("v1", "Service", """{"spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1"},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}""", null)]
    [InlineData("v1", "Service", """{"spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1","externalIPs":["1.2.3.4"]}}""", null)]
    // Stateful sets
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":2},"status":{"observedGeneration":1}}""", "the controller has not seen the change yet")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":2},"status":{SEEN,"updatedReplicas":1,"readyReplicas":2}}""", "1 of 2 replicas updated")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":2},"status":{SEEN,"updatedReplicas":2,"readyReplicas":1}}""", "1 of 2 replicas ready")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":1},"status":{SEEN,"updatedReplicas":1,"readyReplicas":1,"currentRevision":"a","updateRevision":"b"}}""", "the update is not complete yet")]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":1},"status":{SEEN,"updatedReplicas":1,"readyReplicas":1,"currentRevision":"a","updateRevision":"a"}}""", null)]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}},"status":{SEEN,"updatedReplicas":1,"readyReplicas":3,"currentRevision":"a","updateRevision":"b"}}""", null)]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":3,"updateStrategy":{"type":"OnDelete"}},"status":{SEEN}}""", null)]
    // Daemon sets
    [InlineData("apps/v1", "DaemonSet", """{"spec":{},"status":{SEEN,"desiredNumberScheduled":2,"updatedNumberScheduled":1}}""", "1 of 2 pods updated")]
    [InlineData("apps/v1", "DaemonSet", """{"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":1}}},"status":{SEEN,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberReady":0}}""", "0 of 1 pods ready")]
    [InlineData("apps/v1", "DaemonSet", """{"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":"50%"}}},"status":{SEEN,"desiredNumberScheduled":3,"updatedNumberScheduled":3,"numberReady":1}}""", null)]
    [InlineData("apps/v1", "DaemonSet", """{"spec":{"updateStrategy":{"type":"OnDelete"}},"status":{SEEN,"desiredNumberScheduled":3}}""", null)]
    // Jobs
    [InlineData("batch/v1", "Job", """{"spec":{"completions":2,"backoffLimit":6},"status":{"succeeded":1}}""", "1 of 2 completions")]
    [InlineData("batch/v1", "Job", """{"spec":{"completions":2,"backoffLimit":6},"status":{"succeeded":2}}""", null)]
    [InlineData("batch/v1", "Job", """{"spec":{"parallelism":2,"backoffLimit":6},"status":{}}""", null)]
    // All others are ready once they are there
    [InlineData("v1", "ConfigMap", """{}""", null)]
    [InlineData("networking.k8s.io/v1", "Ingress", """{"status":{}}""", null)]
    public async Task A_kind_is_ready_by_helms_rule(string apiVersion, string kind, string live, string? why)
        => Assert.Equal(why, await WhyAsync(apiVersion, kind, live, []));

    [Theory]
    [InlineData("apps/v1", "ReplicaSet")]
    [InlineData("v1", "ReplicationController")]
    public async Task Replicas_are_ready_when_their_pods_are(string apiVersion, string kind)
    {
        const string Set = """{"spec":{"selector":{"app":"x"}},"status":{SEEN}}""";
        var ready = JsonNode.Parse("""{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""")!.AsObject();
        Assert.Null(await WhyAsync(apiVersion, kind, Set, [ready]));
        Assert.Equal("1 of 2 pods ready", await WhyAsync(apiVersion, kind, Set, [ready.DeepClone().AsObject(), new JsonObject()]));
    }

    [Fact]
    public async Task A_job_that_failed_too_often_ends_the_wait()
    {
        var failure = await Assert.ThrowsAsync<HelmException>(() => WhyAsync("batch/v1", "Job", """{"spec":{"backoffLimit":1},"status":{"failed":2}}""", []));
        Assert.Equal("job is failed: team/x", failure.Message);
    }

    static async Task<string?> WhyAsync(string apiVersion, string kind, string live, IEnumerable<JsonObject> pods)
    {
        var value = JsonNode.Parse(live.Replace("SEEN", Seen, StringComparison.Ordinal))!.AsObject();
        value["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "team", ["generation"] = 2 };
        var list = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = "1" }, ["items"] = new JsonArray([.. pods]) };
        await using var server = await ScriptedServer.StartAsync(
            (request, response) => response.Json(200, request.Path.Contains("/pods", StringComparison.Ordinal) && kind != "Pod" ? list : value));
        using var kube = server.Client();
        var reference = new ObjectReference(apiVersion, kind, "x", "team");
        var resource = await kube.ResourceAsync(apiVersion, kind);
        return await new ReadyChecker(kube, checkJobs: true).WhyNotReadyAsync(new ManifestObject(value, resource, reference), default);
    }
}
