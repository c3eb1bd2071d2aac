using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>What the controllers make of objects.</summary>
public sealed class ControllerTests : IAsyncLifetime
{
    TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    Task<JsonNode> DeployAsync(string name, string image, int replicas = 1) => _cluster.CreateAsync(Deployments, """
        {"metadata":{"name":"NAME"},"spec":{"replicas":REPLICAS,"selector":{"matchLabels":{"app":"NAME"}},
         "template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"c","image":"IMAGE"}]}}}}
        """.Replace("NAME", name).Replace("REPLICAS", replicas.ToString()).Replace("IMAGE", image));

    static bool Named(JsonObject o, string name) => (string?)o["metadata"]!["name"] == name;

    static bool Condition(JsonObject o, string type, string status) =>
        o["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == type && (string?)c["status"] == status) == true;

    Task<JsonObject> DeploymentAsync(string name, Func<JsonObject, bool> wanted) =>
        _cluster.EventuallyAsync("apps/v1", "Deployment", "default", d => Named(d, name) && wanted(d));

    static bool RolledOut(JsonObject d) =>
        (long?)d["status"]!["observedGeneration"] == (long?)d["metadata"]!["generation"]
        && (int?)d["status"]!["updatedReplicas"] == (int?)d["spec"]!["replicas"] && (int?)d["status"]!["availableReplicas"] == (int?)d["spec"]!["replicas"] && (int?)d["status"]!["replicas"] == (int?)d["spec"]!["replicas"];

    [Fact]
    public async Task A_deployment_becomes_available()
    {
        await DeployAsync("web", "nginx:1", 2);
        var deployment = await DeploymentAsync("web", d => RolledOut(d) && Condition(d, "Available", "True"));
        Assert.Equal("1", (string?)deployment["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]);
        Assert.True(Condition(deployment, "Progressing", "True"));
    }

    [Fact]
    public async Task A_new_template_is_rolled_out_as_a_new_revision_and_the_old_one_is_kept_without_pods()
    {
        await DeployAsync("web", "nginx:1", 3);
        await DeploymentAsync("web", RolledOut);
        await _cluster.PatchAsync(Deployments + "/web", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:2"}]}}}}""", "strategic-merge-patch+json");
        var deployment = await DeploymentAsync("web", d => RolledOut(d) && (string?)d["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"] == "2");
        Assert.Equal(2, (int?)deployment["status"]!["observedGeneration"]);
        await _cluster.EventuallyAsync("apps/v1", "ReplicaSet", "default", s => (string?)s["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"] == "1" && (int?)s["spec"]!["replicas"] == 0);
        Assert.Equal(2, _cluster.Server.Objects.List("apps/v1", "ReplicaSet", "default").Count);
    }

    [Fact]
    public async Task A_pod_of_a_broken_image_never_starts_and_an_event_says_why()
    {
        await DeployAsync("bad", "broken.invalid/app:1");
        var pod = await _cluster.EventuallyAsync("v1", "Pod", "default", p => (string?)p["status"]?["containerStatuses"]?[0]?["state"]?["waiting"]?["reason"] is "ImagePullBackOff");
        Assert.Equal("Pending", (string?)pod["status"]!["phase"]);
        Assert.True(Condition(pod, "Ready", "False"));
        var failed = await _cluster.EventuallyAsync("v1", "Event", "default", e => (string?)e["reason"] == "Failed" && ((string)e["message"]!).StartsWith("Failed to pull image"));
        Assert.Contains("broken.invalid/app:1", (string?)failed["message"]);
        await _cluster.EventuallyAsync("v1", "Event", "default", e => (string?)e["message"] == "Error: ErrImagePull");
        var deployment = await DeploymentAsync("bad", d => Condition(d, "Available", "False"));
        Assert.Equal(1, (int?)deployment["status"]!["unavailableReplicas"]);
    }

    [Fact]
    public async Task A_broken_rollout_leaves_the_old_pods_serving()
    {
        await DeployAsync("web", "nginx:1", 2);
        await DeploymentAsync("web", RolledOut);
        await _cluster.PatchAsync(Deployments + "/web", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"broken.invalid/x"}]}}}}""", "strategic-merge-patch+json");
        await _cluster.EventuallyAsync("v1", "Pod", "default", p => (string?)p["status"]?["containerStatuses"]?[0]?["state"]?["waiting"]?["reason"] is "ImagePullBackOff");
        var deployment = await DeploymentAsync("web", d => (int?)d["status"]!["updatedReplicas"] == 1);
        Assert.Equal(2, (int?)deployment["status"]!["availableReplicas"]);
    }

    [Fact]
    public async Task A_pod_waits_for_the_secret_it_mounts()
    {
        await _cluster.CreateAsync("/api/v1/namespaces/default/pods", """
            {"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"late"}}]}}
            """);
        var warning = await _cluster.EventuallyAsync("v1", "Event", "default", e => (string?)e["reason"] == "FailedMount");
        Assert.Contains("secret \"late\" not found", (string?)warning["message"]);
        await _cluster.CreateAsync("/api/v1/namespaces/default/secrets", """{"metadata":{"name":"late"}}""");
        await _cluster.EventuallyAsync("v1", "Pod", "default", p => Condition(p, "Ready", "True"));
    }

    [Fact]
    public async Task An_ingress_gets_an_address_and_another_one_when_told()
    {
        await _cluster.CreateAsync("/apis/networking.k8s.io/v1/namespaces/default/ingresses", """{"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""");
        var ingress = await _cluster.EventuallyAsync("networking.k8s.io/v1", "Ingress", "default", i => i["status"]?["loadBalancer"]?["ingress"] is not null);
        Assert.StartsWith("203.0.113.", (string?)ingress["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]);
        _cluster.Server.SetAddress("Ingress", "default", "i", "203.0.113.77");
        await _cluster.EventuallyAsync("networking.k8s.io/v1", "Ingress", "default", i => (string?)i["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"] == "203.0.113.77");
        _cluster.Server.SetAddress("Ingress", "default", "i", "lb.example.com");
        await _cluster.EventuallyAsync("networking.k8s.io/v1", "Ingress", "default", i => (string?)i["status"]?["loadBalancer"]?["ingress"]?[0]?["hostname"] == "lb.example.com");
        Assert.Throws<InvalidOperationException>(() => _cluster.Server.SetAddress("Ingress", "default", "none", "203.0.113.1"));
    }

    [Fact]
    public async Task A_service_has_the_endpoints_of_ready_pods()
    {
        await DeployAsync("web", "nginx:1", 2);
        await _cluster.CreateAsync("/api/v1/namespaces/default/services", """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}""");
        var endpoints = await _cluster.EventuallyAsync("v1", "Endpoints", "default", e => Named(e, "web") && e["subsets"]?[0]?["addresses"]?.AsArray().Count == 2);
        Assert.Equal(8080, (int?)endpoints["subsets"]![0]!["ports"]![0]!["port"]);
    }

    [Fact]
    public async Task Deleting_a_deployment_deletes_what_it_owns()
    {
        await DeployAsync("web", "nginx:1");
        await DeploymentAsync("web", RolledOut);
        await _cluster.SendAsync("DELETE", Deployments + "/web");
        await _cluster.GoneAsync("apps/v1", "ReplicaSet", "default", _ => true);
        await _cluster.GoneAsync("v1", "Pod", "default", _ => true);
    }

    [Fact]
    public async Task Foreground_deletion_takes_the_owner_last()
    {
        await DeployAsync("web", "nginx:1");
        await DeploymentAsync("web", RolledOut);
        await _cluster.SendAsync("DELETE", Deployments + "/web?propagationPolicy=Foreground");
        await _cluster.GoneAsync("apps/v1", "Deployment", "default", _ => true);
        Assert.Empty(_cluster.Server.Objects.List("apps/v1", "ReplicaSet", "default"));
    }

    [Fact]
    public async Task Orphans_outlive_their_owner()
    {
        await DeployAsync("web", "nginx:1");
        await DeploymentAsync("web", RolledOut);
        await _cluster.SendAsync("DELETE", Deployments + "/web?propagationPolicy=Orphan");
        await _cluster.GoneAsync("apps/v1", "Deployment", "default", _ => true);
        await _cluster.EventuallyAsync("apps/v1", "ReplicaSet", "default", s => s["metadata"]!["ownerReferences"] is null);
        Assert.Single(_cluster.Server.Objects.List("v1", "Pod", "default"));
    }

    [Fact]
    public async Task A_job_completes()
    {
        await _cluster.CreateAsync("/apis/batch/v1/namespaces/default/jobs", """{"metadata":{"name":"j"},"spec":{"completions":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""");
        var job = await _cluster.EventuallyAsync("batch/v1", "Job", "default", j => Condition(j, "Complete", "True"));
        Assert.Equal(2, (int?)job["status"]!["succeeded"]);
    }

    [Fact]
    public async Task A_stateful_set_makes_its_pods_in_order_with_claims_of_their_own()
    {
        await _cluster.CreateAsync("/apis/apps/v1/namespaces/default/statefulsets", """
            {"metadata":{"name":"db"},"spec":{"replicas":2,"serviceName":"db","selector":{"matchLabels":{"a":"db"}},
             "template":{"metadata":{"labels":{"a":"db"}},"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"data","mountPath":"/d"}]}]}},
             "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}
            """);
        await _cluster.EventuallyAsync("apps/v1", "StatefulSet", "default", s => (int?)s["status"]!["readyReplicas"] == 2);
        Assert.Equal(["db-0", "db-1"], _cluster.Server.Objects.List("v1", "Pod", "default").Select(p => (string)p["metadata"]!["name"]!));
        await _cluster.EventuallyAsync("v1", "PersistentVolumeClaim", "default", c => Named(c, "data-db-1") && (string?)c["status"]!["phase"] == "Bound");
    }

    [Fact]
    public async Task A_finalizer_holds_a_namespace_and_its_conditions_say_which()
    {
        await _cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"held"}}""");
        await _cluster.CreateAsync("/api/v1/namespaces/held/configmaps", """{"metadata":{"name":"c","finalizers":["example.com/hold"]}}""");
        await _cluster.SendAsync("DELETE", "/api/v1/namespaces/held");
        var held = await _cluster.EventuallyAsync("v1", "Namespace", null, n => Named(n, "held") && Condition(n, "NamespaceFinalizersRemaining", "True"));
        Assert.Contains("example.com/hold", held["status"]!.ToJsonString());
        await _cluster.PatchAsync("/api/v1/namespaces/held/configmaps/c", """{"metadata":{"finalizers":null}}""");
        await _cluster.GoneAsync("v1", "Namespace", null, n => Named(n, "held"));
    }

    [Fact]
    public async Task A_custom_resource_is_served_validated_and_gone_with_its_definition()
    {
        await _cluster.CreateAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
             "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","properties":{
               "spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1},"color":{"type":"string","default":"red"}}},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
            """);
        await _cluster.EventuallyAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, d => Condition(d, "Established", "True"));
        var widget = await _cluster.CreateAsync("/apis/example.com/v1/namespaces/default/widgets", """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":3}}""");
        Assert.Equal("red", (string?)widget["spec"]!["color"]);
        var bad = await _cluster.SendAsync("POST", "/apis/example.com/v1/namespaces/default/widgets", JsonNode.Parse("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"x"},"spec":{"size":0}}"""));
        Assert.Equal(422, bad.Status);
        Assert.Contains("spec.size in body should be greater than or equal to 1", (string?)bad.Json["message"]);
        await _cluster.SendAsync("DELETE", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com");
        await _cluster.GoneAsync("example.com/v1", "Widget", "default", _ => true);
    }
}
