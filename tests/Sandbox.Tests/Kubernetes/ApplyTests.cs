using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>Field ownership and server-side apply beyond what was recorded.</summary>
public sealed class ApplyTests : IAsyncLifetime
{
    const string Deployments = "/apis/apps/v1/namespaces/default/deployments/d";

    TestCluster _cluster = null!;
    IDisposable _rest = null!;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _rest = await _cluster.Server.PauseControllersAsync();
    }

    public async Task DisposeAsync()
    {
        _rest.Dispose();
        await _cluster.DisposeAsync();
    }

    static string Deployment(string containers, string more = "") =>
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{MORE"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[CONTAINERS]}}}}"""
            .Replace("MORE", more).Replace("CONTAINERS", containers);

    Task<Answer> ApplyAsync(string manager, string json, bool force = false) =>
        _cluster.PatchAsync($"{Deployments}?fieldManager={manager}{(force ? "&force=true" : "")}", json, "apply-patch+yaml");

    static string[] Names(JsonNode deployment) =>
        [.. deployment["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(c => (string)c!["name"]!)];

    [Fact]
    public async Task An_empty_map_or_atomic_list_that_is_applied_is_owned_though_it_is_not_stored()
    {
        var answer = await _cluster.PatchAsync(
            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/r?fieldManager=one",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r","labels":{},"finalizers":[]},"rules":[]}""", "apply-patch+yaml");
        Assert.Equal("""{"f:metadata":{"f:labels":{}},"f:rules":{}}""", answer.Json["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString());
        Assert.Null(answer.Json["metadata"]!["labels"]);
    }

    [Fact]
    public async Task A_container_that_is_no_longer_applied_goes_with_its_defaults()
    {
        await ApplyAsync("one", Deployment("""{"name":"a","image":"i"},{"name":"b","image":"j"}"""));
        var answer = await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}"""));
        Assert.Equal(200, answer.Status);
        Assert.Equal(["a"], Names(answer.Json));
    }

    [Fact]
    public async Task A_container_that_somebody_else_applies_too_stays()
    {
        await ApplyAsync("one", Deployment("""{"name":"a","image":"i"},{"name":"b","image":"j"}"""));
        await ApplyAsync("two", Deployment("""{"name":"b","image":"j"}"""));
        var answer = await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}"""));
        Assert.Equal(["a", "b"], Names(answer.Json));
    }

    [Fact]
    public async Task All_conflicts_are_listed_by_manager()
    {
        await ApplyAsync("one", Deployment("""{"name":"a","image":"i","env":[{"name":"E","value":"1"}]}""", "\"replicas\":2,"));
        var answer = await ApplyAsync("two", Deployment("""{"name":"a","image":"x","env":[{"name":"E","value":"2"}]}""", "\"replicas\":3,"));
        Assert.Equal(409, answer.Status);
        Assert.Equal("Apply failed with 3 conflicts: conflicts with \"one\":\n- .spec.replicas\n- .spec.template.spec.containers[name=\"a\"].env[name=\"E\"].value\n- .spec.template.spec.containers[name=\"a\"].image", (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task A_conflict_with_an_updater_names_its_version()
    {
        await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}"""));
        await _cluster.PatchAsync($"{Deployments}?fieldManager=kubectl", """{"spec":{"replicas":4}}""");
        var answer = await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}""", "\"replicas\":2,"));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"kubectl\" using apps/v1: .spec.replicas", (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task Keys_of_ports_count_their_default_protocol()
    {
        var answer = await ApplyAsync("one", Deployment("""{"name":"a","image":"i","ports":[{"containerPort":80}]}"""));
        var fields = answer.Json["metadata"]!["managedFields"]![0]!["fieldsV1"]!.ToJsonString();
        Assert.Contains("k:{\\u0022containerPort\\u0022:80,\\u0022protocol\\u0022:\\u0022TCP\\u0022}", fields);
    }

    [Fact]
    public async Task Applying_the_same_again_changes_nothing()
    {
        var first = await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}"""));
        var second = await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}"""));
        Assert.Equal(201, first.Status);
        Assert.True(JsonNode.DeepEquals(first.Json, second.Json));
    }

    [Fact]
    public async Task Giving_up_a_field_that_nobody_else_owns_removes_it()
    {
        await _cluster.PatchAsync("/api/v1/namespaces/default/configmaps/c?fieldManager=one", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","labels":{"l":"1"}},"data":{"a":"1","b":"2"}}""", "apply-patch+yaml");
        var answer = await _cluster.PatchAsync("/api/v1/namespaces/default/configmaps/c?fieldManager=one", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"1"}}""", "apply-patch+yaml");
        Assert.Equal("""{"a":"1"}""", answer.Json["data"]!.ToJsonString());
        Assert.Null(answer.Json["metadata"]!["labels"]);
    }

    [Fact]
    public async Task An_unchanged_default_is_never_a_conflict()
    {
        await ApplyAsync("one", Deployment("""{"name":"a","image":"i"}"""));
        var answer = await ApplyAsync("two", Deployment("""{"name":"a","image":"i","imagePullPolicy":"Always"}"""));
        Assert.Equal(200, answer.Status);
    }
}
