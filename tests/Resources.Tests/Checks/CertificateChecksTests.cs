using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Certificates;

namespace Coder.Infra.Resources.Tests.Checks;

public sealed class CertificateChecksTests
{
    private const string Host = "eu.coder.example.com";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("*.coder.example.com", Host, true)]
    [InlineData("*.coder.example.com", "*.eu.coder.example.com", false)]
    [InlineData("*.eu.coder.example.com", "*.eu.coder.example.com", true)]
    [InlineData("other.example.com", Host, false)]
    public void The_names_must_cover_the_hosts(string name, string host, bool covered)
    {
        var (problems, _) = Look(Good(name), host);

        Assert.Equal(covered, problems.Count == 0);
    }

    [Fact]
    public void An_expired_certificate_is_a_problem_and_one_that_expires_soon_a_warning()
    {
        Assert.Contains("expired on 2026-02-28 12:00 UTC", Assert.Single(Look(Good(Host, until: Now.AddDays(-1))).Problems));
        Assert.Contains("is not valid before 2026-03-02 12:00 UTC", Assert.Single(Look(Good(Host, from: Now.AddDays(1))).Problems));
        var (problems, warnings) = Look(Good(Host, until: Now.AddDays(13)));
        Assert.Empty(problems);
        Assert.Contains("expires on 2026-03-14 12:00 UTC, in 13 days", Assert.Single(warnings));
        Assert.Empty(Look(Good(Host, until: Now.AddDays(15))).Warnings);
    }

    [Fact]
    public void The_key_must_be_the_certificates()
    {
        var secret = Good(Host);
        secret["data"]!["tls.key"] = Good(Host)["data"]!["tls.key"]!.DeepClone();

        Assert.Contains("is not that of its certificate", Assert.Single(Look(secret).Problems));
    }

    [Fact]
    public void Type_and_parts_are_checked()
    {
        var opaque = Good(Host);
        opaque["type"] = "Opaque";
        Assert.Contains("is of type Opaque, not kubernetes.io/tls", Assert.Single(Look(opaque).Problems));

        var keyless = Good(Host);
        keyless["data"]!.AsObject().Remove("tls.key");
        Assert.Contains("has no tls.key", Assert.Single(Look(keyless).Problems));

        var garbage = Good(Host);
        garbage["data"]!["tls.crt"] = Base64("not PEM");
        Assert.Contains("tls.crt must be PEM", Assert.Single(Look(garbage).Problems));

        Assert.Contains("has no ca.crt", Assert.Single(Look(Good(Host), needsAuthority: true).Problems));
    }

    private static (IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings) Look(JsonObject secret, string host = Host, bool needsAuthority = false) =>
        CertificateChecks.Look(secret, "tls", "coder", [host], needsAuthority, Now);

    private static JsonObject Good(string name, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var (certificate, key) = CheckedCluster.Certificate(from ?? Now.AddDays(-60), until ?? Now.AddDays(90), name);
        return new JsonObject { ["type"] = "kubernetes.io/tls", ["data"] = new JsonObject { ["tls.crt"] = Base64(certificate), ["tls.key"] = Base64(key) } };
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
