namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class BadInputTests
{
    [Fact]
    public async Task Wrong_settings_are_told_all_at_once_and_change_nothing()
    {
        await using var project = new TestProject(("hostname", "eu.example.org"), ("namespace", "Not-Valid"), ("coderVersion", "1.22.0"));

        var refused = await project.FailAsync("up", "--yes");

        Assert.Contains("coder-infra:hostname \"eu.example.org\" is not a subdomain of coder.localhost. Set it with: pulumi config set hostname eu.coder.localhost", refused);
        Assert.Contains("coder-infra:namespace \"Not-Valid\"", refused);
        Assert.DoesNotContain("   at ", refused);
        Assert.Empty(await project.ProvidersAsync());
    }

    [Fact]
    public async Task A_wrong_token_an_unknown_organization_and_a_missing_chart_are_told_at_preview()
    {
        await using var project = new TestProject(("organizations", "[nobody]"));
        await project.RunAsync("sandbox", "start");
        await project.RunAsync("sandbox", "coder-version", "1.21.9", "--without-chart");
        await project.RunAsync("config", "set", "coderVersion", "1.21.9");
        var both = await project.FailAsync("preview");
        Assert.Contains("no organization \"nobody\"; it has default, platform, data", both);
        Assert.Contains("has no workspace-provider 1.21.9", both);

        project.Set("CODER_TOKEN", "wrong");
        var refused = await project.FailAsync("preview");
        Assert.Contains("401", refused);
        Assert.Contains("pulumi config set --secret coderToken", refused);
        Assert.Empty(await project.ProvidersAsync());
    }

    [Fact]
    public async Task A_provider_of_somebody_else_is_left_alone()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        await project.RunAsync("stack", "export", "--file", "state.json");
        File.Delete(Path.Combine(project.Folder, ".pulumi", "stacks", "coder-infra", "dev.json"));

        var refused = await project.FailAsync("up", "--yes", "--skip-preview");

        Assert.Contains("named \"eu\" exists already", refused);
        Assert.Contains("pulumi config set adopt true", refused);
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);
    }

    [Fact]
    public async Task A_broken_project_or_state_file_is_named_and_never_overwritten()
    {
        await using var project = new TestProject();
        await project.RunAsync("stack", "init", "dev");
        var state = Path.Combine(project.Folder, ".pulumi", "stacks", "coder-infra", "dev.json");
        File.WriteAllText(state, "{ not json");

        Assert.Contains("dev.json", await project.FailAsync("preview"));
        Assert.Equal("{ not json", File.ReadAllText(state));

        File.WriteAllText(Path.Combine(project.Folder, "Pulumi.yaml"), "name: [\n");
        Assert.Contains("Pulumi.yaml", await project.FailAsync("preview"));
    }
}
