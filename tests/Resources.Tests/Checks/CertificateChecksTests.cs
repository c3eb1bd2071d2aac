using System.Text;
using Coder.Infra.Checks;
using k8s.Models;

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
    public void A_certificate_that_has_ended_is_a_problem_and_one_that_ends_soon_a_warning()
    {
        Assert.Contains("ended on 2026-02-28 12:00 UTC", Assert.Single(Look(Good(Host, until: Now.AddDays(-1))).Problems));
        Assert.Contains("is not valid before 2026-03-02 12:00 UTC", Assert.Single(Look(Good(Host, from: Now.AddDays(1))).Problems));
        var (problems, warnings) = Look(Good(Host, until: Now.AddDays(13)));
        Assert.Empty(problems);
        Assert.Contains("ends on 2026-03-14 12:00 UTC, in 13 days", Assert.Single(warnings));
        Assert.Empty(Look(Good(Host, until: Now.AddDays(15))).Warnings);
    }

    [Fact]
    public void The_key_must_be_the_certificates()
    {
        var secret = Good(Host);
        secret.Data["tls.key"] = Good(Host).Data["tls.key"];

        Assert.Contains("is not that of its certificate", Assert.Single(Look(secret).Problems));
    }

    [Fact]
    public void Type_and_parts_are_checked()
    {
        var opaque = Good(Host);
        opaque.Type = "Opaque";
        Assert.Contains("is of type Opaque, not kubernetes.io/tls", Assert.Single(Look(opaque).Problems));

        var keyless = Good(Host);
        keyless.Data.Remove("tls.key");
        Assert.Contains("has no tls.key", Assert.Single(Look(keyless).Problems));

        var garbage = Good(Host);
        garbage.Data["tls.crt"] = Encoding.ASCII.GetBytes("not PEM");
        Assert.Contains("tls.crt must be PEM", Assert.Single(Look(garbage).Problems));

        Assert.Contains("has no ca.crt", Assert.Single(Look(Good(Host), needsAuthority: true).Problems));
    }

    private static (IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings) Look(V1Secret secret, string host = Host, bool needsAuthority = false) =>
        CertificateChecks.Look(secret, "tls", "coder", [host], needsAuthority, Now);

    private static V1Secret Good(string name, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var (certificate, key) = CheckedCluster.Certificate(from ?? Now.AddDays(-60), until ?? Now.AddDays(90), name);
        return new V1Secret
        {
            Type = "kubernetes.io/tls",
            Data = new Dictionary<string, byte[]> { ["tls.crt"] = Encoding.ASCII.GetBytes(certificate), ["tls.key"] = Encoding.ASCII.GetBytes(key) },
        };
    }
}
