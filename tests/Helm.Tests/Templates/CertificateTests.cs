using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Helm.Tests.Templates;

public sealed class CertificateTests
{
    private const string Print = "{{ .Cert }}|{{ .Key }}";

    [Fact]
    public void A_signed_certificate_lists_names_before_addresses_and_alternatives_last()
    {
        var parts = Render("{{ $ca := genCA \"ca\" 5 }}{{ $ca.Cert }}|{{ with genSignedCert \"x\" (list \"10.0.0.1\") (list \"a.example.com\") 5 $ca }}" + Print + "{{ end }}");
        using var ca = X509Certificate2.CreateFromPem(parts[0]);
        using var certificate = X509Certificate2.CreateFromPem(parts[1], parts[2]);
        Assert.Equal(["2.5.29.15", "2.5.29.37", "2.5.29.19", "2.5.29.35", "2.5.29.17"], certificate.Extensions.Select(e => e.Oid!.Value));
        byte[] alternatives = certificate.Extensions.Single(e => e.Oid!.Value == "2.5.29.17").RawData;
        Assert.Equal([0x30, 0x15, 0x82, 13], alternatives[..4]);
        Assert.Equal([0x87, 4, 10, 0, 0, 1], alternatives[^6..]);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));
    }

    [Theory]
    [InlineData("ecdsa", "1.2.840.10045.4.3.2")]
    [InlineData("ed25519", "1.3.101.112")]
    public void Certificates_take_keys_of_other_kinds(string kind, string algorithm)
    {
        var parts = Render($"{{{{ with genCAWithKey \"x\" 5 (genPrivateKey \"{kind}\") }}}}{Print}{{{{ end }}}}");
        using var certificate = X509Certificate2.CreateFromPem(parts[0]);
        Assert.Equal(algorithm, certificate.SignatureAlgorithm.Value);
        Assert.Equal("CN=x", certificate.Issuer);
        Assert.Contains("PRIVATE KEY", parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_subject_the_alternative_names_are_critical()
    {
        using var certificate = X509Certificate2.CreateFromPem(Render("{{ with genSelfSignedCert \"\" nil (list \"a\") -5 }}" + Print + "{{ end }}")[0]);
        Assert.True(certificate.Extensions.Single(e => e.Oid!.Value == "2.5.29.17").Critical);
        Assert.True(certificate.NotAfter < certificate.NotBefore);
    }

    [Fact]
    public void Every_certificate_has_a_key_of_its_own_of_2048_bits()
    {
        string[] keys = Render("{{ $ca := genCA \"ca\" 1 }}{{ $ca.Key }}{{ range until 4 }}|{{ (genSignedCert \"x\" nil nil 1 $ca).Key }}{{ end }}|{{ (genSelfSignedCert \"x\" nil nil 1).Key }}");
        Assert.Equal(6, keys.Distinct().Count());
        foreach (string key in keys)
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key);
            Assert.Equal((2048, "AQAB"), (rsa.KeySize, Convert.ToBase64String(rsa.ExportParameters(false).Exponent!)));
        }
    }

    private static string[] Render(string template) => Template.Render(template).Split('|');
}
