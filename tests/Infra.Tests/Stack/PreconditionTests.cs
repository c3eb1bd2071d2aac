using Coder.Infra.Checks;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class PreconditionTests
{
    [Fact]
    public async Task One_report_has_every_problem_and_nothing_is_declared()
    {
        var mocks = new ProviderMocks();
        var found = Found("1.20.0");
        found.Problem(20, "The cluster is not there.");
        found.Problem(40, "The chart is not there.");
        found.Hint("The name is taken.");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, found: found));

        Assert.All(
            ["The cluster is not there.", "The chart is not there.", "is at version 1.20.0, but coder-infra:coderVersion is 1.19.2", "The name is taken."],
            part => Assert.Contains(part, error.Message));
        Assert.Empty(mocks.Resources);
    }

    [Fact]
    public async Task Mistakes_in_the_settings_are_in_the_same_report()
    {
        var mocks = new ProviderMocks();
        var found = Found("1.19.2");
        found.Problem(20, "The cluster is not there.");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(
            mocks, StackRun.Config(("hostname", "eu.example.org"), ("namespace", "Not Valid")), preview: true, found));

        Assert.All(
            ["coder-infra:hostname \"eu.example.org\" is not a subdomain", "coder-infra:namespace \"Not Valid\"", "The cluster is not there."],
            part => Assert.Contains(part, error.Message));
        Assert.Empty(mocks.Resources);
    }

    [Fact]
    public async Task A_hint_alone_is_no_problem()
    {
        var mocks = new ProviderMocks();
        var found = Found("1.19.2");
        found.Hint("The name is taken.");
        await StackRun.RunAsync(mocks, found: found);

        Assert.Contains(mocks.Resources, resource => resource.Name == "admission");
    }

    [Fact]
    public void A_deployment_that_does_not_answer_is_reported_once()
    {
        var found = new Findings();
        Lockstep.Check(StackRun.Settings(), found);

        Assert.Empty(found.Problems);
    }

    [Fact]
    public void A_version_that_is_none_is_reported()
    {
        var found = Found("next");
        Lockstep.Check(StackRun.Settings(), found);

        Assert.Contains("reports version \"next\", which is not a valid version", Assert.Single(found.Problems));
    }

    [Fact]
    public async Task Version_auto_follows_the_deployment()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("coderVersion", "auto")), found: Found("v1.20.0+build"));

        Assert.Equal("1.20.0", mocks.Inputs("coder-workspace-provider")["version"]);
    }

    [Theory]
    [InlineData("1.22.0", "it ended with Coder 1.21")]
    [InlineData("1.16.3", "the chart began with Coder 1.17")]
    public async Task Version_auto_is_refused_where_the_deployment_has_no_chart(string version, string said)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(new ProviderMocks(), StackRun.Config(("coderVersion", "auto")), found: Found(version)));

        Assert.Contains("coder-infra:coderVersion is auto, and the Coder deployment at http://coder.example.com is at", error.Message);
        Assert.Contains(said, error.Message);
    }

    private static Findings Found(string version) => new() { DeploymentVersion = version };
}
