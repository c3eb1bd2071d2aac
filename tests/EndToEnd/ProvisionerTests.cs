using System.Text.Json.Nodes;

namespace Coder.Infra.EndToEnd;

/// <summary>An external provisioner of Coder v2, from its first command to its last.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ProvisionerTests
{
    private const string Space = "coder-builds";

    [Fact]
    public async Task It_is_provisioned_changed_without_a_gap_and_never_ended_while_it_builds()
    {
        await using var project = TestProject.V2(
            ("kind", "provisioner"), ("namespace", Space), ("keyName", "eu"), ("replicas", "2"), ("tags", "{region: eu}"), ("timeouts", "{builds: 2s}"));

        var first = await project.RunAsync("up", "--yes");
        Assert.Contains("status         : \"ready\"", first);
        var key = Assert.Single(await KeysAsync(project));
        Assert.Equal("eu", (string?)key["tags"]!["region"]);
        Assert.Equal(2, (await OnlineAsync(project)).Count);
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        // While it builds no change ends its daemons, and the names of what it builds are shown.
        var pods = await project.PodsAsync(Space);
        await project.RunAsync("sandbox", "add-build", "alpha");
        await project.RunAsync("config", "set", "--path", "tags.region", "us");
        Assert.Contains("workspace alpha", await project.RunAsync("preview"));
        var refused = await project.FailAsync("up", "--yes");
        Assert.Contains("Waiting for running builds to end: workspace alpha", refused);
        Assert.Contains("The provisioner still builds after", refused);
        Assert.Equal(pods, await project.PodsAsync(Space));
        Assert.Contains((string)key["id"]!, (await KeysAsync(project)).Select(there => (string)there["id"]!));

        // Afterwards the daemons change over to another key, and the old one goes last.
        await project.RunAsync("sandbox", "end-build", "alpha");
        var rotated = await project.RunAsync("up", "--yes");
        var next = Assert.Single(await KeysAsync(project));
        Assert.NotEqual((string)key["id"]!, (string)next["id"]!);
        Assert.Equal("us", (string?)next["tags"]!["region"]);
        Assert.All(await OnlineAsync(project), daemon => Assert.Equal((string)next["id"]!, (string?)daemon["key_id"]));
        Assert.True(rotated.LastIndexOf("ProvisionerReadiness readiness updated", StringComparison.Ordinal) < rotated.LastIndexOf("ProvisionerKey key", StringComparison.Ordinal), rotated);
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        // In lockstep.
        await project.RunAsync("sandbox", "coder-version", "2.20.0");
        Assert.Contains("a provisioner must have its deployment's version", await project.FailAsync("preview"));
        await project.RunAsync("config", "set", "coderVersion", "2.20.0");
        Assert.Contains("~ 2 updated", await project.RunAsync("up", "--yes"));
        Assert.All(await OnlineAsync(project), daemon => Assert.StartsWith("v2.20.0+", (string)daemon["version"]!));

        await project.RunAsync("sandbox", "add-build", "beta");
        Assert.Contains("workspace beta", await project.FailAsync("destroy", "--yes"));
        Assert.Equal(2, (await OnlineAsync(project)).Count);
        await project.RunAsync("sandbox", "end-build", "beta");
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await KeysAsync(project));
        Assert.Null(await project.GetAsync($"/api/v1/namespaces/{Space}"));
    }

    private static async Task<List<JsonNode>> KeysAsync(TestProject project) =>
        [.. (await project.CoderV2Async(HttpMethod.Get, "organizations/default/provisionerkeys"))!.AsArray().Select(key => key!)];

    private static async Task<List<JsonNode>> OnlineAsync(TestProject project) =>
        [.. (await project.CoderV2Async(HttpMethod.Get, "organizations/default/provisionerdaemons"))!.AsArray().Select(daemon => daemon!).Where(daemon => (string?)daemon["status"] != "offline")];
}
