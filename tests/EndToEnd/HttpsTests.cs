using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.EndToEnd;

/// <summary>A deployment whose access URL is https, with an authority that only the sandbox's environment names.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class HttpsTests
{
    private const string Secrets = "/api/v1/namespaces/coder-eu/secrets";

    [Fact]
    public async Task A_private_authority_issues_the_certificate_and_renews_it_without_touching_the_release()
    {
        await using var project = new TestProject(("devurlsHost", "'*.eu.coder.localhost'"));
        await project.RunAsync("sandbox", "start", "--https");
        var refused = await project.FailAsync("preview");
        Assert.Contains("coder-infra:tls is not set: the access URL https://coder.localhost", refused);
        Assert.Contains("certManager (cert-manager makes one)", refused);

        await project.RunAsync("config", "set", "tls", "issue");
        await project.RunAsync("config", "set", "--path", "certificate.trust", "true");
        var first = await project.RunAsync("up", "--yes");

        Assert.Contains("status         : \"ready\"", first);
        using var served = await ServedAsync(project, "coder-workspace-provider-tls");
        using var authority = X509Certificate2.CreateFromPem((string)JsonNode.Parse(await project.RunAsync("stack", "output", "--json"))!["caCertificate"]!);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck } };
        Assert.True(chain.Build(served));
        Assert.True(served.MatchesHostname("eu.coder.localhost") && served.MatchesHostname("code.eu.coder.localhost"));
        var proxy = (await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy"))!.ToJsonString();
        Assert.Contains("coder-workspace-provider-tls-ca", proxy);
        Assert.All([first, project.State], text =>
        {
            Assert.DoesNotContain("PRIVATE KEY", text);
            Assert.DoesNotContain("LS0tLS1CRUdJTiBFQyBQUklW", text);
            Assert.DoesNotContain("LS0tLS1CRUdJTiBQUklW", text);
        });
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        // Its time comes to an end.
        var file = Path.Combine(project.Folder, "state.json");
        await project.RunAsync("stack", "export", "--file", file);
        var state = JsonNode.Parse(File.ReadAllText(file))!;
        var certificate = state["deployment"]!["resources"]!.AsArray().Single(resource => (string?)resource!["type"] == "tls:index/locallySignedCert:LocallySignedCert");
        certificate!["outputs"]!["validityEndTime"] = "2020-01-01T00:00:00Z";
        File.WriteAllText(file, state.ToJsonString());
        await project.RunAsync("stack", "import", "--file", file);
        var renewed = await project.RunAsync("up", "--yes");

        using var later = await ServedAsync(project, "coder-workspace-provider-tls");
        Assert.NotEqual(served.SerialNumber, later.SerialNumber);
        Assert.Contains("certificate-secret updated", renewed);
        Assert.DoesNotContain("Release coder-workspace-provider updated", renewed);
        Assert.DoesNotContain("certificate-secret replaced", renewed);
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProvidersAsync());
    }

    [Fact]
    public async Task A_certificate_that_is_there_is_checked_at_preview_and_served()
    {
        await using var project = new TestProject(("tls", "secret"), ("certificate", "{secretName: mine}"));
        await project.RunAsync("sandbox", "start", "--https");

        Assert.Contains("There is no secret mine in the namespace coder-eu", await project.FailAsync("preview"));

        using var cluster = SandboxCalls.ClusterClient(project.Sandbox);
        await cluster.PostAsJsonAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "coder-eu" } });
        await PutAsync(cluster, "other.coder.localhost", "POST", Secrets);
        Assert.Contains("is not for eu.coder.localhost; it is for other.coder.localhost", await project.FailAsync("preview"));

        await PutAsync(cluster, "*.coder.localhost", "PUT", $"{Secrets}/mine");
        Assert.Contains("status         : \"ready\"", await project.RunAsync("up", "--yes"));
    }

    [Fact]
    public async Task Cert_manager_makes_the_certificate_and_is_waited_for()
    {
        await using var project = new TestProject(("tls", "certManager"), ("certificate", "{issuer: nobody}"), ("timeouts", "{certificate: 2s}"));
        await project.RunAsync("sandbox", "start", "--https");
        await project.RunAsync("sandbox", "install", "cert-manager");

        var failed = await project.FailAsync("up", "--yes");
        Assert.Contains("The certificate is not there after 0:00:02: There is no secret coder-workspace-provider-tls in the namespace coder-eu", failed);
        Assert.Contains("cert-manager says: Referenced \"ClusterIssuer\" not found", failed);

        await project.RunAsync("config", "set", "--path", "certificate.issuer", "sandbox");
        await project.RunAsync("config", "set", "--path", "timeouts.certificate", "60s");
        Assert.Contains("status         : \"ready\"", await project.RunAsync("up", "--yes"));
        using var served = await ServedAsync(project, "coder-workspace-provider-tls");
        Assert.Equal("CN=sandbox-ca", served.Issuer);
        await project.RunAsync("up", "--yes", "--expect-no-changes");
    }

    private static async Task<X509Certificate2> ServedAsync(TestProject project, string name)
    {
        var secret = await project.GetAsync($"{Secrets}/{name}");
        return X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String((string)secret!["data"]!["tls.crt"]!)));
    }

    private static async Task PutAsync(HttpClient cluster, string host, string method, string path)
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new CertificateRequest("CN=mine", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(90));
        var secret = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "mine", ["namespace"] = "coder-eu" },
            ["type"] = "kubernetes.io/tls",
            ["stringData"] = new JsonObject { ["tls.crt"] = certificate.ExportCertificatePem(), ["tls.key"] = key.ExportPkcs8PrivateKeyPem() },
        };
        using var message = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(secret) };
        using var response = await cluster.SendAsync(message);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
