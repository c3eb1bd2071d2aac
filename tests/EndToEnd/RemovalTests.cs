namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class RemovalTests
{
    [Fact]
    public async Task Destroy_is_refused_while_workspaces_exist_and_done_after_they_are_gone()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        await project.RunAsync("sandbox", "add-workspace", "alpha", "eu");

        var refused = await project.FailAsync("destroy", "--yes");
        Assert.Contains("still holds 1 workspace: alpha", refused);
        Assert.Equal("cordoned", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);
        Assert.NotNull(await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy"));

        // Given up: the next up lets workspaces in again.
        await project.RunAsync("up", "--yes");
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);

        await project.RunAsync("sandbox", "remove-workspace", "alpha");
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProvidersAsync());
        Assert.Null(await project.GetAsync("/api/v1/namespaces/coder-eu"));
        Assert.DoesNotContain("urn:pulumi:", project.State);
    }
}
