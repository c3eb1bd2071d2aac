using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class WorkspaceProxyStackTests
{
    [Fact]
    public async Task The_release_carries_what_coders_manual_sets_and_no_token()
    {
        var mocks = await RunAsync();

        var release = mocks.Inputs("coder-workspace-proxy");
        Assert.Equal(("coder", "2.19.0", "coder"), ((string)release["chart"], (string)release["version"], (string)release["namespace"]));
        Assert.Equal("https://helm.coder.com/v2", Map(release, "repositoryOpts")["repo"]);
        var coder = Map(Map(release, "values"), "coder");
        Assert.Equal(true, coder["workspaceProxy"]);
        Assert.Equal(false, Map(coder, "serviceAccount")["workspacePerms"]);
        var variables = Variables(coder);
        Assert.Equal("http://coder.example.com", variables["CODER_PRIMARY_ACCESS_URL"]["value"]);
        Assert.Equal("http://eu.example.com", variables["CODER_ACCESS_URL"]["value"]);
        Assert.False(variables.ContainsKey("CODER_WILDCARD_ACCESS_URL"));
        var reference = Map(Map(variables["CODER_PROXY_SESSION_TOKEN"], "valueFrom"), "secretKeyRef");
        Assert.Equal(("coder-workspace-proxy-token", "token"), ((string)reference["name"], (string)reference["key"]));
        Assert.Equal("coder-infra/dev", Map(coder, "annotations")["coder-infra/stack"]);
        Assert.Matches("^[0-9a-f]{16}$", (string)Map(coder, "podAnnotations")["coder-infra/token"]);
    }

    [Fact]
    public async Task The_registration_gets_the_names_and_the_icon()
    {
        var mocks = await RunAsync(("displayName", "Frankfurt"), ("icon", "/emojis/1f1ea-1f1fa.png"), ("tokenGeneration", "2"));

        Assert.Equal(
            new Dictionary<string, object> { ["name"] = "eu", ["displayName"] = "Frankfurt", ["icon"] = "/emojis/1f1ea-1f1fa.png", ["tokenGeneration"] = 2.0 },
            mocks.Inputs("registration").ToDictionary());
    }

    [Fact]
    public async Task A_wildcard_host_is_in_the_ingress_the_environment_and_the_zone()
    {
        var mocks = await RunAsync(("wildcardHostname", "*.eu.example.com"));

        var coder = Map(Map(mocks.Inputs("coder-workspace-proxy"), "values"), "coder");
        Assert.Equal("*.eu.example.com", Map(coder, "ingress")["wildcardHost"]);
        Assert.Equal("*.eu.example.com", Variables(coder)["CODER_WILDCARD_ACCESS_URL"]["value"]);
        Assert.Equal("*.eu.example.com", mocks.Inputs("dns-wildcard")["name"]);
        Assert.Equal("*.eu.example.com", mocks.Inputs("readiness")["wildcardHostname"]);
    }

    [Fact]
    public async Task Without_an_ingress_the_pods_serve_the_certificate_and_the_address_is_the_services()
    {
        var mocks = await RunAsync(("exposure", "service"), ("tls", "issue"), ("wildcardHostname", "*.eu.example.com"));

        var coder = Map(Map(mocks.Inputs("coder-workspace-proxy"), "values"), "coder");
        Assert.False(coder.ContainsKey("ingress"));
        Assert.Equal(["coder-workspace-proxy-tls"], ((ImmutableArray<object>)Map(coder, "tls")["secretNames"]).Cast<string>());
        Assert.Equal("https://eu.example.com", Variables(coder)["CODER_ACCESS_URL"]["value"]);
        Assert.Equal("coder/coder", mocks.Resources.Single(resource => resource.Type == "kubernetes:core/v1:Service").Id);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type!.Contains("Ingress"));
        Assert.Equal("203.0.113.7", mocks.Inputs("dns")["address"]);
    }

    [Theory]
    [InlineData("secret", """{"secretName":"eu-tls","wildcardSecretName":"wildcard-tls"}""", "eu-tls", "wildcard-tls")]
    [InlineData("issue", "{}", "coder-workspace-proxy-tls", "coder-workspace-proxy-tls")]
    [InlineData("certManager", """{"issuer":"letsencrypt"}""", "coder-workspace-proxy-tls", "coder-workspace-proxy-tls")]
    public async Task With_an_ingress_it_serves_the_certificate(string tls, string certificate, string secret, string wildcard)
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(
            mocks, StackRun.ProxyConfig(("tls", tls), ("certificate", certificate), ("wildcardHostname", "*.eu.example.com")), preview: true, found: StackRun.FoundV2);

        var ingress = Map(Map(Map(mocks.Inputs("coder-workspace-proxy"), "values"), "coder"), "ingress");
        Assert.Equal((true, secret, wildcard), ((bool)Map(ingress, "tls")["enable"], (string)Map(ingress, "tls")["secretName"], (string)Map(ingress, "tls")["wildcardSecretName"]));
        Assert.Equal(tls == "certManager", ingress.ContainsKey("annotations"));
        Assert.Equal(tls == "issue", mocks.Resources.Any(resource => resource.Name == "certificate-secret"));
    }

    [Fact]
    public async Task The_authority_of_the_deployment_reaches_the_pods()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var mocks = await RunAsync(("coderCa", authority.ExportCertificatePem()), ("values", """{"coder":{"certs":{"secrets":[{"name":"mine","key":"ca.crt"}]}}}"""));

        Assert.Equal("coder-deployment-ca", Map(mocks.Inputs("deployment-ca"), "metadata")["name"]);
        var secrets = (ImmutableArray<object>)Map(Map(Map(mocks.Inputs("coder-workspace-proxy"), "values"), "coder"), "certs")["secrets"];
        Assert.Equal(["coder-deployment-ca", "mine"], secrets.Select(secret => (string)((ImmutableDictionary<string, object>)secret)["name"]));
    }

    [Fact]
    public async Task The_users_variables_come_beside_the_stacks_own()
    {
        var mocks = await RunAsync(("values", """{"coder":{"env":[{"name":"CODER_VERBOSE","value":"true"}],"replicaCount":2,"podAnnotations":{"a":"b"}}}"""));

        var coder = Map(Map(mocks.Inputs("coder-workspace-proxy"), "values"), "coder");
        Assert.Equal("true", Variables(coder)["CODER_VERBOSE"]["value"]);
        Assert.True(Variables(coder).ContainsKey("CODER_PROXY_SESSION_TOKEN"));
        Assert.Equal(2.0, coder["replicaCount"]);
        Assert.Equal(2, Map(coder, "podAnnotations").Count);
    }

    [Theory]
    [InlineData("registration", new[] { "namespace", "coder-workspace-proxy", "readiness" })]
    [InlineData("token-secret", new[] { "coder-workspace-proxy", "readiness" })]
    [InlineData("coder-workspace-proxy", new[] { "dns", "readiness" })]
    [InlineData("dns", new[] { "readiness" })]
    public async Task A_step_waits_for_the_ones_before_it(string failing, string[] never)
    {
        var mocks = new ProviderMocks { Failing = failing };

        await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, StackRun.ProxyConfig(), found: StackRun.FoundV2));

        Assert.Contains(mocks.Resources, resource => resource.Name == failing);
        Assert.All(never, name => Assert.DoesNotContain(mocks.Resources, resource => resource.Name == name));
    }

    [Fact]
    public async Task The_release_is_removed_by_the_stacks_mark()
    {
        var removal = (await RunAsync()).Inputs("release-removal");

        Assert.Equal("coder-infra/dev", removal["stack"]);
        Assert.False(removal.ContainsKey("token"));
    }

    [Fact]
    public async Task The_outputs_are_what_a_user_needs()
    {
        var outputs = await StackRun.RunAsync(new ProviderMocks(), StackRun.ProxyConfig(), found: StackRun.FoundV2);

        Assert.Equal("proxy-1", await StackRun.ValueAsync<string>(outputs, "proxyId"));
        Assert.Equal("http://eu.example.com", await StackRun.ValueAsync<string>(outputs, "url"));
        Assert.Equal("ok", await StackRun.ValueAsync<string>(outputs, "status"));
        Assert.Equal("203.0.113.7", await StackRun.ValueAsync<string>(outputs, "address"));
    }

    private static async Task<ProviderMocks> RunAsync(params (string Name, string Value)[] more)
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.ProxyConfig(more), found: StackRun.FoundV2);
        return mocks;
    }

    private static Dictionary<string, ImmutableDictionary<string, object>> Variables(ImmutableDictionary<string, object> coder) =>
        ((ImmutableArray<object>)coder["env"]).Cast<ImmutableDictionary<string, object>>().ToDictionary(variable => (string)variable["name"]);

    private static ImmutableDictionary<string, object> Map(ImmutableDictionary<string, object> from, string name) => (ImmutableDictionary<string, object>)from[name];
}
