using System.Collections.Immutable;
using Coder.Infra.Checks;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class WorkspaceProviderStackTests
{
    [Fact]
    public async Task The_release_carries_what_the_seeds_helm_command_sets()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        var release = mocks.Inputs("coder-workspace-provider");
        Assert.Equal("workspace-provider", release["chart"]);
        Assert.Equal("1.19.2", release["version"]);
        Assert.Equal("coder-workspace-provider", release["name"]);
        Assert.Equal("coder", release["namespace"]);
        Assert.Equal(true, release["atomic"]);
        Assert.Equal("https://helm.coder.com", Map(release, "repositoryOpts")["repo"]);
        var values = Map(release, "values");
        Assert.Equal("shared-secret", Map(values, "envproxy")["token"]);
        Assert.Equal("http://eu.coder.example.com", Map(values, "envproxy")["accessURL"]);
        Assert.Equal("https://k8s.example.com:6443", Map(values, "envproxy")["clusterAddress"]);
        Assert.Equal("eu.coder.example.com", Map(values, "ingress")["host"]);
        Assert.Equal("http://coder.example.com", Map(values, "cemanager")["accessURL"]);
    }

    [Fact]
    public async Task The_registration_gets_name_host_and_cluster()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        Assert.Equal(
            new Dictionary<string, object> { ["name"] = "eu", ["hostname"] = "http://eu.coder.example.com", ["clusterAddress"] = "https://k8s.example.com:6443", ["namespace"] = "coder" },
            mocks.Inputs("registration").ToDictionary());
    }

    [Fact]
    public async Task Without_a_name_a_unique_one_is_made()
    {
        var mocks = new ProviderMocks();
        var config = StackRun.Config();
        config.Remove("providerName");
        await StackRun.RunAsync(mocks, config);

        Assert.Equal("dev-a1b2c3", mocks.Inputs("registration")["name"]);
    }

    [Theory]
    [InlineData("ip", "203.0.113.7")]
    [InlineData("hostname", "lb.example.com")]
    public async Task The_dns_record_leads_to_what_the_ingress_reports(string kind, string address)
    {
        var mocks = new ProviderMocks { Address = ImmutableDictionary<string, object>.Empty.Add(kind, address) };
        await StackRun.RunAsync(mocks);

        var record = mocks.Inputs("dns");
        Assert.Equal("eu.coder.example.com", record["name"]);
        Assert.Equal(address, record["address"]);
        Assert.Equal("coder.example.com", record["zone"]);
        Assert.Equal(60.0, record["ttl"]);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Name == "dns-devurls");
    }

    [Fact]
    public async Task Dev_urls_get_a_wildcard_record_and_a_value()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("devurlsHost", "*.eu.coder.example.com")));

        Assert.Equal("*.eu.coder.example.com", mocks.Inputs("dns-devurls")["name"]);
        Assert.Equal("*.eu.coder.example.com", Map(Map(mocks.Inputs("coder-workspace-provider"), "values"), "devurls")["host"]);
    }

    [Fact]
    public async Task The_ingress_is_waited_for_and_then_read()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        var patch = mocks.Resources.Single(resource => resource.Type == "kubernetes:networking.k8s.io/v1:IngressPatch");
        Assert.Equal("jsonpath={.status.loadBalancer.ingress[0]}", Map(Map(patch.Inputs, "metadata"), "annotations")["pulumi.com/waitFor"]);
        Assert.Equal("coder/web-ingress", mocks.Resources.Single(resource => resource.Type == "kubernetes:networking.k8s.io/v1:Ingress").Id);
    }

    [Fact]
    public async Task Values_are_merged_over_the_computed_ones()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("values", """{"envproxy":{"replicas":2,"clusterAddress":"https://other:6443"},"ssh":{"enable":false},"serviceTolerations":[{"key":"a"}]}""")));

        var values = Map(mocks.Inputs("coder-workspace-provider"), "values");
        Assert.Equal(2.0, Map(values, "envproxy")["replicas"]);
        Assert.Equal("https://other:6443", Map(values, "envproxy")["clusterAddress"]);
        Assert.Equal("shared-secret", Map(values, "envproxy")["token"]);
        Assert.Equal("http://eu.coder.example.com", Map(values, "envproxy")["accessURL"]);
        Assert.Equal(false, Map(values, "ssh")["enable"]);
    }

    [Fact]
    public async Task Organizations_are_admitted_by_name_and_unset_ones_left_alone()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("organizations", """["default","platform"]""")));
        Assert.Equal(["default", "platform"], ((ImmutableArray<object>)mocks.Inputs("admission")["organizations"]).Select(name => (string)name));

        var without = new ProviderMocks();
        await StackRun.RunAsync(without);
        Assert.False(without.Inputs("admission").ContainsKey("organizations"));
    }

    [Fact]
    public async Task The_outputs_are_what_a_user_needs()
    {
        var outputs = await StackRun.RunAsync(new ProviderMocks());

        Assert.Equal("rp-1", await StackRun.ValueAsync<string>(outputs, "providerId"));
        Assert.Equal("eu", await StackRun.ValueAsync<string>(outputs, "name"));
        Assert.Equal("http://eu.coder.example.com", await StackRun.ValueAsync<string>(outputs, "url"));
        Assert.Equal("ready", await StackRun.ValueAsync<string>(outputs, "status"));
        Assert.Equal("203.0.113.7", await StackRun.ValueAsync<string>(outputs, "ingressAddress"));
        Assert.Equal("eu.coder.example.com", await StackRun.ValueAsync<string>(outputs, "dnsName"));
        Assert.Equal("1.19.2", await StackRun.ValueAsync<string>(outputs, "releaseVersion"));
        Assert.Equal(3, await StackRun.ValueAsync<int>(outputs, "releaseRevision"));
        Assert.Equal("shared-secret", await StackRun.ValueAsync<string>(outputs, "envproxyToken"));
        Assert.DoesNotContain("dnsRecord", outputs.Keys);
        Assert.DoesNotContain("caCertificate", outputs.Keys);
    }

    [Fact]
    public async Task Wrong_settings_fail_with_every_problem_and_no_resource()
    {
        var mocks = new ProviderMocks();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, StackRun.Config(("hostname", "eu.example.org"), ("namespace", "Not Valid"))));

        Assert.Contains("coder-infra:hostname \"eu.example.org\" is not a subdomain of coder.example.com", error.Message);
        Assert.Contains("coder-infra:namespace \"Not Valid\"", error.Message);
        Assert.Empty(mocks.Resources);
    }

    [Fact]
    public async Task Another_version_than_the_deployments_fails_before_anything_is_made()
    {
        var mocks = new ProviderMocks();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, found: new Findings { DeploymentVersion = "v1.20.0" }));

        Assert.Contains("is at version 1.20.0, but coder-infra:coderVersion is 1.19.2", error.Message);
        Assert.Contains("pulumi config set coderVersion 1.20.0", error.Message);
        Assert.Empty(mocks.Resources);
    }

    [Fact]
    public async Task A_version_skew_can_be_allowed()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("allowVersionSkew", "true")), found: new Findings { DeploymentVersion = "1.20.0" });

        Assert.Equal("1.19.2", mocks.Inputs("coder-workspace-provider")["version"]);
    }

    [Theory]
    [InlineData("registration", new[] { "namespace", "release-removal" })]
    [InlineData("namespace", new[] { "coder-workspace-provider", "web-ingress", "dns", "admission" })]
    [InlineData("registration", new[] { "coder-workspace-provider", "web-ingress", "dns", "admission" })]
    [InlineData("coder-workspace-provider", new[] { "web-ingress", "dns", "admission" })]
    [InlineData("web-ingress", new[] { "dns", "admission" })]
    [InlineData("dns", new[] { "admission" })]
    public async Task A_step_waits_for_the_ones_before_it(string failing, string[] never)
    {
        var mocks = new ProviderMocks { Failing = failing };

        await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks));

        Assert.Contains(mocks.Resources, resource => resource.Name == failing);
        Assert.All(never, name => Assert.DoesNotContain(mocks.Resources, resource => resource.Name == name));
    }

    [Fact]
    public async Task Every_resource_has_its_provider_and_none_a_default_one()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        foreach (var resource in mocks.Resources.Where(resource => resource.Type!.StartsWith("kubernetes:") || resource.Type.StartsWith("coder-infra:index:") && resource.Type != "coder-infra:index:WorkspaceProvider"))
        {
            var package = resource.Type!.Split(':')[0];
            Assert.Contains($"pulumi:providers:{package}::", resource.Provider);
        }
    }

    [Fact]
    public async Task A_namespace_of_somebody_else_is_used_and_kept()
    {
        var options = await NamespaceAsync(Presence.Foreign);

        Assert.Equal("coder", options.ImportId);
        Assert.True(options.RetainOnDelete);
        Assert.Contains("metadata.labels", options.IgnoreChanges);
    }

    [Theory]
    [InlineData("Own", "coder")]
    [InlineData("Missing", null)]
    public async Task A_namespace_of_the_stack_goes_with_it(string presence, string? import)
    {
        var options = await NamespaceAsync(Enum.Parse<Presence>(presence));

        Assert.Equal(import, options.ImportId);
        Assert.Null(options.RetainOnDelete);
        Assert.Empty(options.IgnoreChanges);
    }

    [Fact]
    public async Task The_release_is_removed_by_a_resource_before_it()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        Assert.True(mocks.Position("release-removal") < mocks.Position("coder-workspace-provider"));
        Assert.Equal("shared-secret", mocks.Inputs("release-removal")["token"]);
    }

    private static async Task<CustomResourceOptions> NamespaceAsync(Presence presence)
    {
        var options = new CustomResourceOptions();
        await Deployment.TestAsync(new ProviderMocks(), new TestOptions(), () =>
        {
            StackNamespace.Declare(StackRun.Settings(), new Findings { Namespace = presence }, options);
            return Task.CompletedTask;
        });
        return options;
    }

    [Fact]
    public async Task Tokens_and_urls_are_secrets()
    {
        var values = await OutputUtilities.GetValueAsync(((Input<ImmutableDictionary<string, object>>)ProviderValues.Of(StackRun.Settings(), Output.Create("shared-secret"))).ToOutput());

        var envproxy = (ImmutableDictionary<string, object>)values["envproxy"];
        Assert.True(await Output.IsSecretAsync((Output<string>)envproxy["token"]));
        Assert.True(await Output.IsSecretAsync((Output<object>)envproxy["accessURL"]));
        Assert.True(await Output.IsSecretAsync((Output<object>)((ImmutableDictionary<string, object>)values["cemanager"])["accessURL"]));
        Assert.DoesNotContain(envproxy.Values, value => value is "shared-secret");
    }

    [Fact]
    public async Task Values_that_hold_a_secret_are_secret_as_a_whole()
    {
        var config = StackRun.Config(("values", """{"certs":{"secret":{"name":"hush"}}}"""));
        var settings = SettingsReader.Read(
            name => config.GetValueOrDefault(name), name => name == "PULUMI_CONFIG_SECRET_KEYS" ? "[\"coder-infra:coderToken\",\"coder-infra:values\"]" : null, out _)!;
        var values = await OutputUtilities.GetValueAsync(((Input<ImmutableDictionary<string, object>>)ProviderValues.Of(settings, Output.Create("t"))).ToOutput());

        var secret = (ImmutableDictionary<string, object>)((ImmutableDictionary<string, object>)values["certs"])["secret"];
        Assert.True(await Output.IsSecretAsync((Output<object>)secret["name"]));
    }

    private static ImmutableDictionary<string, object> Map(ImmutableDictionary<string, object> from, string name) => (ImmutableDictionary<string, object>)from[name];
}
