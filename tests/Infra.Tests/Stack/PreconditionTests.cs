using System.Collections.Immutable;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class PreconditionTests
{
    private static readonly string[] Harmless = ["pulumi:providers:coder-infra", "pulumi:providers:kubernetes", "coder-infra:index:WorkspaceProvider"];

    [Fact]
    public async Task One_report_has_every_problem_and_nothing_is_made()
    {
        var mocks = new ProviderMocks { DeploymentVersion = "1.20.0", Found = ["The cluster is not there.", "The chart is not there."], Hints = ["The name is taken."] };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks));

        Assert.All(
            ["The cluster is not there.", "The chart is not there.", "is at version 1.20.0, but coder-infra:coderVersion is 1.19.2", "The name is taken."],
            part => Assert.Contains(part, error.Message));
        Assert.DoesNotContain(mocks.Resources, resource => !Harmless.Contains(resource.Type));
    }

    [Fact]
    public async Task Mistakes_in_the_settings_are_in_the_same_report_at_a_preview()
    {
        var mocks = new ProviderMocks { Found = ["The cluster is not there."] };
        var config = StackRun.Config(("hostname", "eu.example.org"), ("namespace", "Not Valid"));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, config, preview: true));

        Assert.All(
            ["coder-infra:hostname \"eu.example.org\" is not a subdomain", "coder-infra:namespace \"Not Valid\"", "The cluster is not there."],
            part => Assert.Contains(part, error.Message));
        Assert.Equal("pulumi:providers:coder-infra", Assert.Single(mocks.Resources).Type);
    }

    [Fact]
    public async Task A_hint_alone_is_no_problem()
    {
        var mocks = new ProviderMocks { Hints = ["The name is taken."] };
        await StackRun.RunAsync(mocks);

        Assert.Contains(mocks.Resources, resource => resource.Name == "admission");
    }

    [Fact]
    public async Task A_deployment_that_does_not_answer_is_told_once()
    {
        var mocks = new ProviderMocks { DeploymentVersion = "", Found = ["The deployment is not there."] };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks));

        Assert.Contains("The deployment is not there.", error.Message);
        Assert.DoesNotContain("tells the version", error.Message);
    }

    [Fact]
    public async Task They_are_asked_with_what_the_settings_say()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("context", "c"), ("devurlsHost", "*.eu.coder.example.com")));

        var asked = mocks.Asked!;
        Assert.Equal(StackRun.Kubeconfig, asked["kubeconfig"]);
        Assert.Equal("c", asked["context"]);
        Assert.Equal("coder", asked["namespace"]);
        Assert.Equal("1.19.2", asked["chartVersion"]);
        Assert.Equal("https://helm.coder.com", asked["chartRepository"]);
        Assert.Equal("workspace-provider", asked["chartName"]);
        Assert.Equal("eu", asked["providerName"]);
        Assert.Equal("http://eu.coder.example.com", asked["hostname"]);
        Assert.Empty((ImmutableArray<object>)asked.GetValueOrDefault("certificateSecrets", ImmutableArray<object>.Empty));
    }

    [Fact]
    public async Task Version_auto_follows_the_deployment()
    {
        var mocks = new ProviderMocks { DeploymentVersion = "v1.20.0+build" };
        await StackRun.RunAsync(mocks, StackRun.Config(("coderVersion", "auto")));

        Assert.Equal("1.20.0", mocks.Inputs("coder-workspace-provider")["version"]);
        Assert.False(mocks.Asked!.ContainsKey("chartVersion"));
    }

    [Theory]
    [InlineData("1.22.0", "it ended with Coder 1.21")]
    [InlineData("1.16.3", "the chart began with Coder 1.17")]
    public async Task Version_auto_is_refused_where_the_deployment_has_no_chart(string version, string said)
    {
        var mocks = new ProviderMocks { DeploymentVersion = version };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, StackRun.Config(("coderVersion", "auto"))));

        Assert.Contains("coder-infra:coderVersion is auto, and the Coder deployment at http://coder.example.com is at", error.Message);
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public async Task A_downgrade_must_be_allowed()
    {
        var mocks = new ProviderMocks { ReleaseVersion = "1.20.0" };
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks));
        Assert.Contains("The release in the namespace coder is at version 1.20.0, and 1.19.2 is older", error.Message);
        Assert.Contains("pulumi config set allowDowngrade true", error.Message);

        var allowed = new ProviderMocks { ReleaseVersion = "1.20.0" };
        await StackRun.RunAsync(allowed, StackRun.Config(("allowDowngrade", "true")));
        Assert.Equal("1.19.2", allowed.Inputs("coder-workspace-provider")["version"]);
    }
}
