namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class LockstepTests
{
    [Fact]
    public async Task Version_auto_follows_the_deployment_and_a_bump_shows_one_resource_and_the_manifests_difference()
    {
        await using var project = new TestProject(("coderVersion", "auto"));
        Assert.Contains("releaseVersion : \"1.19.2\"", await project.RunAsync("up", "--yes"));
        await project.RunAsync("up", "--yes", "--expect-no-changes");
        await project.RunAsync("sandbox", "coder-version", "v1.20.0+build");

        var preview = await project.RunAsync("preview", "--diff");
        Assert.Contains("which coderVersion auto follows: chart 1.20.0", preview);
        Assert.Contains("~ 1 to update", preview);
        Assert.DoesNotContain("to create", preview);
        Assert.DoesNotContain("to replace", preview);
        Assert.Contains("\"1.19.2\" => \"1.20.0\"", preview);
        Assert.Contains("envproxy:1.20.0", preview);

        Assert.Contains("~ 1 updated", await project.RunAsync("up", "--yes"));

        await project.RunAsync("sandbox", "coder-version", "1.19.2");
        Assert.Contains("is at version 1.20.0, and 1.19.2 is older", await project.FailAsync("preview"));
        await project.RunAsync("config", "set", "allowDowngrade", "true");
        Assert.Contains("~ 1 updated", await project.RunAsync("up", "--yes"));
    }

    [Fact]
    public async Task Every_problem_of_the_surroundings_is_in_one_report()
    {
        await using var project = new TestProject();
        project.Set("CODER_URL", "http://coder.localhost:1");
        project.Set("CODER_CHART_REPO", "http://127.0.0.1:1");
        await project.RunAsync("sandbox", "start");
        File.WriteAllText(Path.Combine(project.Folder, ".sandbox", "broken"), File.ReadAllText(project.Sandbox.Kubeconfig).Replace(project.Sandbox.KubernetesUrl, "https://127.0.0.1:1"));
        await project.RunAsync("config", "set", "kubeconfig", ".sandbox/broken");

        await project.RunAsync("config", "set", "hostname", "eu.example.org");
        var refused = await project.FailAsync("preview");

        Assert.Contains("coder-infra:hostname \"eu.example.org\" is not a subdomain of coder.localhost", refused);
        Assert.Contains("Failed to look up the version of the Coder deployment at http://coder.localhost:1/", refused);
        Assert.Contains("The cluster https://127.0.0.1:1 (context \"sandbox\") cannot be reached from here", refused);
        Assert.Contains("The chart repository http://127.0.0.1:1 cannot be read", refused);
        Assert.DoesNotContain("   at ", refused);
    }

    [Fact]
    public async Task Somebody_elses_name_is_told_at_preview()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        File.Delete(Path.Combine(project.Folder, ".pulumi", "stacks", "coder-infra", "dev.json"));

        var refused = await project.FailAsync("preview");

        Assert.Contains("named \"eu\" exists already", refused);
        Assert.Contains("pulumi config set adopt true", refused);
    }
}
