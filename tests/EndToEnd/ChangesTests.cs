using System.Text.Json.Nodes;

namespace Coder.Infra.EndToEnd;

/// <summary>What each change of a setting does, as docs/changes.md describes it; the state before and after is asserted.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ChangesTests
{
    [Fact]
    public async Task A_rename_organizations_and_values_are_in_place()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        var before = await ProviderAsync(project);
        await project.RunAsync("sandbox", "add-workspace", "alpha", "eu");

        await project.RunAsync("config", "set", "providerName", "europe");
        var renamed = await project.RunAsync("up", "--yes");
        Assert.Contains("coder-infra:index:Registration registration updated", renamed);
        Assert.Contains("~ 1 updated", renamed);
        var after = await ProviderAsync(project);
        Assert.Equal(("eu", "europe", (string?)before["id"]), ((string?)before["name"], (string?)after["name"], (string?)after["id"]));

        await project.RunAsync("config", "rm", "organizations");
        await project.RunAsync("config", "set", "--path", "organizations[0]", "data");
        await project.RunAsync("config", "set", "--path", "values.envproxy.replicas", "2");
        var changed = await project.RunAsync("up", "--yes");
        Assert.Contains("~ 2 updated", changed);
        Assert.DoesNotContain("replaced", changed);
        var data = (string?)(await project.CoderAsync("api/v0/orgs"))!.AsArray().Single(organization => (string?)organization!["name"] == "data")!["id"];
        Assert.Equal([data], (await ProviderAsync(project))["org_whitelist"]!.AsArray().Select(id => (string?)id));
        Assert.Equal(2, (int)(await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy"))!["spec"]!["replicas"]!);
        await project.RunAsync("up", "--yes", "--expect-no-changes");
    }

    [Fact]
    public async Task What_takes_workspaces_away_is_refused_at_preview_and_done_once_they_are_gone()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        var first = await ProviderAsync(project);
        var token = await TokenAsync(project);
        await project.RunAsync("sandbox", "add-workspace", "alpha", "eu");

        foreach (var (name, value, back) in new[] { ("hostname", "us.coder.localhost", "eu.coder.localhost"), ("tokenGeneration", "1", "0"), ("namespace", "coder-us", "coder-eu") })
        {
            await project.RunAsync("config", "set", name, value);
            Assert.Contains("still holds 1 workspace: alpha", await project.FailAsync("preview"));
            Assert.Contains("nothing has been touched", await project.FailAsync("up", "--yes", "--skip-preview"));
            await project.RunAsync("config", "set", name, back);
        }

        Assert.Equal(first.ToJsonString(), (await ProviderAsync(project)).ToJsonString());
        Assert.Null(await project.GetAsync("/api/v1/namespaces/coder-us"));
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        // Another host: a new registration of the same name, after the old one has gone.
        await project.RunAsync("sandbox", "remove-workspace", "alpha");
        await project.RunAsync("config", "set", "hostname", "us.coder.localhost");
        await project.RunAsync("up", "--yes");
        var second = await ProviderAsync(project);
        Assert.Equal(("eu", "http://us.coder.localhost", "ready"), ((string?)second["name"], (string?)second["envproxy_access_url"], (string?)second["status"]));
        Assert.NotEqual((string?)first["id"], (string?)second["id"]);
        Assert.NotEqual(token, token = await TokenAsync(project));

        // A new token, on purpose.
        await project.RunAsync("config", "set", "tokenGeneration", "1");
        await project.RunAsync("up", "--yes");
        var third = await ProviderAsync(project);
        Assert.Equal(("eu", "ready"), ((string?)third["name"], (string?)third["status"]));
        Assert.NotEqual(token, token = await TokenAsync(project));

        // Another namespace: the registration and the token stay.
        await project.RunAsync("config", "set", "namespace", "coder-us");
        await project.RunAsync("up", "--yes");
        var fourth = await ProviderAsync(project);
        Assert.Equal(((string?)third["id"], "ready"), ((string?)fourth["id"], (string?)fourth["status"]));
        Assert.Equal(token, await TokenAsync(project));
        Assert.Null(await project.GetAsync("/api/v1/namespaces/coder-eu"));
        Assert.NotNull(await project.GetAsync("/apis/apps/v1/namespaces/coder-us/deployments/envproxy"));
        await project.RunAsync("up", "--yes", "--expect-no-changes");
    }

    private static async Task<JsonNode> ProviderAsync(TestProject project) => Assert.Single(await project.ProvidersAsync())!;

    private static async Task<string> TokenAsync(TestProject project) =>
        (string)JsonNode.Parse(await project.RunAsync("stack", "output", "--json", "--show-secrets"))!["envproxyToken"]!;
}
