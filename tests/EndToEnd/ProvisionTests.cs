using System.Text.Json.Nodes;

namespace Coder.Infra.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class ProvisionTests
{
    [Fact]
    public async Task One_command_provisions_and_the_next_finds_everything_unchanged()
    {
        await using var project = new TestProject();
        // The stack that the README's first command runs.
        File.Copy(Path.Combine(TestProject.Root, "Pulumi.dev.yaml"), Path.Combine(project.Folder, "Pulumi.dev.yaml"), overwrite: true);

        var first = await project.RunAsync("up", "--yes");
        Assert.Contains("status         : \"ready\"", first);
        Assert.Contains("envproxyToken  : [secret]", first);
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);

        var second = await project.RunAsync("up", "--yes", "--expect-no-changes");
        Assert.Contains("unchanged", second);
        Assert.DoesNotContain("created", second);

        var outputs = JsonNode.Parse(await project.RunAsync("stack", "output", "--json", "--show-secrets"))!;
        var token = (string)outputs["envproxyToken"]!;
        Assert.Equal("http://dev.coder.localhost", (string?)outputs["url"]);
        Assert.Equal("1.19.2", (string?)outputs["releaseVersion"]);

        // No secret in plain text, whatever was printed or written.
        Assert.All([first, second, project.State], text =>
        {
            Assert.DoesNotContain(token, text);
            Assert.DoesNotContain(project.Sandbox.CoderToken, text);
            Assert.DoesNotContain(project.Sandbox.DnsKeySecret, text);
        });
    }

    [Fact]
    public async Task A_version_bump_changes_the_release_and_nothing_else()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        await project.RunAsync("sandbox", "coder-version", "v1.20.0+build");

        var refused = await project.FailAsync("preview");
        Assert.Contains("is at version 1.20.0, but coder-infra:coderVersion is 1.19.2", refused);
        Assert.Contains("pulumi config set coderVersion 1.20.0", refused);

        await project.RunAsync("config", "set", "coderVersion", "1.20.0");
        var bumped = await project.RunAsync("up", "--yes");

        Assert.Contains("~ 1 updated", bumped);
        Assert.DoesNotContain("created", bumped);
        Assert.DoesNotContain("replaced", bumped);
        Assert.Contains("\"1.19.2\" => \"1.20.0\"", bumped);
        var proxy = await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy");
        Assert.Contains("1.20.0", (string?)proxy!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task A_changed_address_is_followed_by_the_record_in_place()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        await project.RunAsync("sandbox", "ingress-address", "coder-eu", "203.0.113.200");
        Assert.Equal("pending", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);

        var followed = await project.RunAsync("up", "--yes");

        Assert.Contains("coder-infra:index:DnsRecord dns updated", followed);
        Assert.Contains("~ 1 updated", followed);
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);
    }

    [Fact]
    public async Task A_failed_release_says_which_pod_and_why_and_the_next_up_recovers()
    {
        await using var project = new TestProject(("values", "{envproxy: {image: broken.invalid/envproxy:1}}"), ("timeouts", "{release: 6s}"));

        var failed = await project.FailAsync("up", "--yes");

        Assert.Contains("has been uninstalled due to atomic being set", failed);
        Assert.Contains("broken.invalid/envproxy:1", failed);
        Assert.Contains("ErrImagePull", failed.Replace("ImagePullBackOff", "ErrImagePull"));
        Assert.Null(await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy"));
        Assert.DoesNotContain("helm.sh/v3:Release::", project.State);

        await project.RunAsync("config", "rm", "values");
        await project.RunAsync("config", "rm", "timeouts");
        Assert.Contains("status         : \"ready\"", await project.RunAsync("up", "--yes"));
    }

    [Fact]
    public async Task Wrong_wiring_stays_pending_with_its_reason()
    {
        await using var project = new TestProject(("clusterAddress", "https://elsewhere.example.com:6443"), ("timeouts", "{admission: 2s}"));

        var failed = await project.FailAsync("up", "--yes");

        Assert.Contains("is still pending", failed);
        Assert.Contains("https://elsewhere.example.com:6443 cannot be reached from the deployment", failed);
    }
}
