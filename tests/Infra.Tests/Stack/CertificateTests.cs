using System.Collections.Immutable;
using System.Text;
using Coder.Infra.Checks;

namespace Coder.Infra.Tests.Stack;

[Collection(StackRun.Name)]
public sealed class CertificateTests
{
    [Fact]
    public async Task Over_http_there_is_no_certificate()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks);

        Assert.False(Ingress(mocks).ContainsKey("tls"));
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type!.StartsWith("tls:") || resource.Type == "kubernetes:core/v1:Secret");
    }

    [Fact]
    public async Task A_secret_that_is_there_is_checked_and_served()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, Https("secret", """{"secretName":"mine","devurlsSecretName":"wild"}""", ("devurlsHost", "*.eu.coder.example.com")));

        Assert.Equal("mine", Map(Ingress(mocks), "tls")["hostSecretName"]);
        Assert.Equal("wild", Map(Ingress(mocks), "tls")["devurlsHostSecretName"]);
        Assert.Equal(true, Map(Ingress(mocks), "tls")["enable"]);
    }

    [Fact]
    public async Task An_authority_issues_for_the_host_and_the_wildcard()
    {
        var mocks = new ProviderMocks();
        var outputs = await StackRun.RunAsync(mocks, Https("issue", """{"validity":"90d","renewBefore":"10d"}""", ("devurlsHost", "*.eu.coder.example.com")));

        Assert.Equal(["eu.coder.example.com", "*.eu.coder.example.com"], Texts(mocks.Inputs("certificate-request")["dnsNames"]));
        var certificate = mocks.Inputs("certificate");
        Assert.Equal(90 * 24.0, certificate["validityPeriodHours"]);
        Assert.Equal(10 * 24.0, certificate["earlyRenewalHours"]);
        Assert.Equal("authority in PEM", certificate["caCertPem"]);
        Assert.Equal("authority-key in PEM", certificate["caPrivateKeyPem"]);
        var authority = mocks.Inputs("authority");
        Assert.Equal(true, authority["isCaCertificate"]);
        // A certificate never outlives its authority.
        Assert.True((double)authority["earlyRenewalHours"] >= 90 * 24);
        var secret = mocks.Inputs("certificate-secret");
        Assert.Equal("kubernetes.io/tls", secret["type"]);
        Assert.Equal("coder", Map(secret, "metadata")["namespace"]);
        Assert.Equal("certificate in PEM", Text(secret, "tls.crt"));
        Assert.Equal("certificate-key in PEM", Text(secret, "tls.key"));
        Assert.Equal("authority in PEM", Text(secret, "ca.crt"));
        Assert.Equal("coder-workspace-provider-tls", Map(Ingress(mocks), "tls")["hostSecretName"]);
        Assert.Equal("coder-workspace-provider-tls", Map(Ingress(mocks), "tls")["devurlsHostSecretName"]);
        Assert.True(mocks.Position("certificate-secret") < mocks.Position("coder-workspace-provider"));
        Assert.Equal("authority in PEM", await StackRun.ValueAsync<string>(outputs, "caCertificate"));
    }

    [Fact]
    public async Task On_request_coders_services_trust_the_authority_by_a_secret_without_the_key()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, Https("issue", """{"trust":true}"""));

        var certs = Map(Map(Map(mocks.Inputs("coder-workspace-provider"), "values"), "certs"), "secret");
        Assert.Equal("coder-workspace-provider-tls-ca", certs["name"]);
        Assert.Equal("ca.crt", certs["key"]);
        Assert.Equal(["ca.crt"], Map(mocks.Inputs("authority-secret"), "data").Keys);
    }

    [Theory]
    [InlineData("ClusterIssuer", "cert-manager.io/cluster-issuer")]
    [InlineData("Issuer", "cert-manager.io/issuer")]
    public async Task Cert_manager_is_asked_by_an_annotation_on_the_ingress(string kind, string annotation)
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, Https("certManager", $$"""{"issuer":"ca","issuerKind":"{{kind}}"}""", ("values", """{"ingress":{"additionalAnnotations":{"mine":"kept"}}}""")), preview: true);

        var annotations = Map(Ingress(mocks), "additionalAnnotations");
        Assert.Equal("ca", annotations[annotation]);
        Assert.Equal("kept", annotations["mine"]);
        Assert.Equal("coder-workspace-provider-tls", Map(Ingress(mocks), "tls")["hostSecretName"]);
    }

    [Fact]
    public async Task A_certificate_that_does_not_come_fails_before_the_admission()
    {
        var mocks = new ProviderMocks();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => StackRun.RunAsync(mocks, Https("certManager", """{"issuer":"ca"}""", ("timeouts", """{"certificate":"1s"}"""))));

        Assert.Contains("The certificate is not there after 0:00:01: There is no secret coder-workspace-provider-tls in the namespace coder so far.", error.Message);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Name == "admission");
    }

    [Fact]
    public async Task A_preview_does_not_wait_for_it()
    {
        var mocks = new ProviderMocks();

        await StackRun.RunAsync(mocks, Https("certManager", """{"issuer":"ca"}"""), preview: true);

        Assert.Contains(mocks.Resources, resource => resource.Name == "admission");
    }

    [Fact]
    public async Task A_secret_that_a_killed_run_made_is_imported()
    {
        var mocks = new ProviderMocks();

        await StackRun.RunAsync(mocks, Https("issue"), found: new Findings { Namespace = Presence.Own, OwnSecrets = new HashSet<string> { "coder-workspace-provider-tls" } });

        Assert.Equal("coder/coder-workspace-provider-tls", mocks.Resources.Single(resource => resource.Name == "certificate-secret").Id);
    }

    [Fact]
    public async Task External_dns_gets_its_annotations_and_no_record_is_written()
    {
        var mocks = new ProviderMocks();
        await StackRun.RunAsync(mocks, StackRun.Config(("dns", """{"mode":"externalDns","ttl":30}"""), ("devurlsHost", "*.eu.coder.example.com")));

        var annotations = Map(Ingress(mocks), "additionalAnnotations");
        Assert.Equal("eu.coder.example.com,*.eu.coder.example.com", annotations["external-dns.alpha.kubernetes.io/hostname"]);
        Assert.Equal("30", annotations["external-dns.alpha.kubernetes.io/ttl"]);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type == "coder-infra:index:DnsRecord");
    }

    [Theory]
    [InlineData("ip", "203.0.113.7", "eu.coder.example.com. 60 IN A 203.0.113.7\n*.eu.coder.example.com. 60 IN A 203.0.113.7")]
    [InlineData("hostname", "lb.example.net", "eu.coder.example.com. 60 IN CNAME lb.example.net.\n*.eu.coder.example.com. 60 IN CNAME lb.example.net.")]
    public async Task Where_a_person_makes_the_record_it_is_an_output(string kind, string address, string record)
    {
        var mocks = new ProviderMocks { Address = ImmutableDictionary<string, object>.Empty.Add(kind, address) };
        var outputs = await StackRun.RunAsync(mocks, StackRun.Config(("dns", "manual"), ("devurlsHost", "*.eu.coder.example.com")));

        Assert.Equal(record, await StackRun.ValueAsync<string>(outputs, "dnsRecord"));
        Assert.DoesNotContain(mocks.Resources, resource => resource.Type == "coder-infra:index:DnsRecord");
    }

    private static Dictionary<string, string> Https(string tls, string? certificate = null, params (string, string)[] more)
    {
        var config = StackRun.Config([("coderUrl", "https://coder.example.com"), ("tls", tls), .. more]);
        if (certificate is not null)
            config["certificate"] = certificate;
        return config;
    }

    private static IEnumerable<string> Texts(object list) => ((ImmutableArray<object>)list).Cast<string>();

    private static ImmutableDictionary<string, object> Ingress(ProviderMocks mocks) => Map(Map(mocks.Inputs("coder-workspace-provider"), "values"), "ingress");

    private static string Text(ImmutableDictionary<string, object> secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String((string)Map(secret, "data")[key]));

    private static ImmutableDictionary<string, object> Map(ImmutableDictionary<string, object> from, string name) => (ImmutableDictionary<string, object>)from[name];
}
