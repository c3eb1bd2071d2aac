using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.Sandbox.Tests.Hosting;

/// <summary>The sandbox with https, cert-manager and external-dns.</summary>
public sealed class AddonTests : IAsyncLifetime
{
    private const string Ingresses = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-").FullName;
    private SandboxHost _sandbox = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Folder = _folder, IsHttps = true, Cluster = options => options with { PodStartDelay = TimeSpan.Zero, LoadBalancerDelay = TimeSpan.Zero } }, default);
        _client = SandboxCalls.ClusterClient(_sandbox.Description);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_deployment_is_served_with_a_certificate_of_the_authority_in_the_environment()
    {
        Assert.StartsWith("https://coder.localhost:", _sandbox.Description.CoderUrl);
        Assert.Equal(_sandbox.Description.CoderCaFile, _sandbox.Description.Environment["CODER_CA_FILE"]);
        using var coder = SandboxCalls.CoderClient(_sandbox.Description);
        Assert.True((await coder.GetAsync("/api")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task An_annotated_ingress_gets_its_certificate()
    {
        await Addons.InstallAsync(_sandbox.Description, "cert-manager");

        await CreateAsync(Ingresses, Ingress("web", "eu.coder.localhost", "cert-manager.io/cluster-issuer", "sandbox"));

        var secret = await EventuallyAsync("v1", "Secret", secret => (string?)secret["metadata"]!["name"] == "web-tls");
        using var certificate = Pem(secret, "tls.crt");
        Assert.True(certificate.MatchesHostname("eu.coder.localhost"));
        using var authority = Pem(secret, "ca.crt");
        Assert.Equal(authority.Subject, certificate.Issuer);
        await EventuallyAsync("cert-manager.io/v1", "Certificate", made => (string?)made["metadata"]!["name"] == "web-tls" && Ready(made) == "True");

        // Deleted, it is recreated.
        await _client.DeleteAsync("/api/v1/namespaces/default/secrets/web-tls");
        await EventuallyAsync("v1", "Secret", again => (string?)again["metadata"]!["name"] == "web-tls" && (string?)again["metadata"]!["uid"] != (string?)secret["metadata"]!["uid"]);
    }

    [Fact]
    public async Task An_issuer_that_is_not_there_is_told_and_taken_once_it_is()
    {
        await Addons.InstallAsync(_sandbox.Description, "cert-manager");
        await CreateAsync(Ingresses, Ingress("web", "eu.coder.localhost", "cert-manager.io/issuer", "later"));
        var waiting = await EventuallyAsync("cert-manager.io/v1", "Certificate", made => (string?)made["metadata"]!["name"] == "web-tls" && Ready(made) == "False");
        Assert.Contains("Referenced \"Issuer\" not found", waiting["status"]!.ToJsonString().Replace("\\u0022", "\"").Replace("\\\"", "\""));

        await CreateAsync("/apis/cert-manager.io/v1/namespaces/default/issuers", """{"apiVersion":"cert-manager.io/v1","kind":"Issuer","metadata":{"name":"later"},"spec":{"selfSigned":{}}}""");

        await EventuallyAsync("cert-manager.io/v1", "Certificate", made => (string?)made["metadata"]!["name"] == "web-tls" && Ready(made) == "True");
    }

    [Fact]
    public async Task External_dns_keeps_its_own_records_and_leaves_others_alone()
    {
        _sandbox.Names.AddRecord("mine.coder.localhost. 60 A 203.0.113.250");
        await Addons.InstallAsync(_sandbox.Description, "external-dns");
        await CreateAsync(Ingresses, Ingress("web", "eu.coder.localhost", "external-dns.alpha.kubernetes.io/ttl", "30"));
        await CreateAsync(Ingresses, Ingress("foreign", "mine.coder.localhost", "external-dns.alpha.kubernetes.io/ttl", "30"));

        await RecordsAsync(records => records.Any(record => record.StartsWith("eu.coder.localhost. 30 A 203.0.113.", StringComparison.Ordinal)));
        Assert.Contains("mine.coder.localhost. 60 A 203.0.113.250", _sandbox.Names.Records());

        await _client.DeleteAsync($"{Ingresses}/web");
        await RecordsAsync(records => !records.Any(record => record.Contains("eu.coder.localhost")));
        Assert.Equal(["mine.coder.localhost. 60 A 203.0.113.250"], _sandbox.Names.Records());
    }

    private static string Ingress(string name, string host, string annotation, string value) => $$$"""
        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"{{{name}}}","annotations":{"{{{annotation}}}":"{{{value}}}"}},
         "spec":{"tls":[{"hosts":["{{{host}}}"],"secretName":"{{{name}}}-tls"}],
          "rules":[{"host":"{{{host}}}","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"a","port":{"number": 80 } } } } ] } } ] } }
        """;

    private static string? Ready(JsonObject certificate) =>
        (string?)(certificate["status"]?["conditions"] as JsonArray)?.FirstOrDefault(condition => (string?)condition!["type"] == "Ready")?["status"];

    private static X509Certificate2 Pem(JsonObject secret, string key) => X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String((string)secret["data"]![key]!)));

    private async Task CreateAsync(string path, string json)
    {
        using var response = await _client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<JsonObject> EventuallyAsync(string apiVersion, string kind, Func<JsonObject, bool> wanted)
    {
        JsonObject? found = null;
        await SandboxCalls.WaitUntilAsync(
            () => (found = _sandbox.Cluster.Objects.List(apiVersion, kind).FirstOrDefault(wanted)) is not null, () => null, $"No {kind} became as wanted.");
        return found!;
    }

    private Task RecordsAsync(Func<IReadOnlyList<string>, bool> wanted) =>
        SandboxCalls.WaitUntilAsync(() => wanted(_sandbox.Names.Records()), () => null, "The records did not become as wanted.");
}
