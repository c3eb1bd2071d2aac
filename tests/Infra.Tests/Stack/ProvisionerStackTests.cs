using System.Collections.Immutable;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class ProvisionerStackTests
{
    [Fact]
    public async Task The_release_carries_what_coders_manual_sets_and_no_key()
    {
        var mocks = await RunAsync(("replicas", "3"));

        var release = mocks.Inputs("coder-provisioner");
        Assert.Equal(("coder-provisioner", "2.19.0"), ((string)release["chart"], (string)release["version"]));
        var (coder, daemon) = (Map(Map(release, "values"), "coder"), Map(Map(release, "values"), "provisionerDaemon"));
        Assert.Equal(3.0, coder["replicaCount"]);
        Assert.Equal(("coder-provisioner-key", "key", ""), ((string)daemon["keySecretName"], (string)daemon["keySecretKey"], (string)daemon["pskSecretName"]));
        var variable = (ImmutableDictionary<string, object>)Assert.Single((ImmutableArray<object>)coder["env"]);
        Assert.Equal(("CODER_URL", "http://coder.example.com"), ((string)variable["name"], (string)variable["value"]));
        Assert.Equal("key-1", Map(coder, "podAnnotations")["coder-infra/token"]);
        Assert.Equal("coder-infra/dev", Map(coder, "annotations")["coder-infra/stack"]);
    }

    [Fact]
    public async Task The_key_gets_its_organization_name_and_tags()
    {
        var key = (await RunAsync(("organization", "platform"), ("keyName", "eu"), ("tags", """{"region":"eu","gpu":true}"""))).Inputs("key");

        Assert.Equal(("platform", "eu", "coder-infra/dev"), ((string)key["organization"], (string)key["name"], (string)key["stack"]));
        Assert.Equal("eu", Map(key, "tags")["region"]);
        Assert.Equal("true", Map(key, "tags")["gpu"]);
    }

    [Fact]
    public async Task It_has_no_host_no_record_and_no_certificate()
    {
        var mocks = await RunAsync();

        Assert.DoesNotContain(mocks.Resources, resource => resource.Type is "coder-infra:index:DnsRecord" || resource.Type!.Contains("Ingress") || resource.Type.StartsWith("tls:"));
    }

    [Fact]
    public async Task Readiness_wants_as_many_daemons_as_replicas_at_the_charts_version()
    {
        var readiness = (await RunAsync(("replicas", "3"))).Inputs("readiness");

        Assert.Equal(new Dictionary<string, object> { ["organizationId"] = "org-1", ["keyId"] = "key-1", ["replicas"] = 3.0, ["version"] = "2.19.0" }, readiness.ToDictionary());
    }

    [Theory]
    [InlineData("key", new[] { "namespace", "coder-provisioner", "readiness" })]
    [InlineData("key-secret", new[] { "coder-provisioner", "readiness" })]
    [InlineData("coder-provisioner", new[] { "readiness" })]
    public async Task A_step_waits_for_the_ones_before_it(string failing, string[] never)
    {
        var mocks = new ProviderMocks { Failing = failing };

        await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, StackRun.ProvisionerConfig(), found: StackRun.FoundV2));

        Assert.Contains(mocks.Resources, resource => resource.Name == failing);
        Assert.All(never, name => Assert.DoesNotContain(mocks.Resources, resource => resource.Name == name));
    }

    private static async Task<ProviderMocks> RunAsync(params (string Name, string Value)[] more)
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.ProvisionerConfig(more), found: StackRun.FoundV2);
        return mocks;
    }

    private static ImmutableDictionary<string, object> Map(ImmutableDictionary<string, object> from, string name) => (ImmutableDictionary<string, object>)from[name];
}
