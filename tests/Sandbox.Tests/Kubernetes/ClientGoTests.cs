using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>
/// The sandbox's cluster from end to end as client-go talks to it, which is what the official Kubernetes plugin, kubectl and Helm
/// are built on: its Accept headers, its patches, its watches.
/// </summary>
public sealed class ClientGoTests
{
    private const string OpenApiV2 = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string Discovery = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private const string Typed = "application/vnd.kubernetes.protobuf,application/json";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData(OpenApiV2)]
    [InlineData("application/com.github.proto-openapi.spec.v2@v1.0+protobuf")]
    public async Task The_schema_comes_as_protobuf_with_the_content_type_that_client_go_takes(string accept)
    {
        await using var cluster = await TestCluster.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2?timeout=32s");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await cluster.Client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(OpenApiV2, response.Content.Headers.ContentType!.ToString());
        // openapi_v2.Document: field 1 (swagger) is the string "2.0".
        Assert.Equal([0x0a, 3, (byte)'2', (byte)'.', (byte)'0'], body[..5]);
        Assert.Contains("io.k8s.api.apps.v1.Deployment", Encoding.UTF8.GetString(body));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2");
        again.Headers.TryAddWithoutValidation("Accept", accept);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await cluster.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task A_schema_in_a_form_that_there_is_not_is_not_acceptable()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal(406, (await cluster.GetAsync("/openapi/v2", "application/xml")).Status);
        Assert.StartsWith("application/json", (await cluster.GetAsync("/openapi/v2")).ContentType);
    }

    [Fact]
    public async Task A_client_discovers_creates_patches_watches_and_deletes()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("pulumi-kubernetes", "4.32.0"));

        // Discovery in one request, by the form asked for first.
        var groups = await cluster.GetAsync("/apis?timeout=32s", Discovery);
        Assert.Equal("APIGroupDiscoveryList", (string?)groups.Json["kind"]);
        Assert.Contains(groups.Json["items"]!.AsArray(), g => (string?)g!["metadata"]!["name"] == "apps");

        // Server-side apply, dry first: nothing is kept.
        const string Applied = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"a":"1"}}""";
        var dry = await ApplyAsync(cluster, "dryRun=All&", Applied);
        Assert.Equal(201, dry.Status);
        Assert.Equal(404, (await cluster.GetAsync($"{ConfigMaps}/c", Typed)).Status);
        var created = await ApplyAsync(cluster, "", Applied);
        Assert.Equal(201, created.Status);
        var version = (string)created.Json["metadata"]!["resourceVersion"]!;
        Assert.Equal("pulumi-kubernetes", (string?)created.Json["metadata"]!["managedFields"]![0]!["manager"]);

        // The plugin's empty JSON patch.
        var unchanged = await cluster.SendAsync("PATCH", $"{ConfigMaps}/c", JsonValue.Create("null"), "application/json-patch+json", Typed);
        Assert.Equal((200, version), (unchanged.Status, (string?)unchanged.Json["metadata"]!["resourceVersion"]));
        Assert.Equal(400, (await cluster.SendAsync("PATCH", $"{ConfigMaps}/c", JsonValue.Create("null"), "application/merge-patch+json")).Status);

        // A watch from the list's version with bookmarks sees what comes after it, and no more.
        var list = await cluster.GetAsync($"{ConfigMaps}?limit=500&fieldSelector=metadata.name%3Dc", Typed);
        var from = (string)list.Json["metadata"]!["resourceVersion"]!;
        using var watch = await cluster.Client.GetAsync(
            $"{ConfigMaps}?allowWatchBookmarks=true&fieldSelector=metadata.name%3Dc&resourceVersion={from}&timeoutSeconds=60&watch=true", HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await watch.Content.ReadAsStreamAsync());
        var changed = await ApplyAsync(cluster, "", Applied.Replace("\"1\"", "\"2\"", StringComparison.Ordinal));
        Assert.Equal(200, changed.Status);
        var modified = JsonNode.Parse((await events.ReadLineAsync())!)!;
        Assert.Equal(("MODIFIED", "2"), ((string?)modified["type"], (string?)modified["object"]!["data"]!["a"]));
        Assert.Equal((string?)changed.Json["metadata"]!["resourceVersion"], (string?)modified["object"]!["metadata"]!["resourceVersion"]);

        Assert.Equal("Status", (string?)(await cluster.SendAsync("DELETE", $"{ConfigMaps}/c", JsonNode.Parse("""{"propagationPolicy":"Background"}"""))).Json["kind"]);
        Assert.Equal("DELETED", (string?)JsonNode.Parse((await events.ReadLineAsync())!)!["type"]);
    }

    [Fact]
    public async Task A_watch_list_ends_its_first_events_with_a_bookmark()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"c"}}""");
        using var watch = await cluster.Client.GetAsync(
            $"{ConfigMaps}?allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3Dc&watch=true", HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await watch.Content.ReadAsStreamAsync());
        Assert.Equal("ADDED", (string?)JsonNode.Parse((await events.ReadLineAsync())!)!["type"]);
        var bookmark = JsonNode.Parse((await events.ReadLineAsync())!)!;
        Assert.Equal(("BOOKMARK", "true"), ((string?)bookmark["type"], (string?)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]));
    }

    private static Task<Answer> ApplyAsync(TestCluster cluster, string query, string json) => cluster.SendAsync(
        "PATCH", $"{ConfigMaps}/c?{query}fieldManager=pulumi-kubernetes&force=true", JsonNode.Parse(json), "application/apply-patch+yaml", Typed);
}
