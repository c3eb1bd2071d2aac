namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class PlanTests
{
    [Fact]
    public async Task What_a_preview_planned_is_what_up_does()
    {
        await using var project = new TestProject();
        await project.RunAsync("preview", "--save-plan", "plan.json");
        Assert.Contains("status         : \"ready\"", await project.RunAsync("up", "--yes", "--plan", "plan.json"));

        await project.RunAsync("sandbox", "coder-version", "1.20.0");
        await project.RunAsync("config", "set", "coderVersion", "1.20.0");
        await project.RunAsync("preview", "--save-plan", "plan.json");
        Assert.Contains("~ 1 updated", await project.RunAsync("up", "--yes", "--plan", "plan.json"));

        // A plan for what has changed since is refused.
        await project.RunAsync("config", "set", "providerName", "europe");
        Assert.Contains("violates plan", await project.FailAsync("up", "--yes", "--plan", "plan.json"));
        Assert.Equal("eu", (string?)Assert.Single(await project.ProvidersAsync())!["name"]);
    }
}
