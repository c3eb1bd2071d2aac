using System.Text.Json.Nodes;

namespace Coder.Infra.EndToEnd;

/// <summary>Many providers: one stack each, in one cluster.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class FleetTests
{
    private static readonly string[] Teams = ["web", "data", "mobile"];

    [Fact]
    public async Task Three_providers_share_a_cluster_and_none_touches_another()
    {
        await using var project = new TestProject();
        foreach (var team in Teams)
        {
            project.AddStack(team,
                ("coderVersion", "1.19.2"), ("kubeconfig", ".sandbox/kubeconfig"), ("hostname", $"{team}.coder.localhost"), ("providerName", team), ("namespace", $"coder-{team}"));
            await project.RunAsync("up", "--yes", "--stack", team);
        }

        var providers = (await project.ProvidersAsync()).ToDictionary(pool => (string)pool!["name"]!, pool => pool!);
        Assert.Equal(Teams.Order(), providers.Keys.Order());
        Assert.All(providers.Values, provider => Assert.Equal("ready", (string?)provider["status"]));
        var addresses = new HashSet<string>();
        foreach (var team in Teams)
        {
            var ingress = await project.GetAsync($"/apis/networking.k8s.io/v1/namespaces/coder-{team}/ingresses/web-ingress");
            Assert.True(addresses.Add((string)ingress!["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!), "each provider has an address of its own");
        }

        // Nothing of a provider is outside of its namespace.
        foreach (var kind in new[] { "clusterroles", "clusterrolebindings" })
            Assert.DoesNotContain(await ItemsAsync(project, $"/apis/rbac.authorization.k8s.io/v1/{kind}"), IsOfARelease);
        Assert.DoesNotContain(await ItemsAsync(project, "/apis/networking.k8s.io/v1/ingressclasses"), IsOfARelease);

        // One goes, the others stay.
        await project.RunAsync("destroy", "--yes", "--stack", "data");
        Assert.Null(await project.GetAsync("/api/v1/namespaces/coder-data"));
        foreach (var team in Teams.Except(["data"]))
            await project.RunAsync("preview", "--expect-no-changes", "--stack", team);
        Assert.Equal(["mobile", "web"], (await project.ProvidersAsync()).Select(pool => (string)pool!["name"]!).Order());
        Assert.All(await project.ProvidersAsync(), provider => Assert.Equal("ready", (string?)provider!["status"]));
    }

    private static bool IsOfARelease(JsonNode item) => (string?)item["metadata"]!["annotations"]?["meta.helm.sh/release-name"] is not null;

    private static async Task<IEnumerable<JsonNode>> ItemsAsync(TestProject project, string path) =>
        (await project.GetAsync(path))?["items"]?.AsArray().Select(item => item!) ?? [];
}
