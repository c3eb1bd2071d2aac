using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>Discovery says what the recorded cluster said.</summary>
public sealed class DiscoveryTests
{
    const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    [Theory]
    [InlineData("/api/v1", "api_v1.json")]
    [InlineData("/apis", "apis.json")]
    [InlineData("/apis/apps/v1", "apis_apps_v1.json")]
    [InlineData("/apis/autoscaling/v2", "apis_autoscaling_v2.json")]
    [InlineData("/apis/batch/v1", "apis_batch_v1.json")]
    [InlineData("/apis/networking.k8s.io/v1", "apis_networking.k8s.io_v1.json")]
    [InlineData("/apis/policy/v1", "apis_policy_v1.json")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1", "apis_rbac.authorization.k8s.io_v1.json")]
    [InlineData("/version", "version.json")]
    public async Task A_document_is_as_recorded(string path, string file)
    {
        await using var cluster = await TestCluster.StartAsync();
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Recordings.Folder, "kubernetes", "discovery", file)));
        var answer = await cluster.GetAsync(path);
        Assert.Empty(new Resemblance().Compare(recorded, answer.Json));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/apis")]
    public async Task Aggregated_discovery_is_as_recorded(string path)
    {
        await using var cluster = await TestCluster.StartAsync();
        var recorded = Recordings.Lines("up-create.jsonl").First(l => ((string)l["requestURI"]!).StartsWith(path + "?"))["responseObject"];
        var answer = await cluster.GetAsync(path, Aggregated);
        Assert.Empty(new Resemblance().Compare(recorded, answer.Json));
        Assert.Equal("application/json; g=apidiscovery.k8s.io; v=v2; as=APIGroupDiscoveryList", answer.ContentType);
    }

    [Fact]
    public async Task OpenApi_v3_has_a_document_for_each_group_version()
    {
        await using var cluster = await TestCluster.StartAsync();
        var index = (await cluster.GetAsync("/openapi/v3")).Json["paths"]!.AsObject();
        Assert.Contains("api/v1", index.Select(p => p.Key));
        foreach (var (_, entry) in index)
        {
            var document = (await cluster.GetAsync((string)entry!["serverRelativeURL"]!)).Json;
            Assert.Equal("3.0.0", (string?)document["openapi"]);
            var schemas = document["components"]!["schemas"]!.AsObject();
            foreach (var reference in References(document)) Assert.Contains(reference["#/components/schemas/".Length..], schemas.Select(s => s.Key));
        }
    }

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "$ref" && p.Value is JsonValue ? [(string)p.Value!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
