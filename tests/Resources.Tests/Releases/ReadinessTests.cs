using System.Text.Json.Nodes;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData("Deployment", """{"replicas":2}""", """{"replicas":2,"updatedReplicas":2,"readyReplicas":1}""", "1 of 2 pods are ready")]
    [InlineData("Deployment", "{}", """{"replicas":2,"updatedReplicas":1,"readyReplicas":1}""", "0 of 1 pods are ready")] // the old pod is ready, the new one is not
    [InlineData("Deployment", """{"replicas":2}""", """{"replicas":2,"updatedReplicas":1,"readyReplicas":2}""", "1 of 2 pods are updated")]
    [InlineData("Deployment", """{"replicas":4,"strategy":{"rollingUpdate":{"maxUnavailable":"25%"}}}""", """{"replicas":4,"updatedReplicas":4,"readyReplicas":3}""", null)]
    [InlineData("Deployment", """{"paused":true}""", "{}", null)]
    [InlineData("Deployment", """{"replicas":0}""", "{}", null)]
    [InlineData("StatefulSet", """{"replicas":3}""", """{"updatedReplicas":3,"readyReplicas":2}""", "2 of 3 pods are ready")]
    [InlineData("StatefulSet", """{"replicas":3,"updateStrategy":{"rollingUpdate":{"partition":2}}}""", """{"updatedReplicas":1,"readyReplicas":3}""", null)]
    [InlineData("DaemonSet", "{}", """{"desiredNumberScheduled":2,"updatedNumberScheduled":1,"numberReady":2}""", "1 of 2 pods are updated")]
    [InlineData("DaemonSet", "{}", """{"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberReady":2}""", null)]
    [InlineData("Job", """{"completions":2}""", """{"succeeded":1,"failed":1}""", "1 of 2 pods have completed, 1 failed")]
    [InlineData("Job", "{}", """{"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}""", "it failed: BackoffLimitExceeded: Job has reached the specified backoff limit")]
    [InlineData("Job", "{}", """{"conditions":[{"type":"Complete","status":"True"}]}""", null)]
    [InlineData("Pod", "{}", """{"phase":"Pending"}""", "it is not ready (Pending)")]
    [InlineData("Pod", "{}", """{"phase":"Succeeded"}""", null)]
    [InlineData("PersistentVolumeClaim", "{}", """{"phase":"Pending"}""", "it is not bound to a volume (Pending)")]
    [InlineData("Service", """{"type":"LoadBalancer"}""", """{"loadBalancer":{}}""", "its load balancer has no address")]
    [InlineData("Service", """{"type":"LoadBalancer"}""", """{"loadBalancer":{"ingress":[{"ip":"10.0.0.1"}]}}""", null)]
    [InlineData("Service", """{"type":"ClusterIP"}""", "{}", null)]
    [InlineData("CustomResourceDefinition", "{}", """{"conditions":[{"type":"NamesAccepted","status":"False","reason":"PluralConflict","message":"in use"}]}""", "its names are not accepted: PluralConflict: in use")]
    [InlineData("CustomResourceDefinition", "{}", """{"conditions":[{"type":"Established","status":"True"}]}""", null)]
    [InlineData("ConfigMap", "{}", "{}", null)]
    public void Each_kind_says_what_is_missing(string kind, string spec, string status, string? why) =>
        Assert.Equal(why, Readiness.Of(new JsonObject { ["kind"] = kind, ["spec"] = JsonNode.Parse(spec), ["status"] = JsonNode.Parse(status) }));

    [Fact]
    public void A_status_of_before_the_change_counts_for_nothing() => Assert.Equal("its controller has not seen the change yet", Readiness.Of(JsonNode.Parse("""
        {"kind":"Deployment","metadata":{"generation":3},"status":{"observedGeneration":2,"replicas":1,"updatedReplicas":1,"readyReplicas":1}}
        """)!.AsObject()));

    [Theory]
    [InlineData("""{"state":{"waiting":{"reason":"ImagePullBackOff","message":"no such host"}}}""", "ImagePullBackOff", "ImagePullBackOff: no such host", true)]
    [InlineData("""{"state":{"waiting":{"reason":"ContainerCreating"}}}""", "ContainerCreating", "ContainerCreating", false)]
    [InlineData("""{"state":{"waiting":{"reason":"CrashLoopBackOff"}},"restartCount":4,"lastState":{"terminated":{"reason":"OOMKilled","exitCode":137}}}""",
        "CrashLoopBackOff, exit code 137", "CrashLoopBackOff; it ended before with OOMKilled, exit code 137, restarts: 4", true)]
    [InlineData("""{"state":{"terminated":{"reason":"Error","exitCode":2,"message":"bad flag"}}}""", "Error, exit code 2", "Error, exit code 2: bad flag", true)]
    [InlineData("""{"state":{"running":{}},"ready":false}""", "running, not ready", "running, not ready", false)]
    public void A_container_says_its_reason_and_exit_code(string status, string brief, string full, bool isFailure)
    {
        var container = JsonNode.Parse(status)!.AsObject();
        container["name"] = "envproxy";
        var problem = Assert.Single(PodProblem.Of(new JsonObject { ["status"] = new JsonObject { ["containerStatuses"] = new JsonArray(container) } }));

        Assert.Equal(("envproxy", brief, full, isFailure), (problem.Container, problem.Short, problem.Full, problem.IsFailure));
    }

    [Fact]
    public void A_pod_without_a_node_says_why()
    {
        var pod = JsonNode.Parse("""{"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes are available"}]}}""")!.AsObject();

        Assert.Equal("not scheduled: Unschedulable: 0/1 nodes are available", Assert.Single(PodProblem.Of(pod)).Full);
    }

    [Theory]
    [InlineData("get", "api/v1/namespaces/coder/secrets/token", "get secrets in the namespace coder")]
    [InlineData("get", "apis/apps/v1/namespaces/coder/deployments/envproxy", "get deployments.apps in the namespace coder")]
    [InlineData("list", "api/v1/namespaces/coder/pods?labelSelector=a%3Db", "list pods in the namespace coder")]
    [InlineData("get", "api/v1/namespaces/coder/pods/envproxy-x/log", "get pods/log in the namespace coder")]
    [InlineData("get", "apis/rbac.authorization.k8s.io/v1/clusterroles/coder", "get clusterroles.rbac.authorization.k8s.io")]
    [InlineData("get", "api/v1/namespaces/coder", "get namespaces")]
    public void A_permission_is_named_as_kubectl_names_it(string verb, string path, string name) => Assert.Equal(name, Permission.Of(verb, path));
}
