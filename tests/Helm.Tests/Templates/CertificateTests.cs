using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Helm.Templates.Functions;

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

    [Theory]
    [InlineData("genPrivateKey \"rsa\"", 4096)]
    [InlineData("(genCA \"x\" 1).Key", 2048)]
    public void Rsa_keys_have_their_length_two_primes_and_a_fitting_exponent(string key, int bits)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Template.Render($"{{{{ {key} }}}}"));
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        var (p, q, d, n) = (Number(parameters.P), Number(parameters.Q), Number(parameters.D), Number(parameters.Modulus));
        Assert.Equal(bits, n.GetBitLength());
        Assert.Equal(n, p * q);
        Assert.True(BigInteger.Abs(p - q).GetBitLength() > bits / 2 - 100);
        foreach (int witness in new[] { 3, 5, 7 })
            Assert.Equal((BigInteger.One, BigInteger.One), (BigInteger.ModPow(witness, p - 1, p), BigInteger.ModPow(witness, q - 1, q)));
        Assert.Equal((BigInteger.One, BigInteger.One), (d * 65537 % (p - 1), d * 65537 % (q - 1)));
        byte[] data = [1, 2, 3];
        byte[] signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        static BigInteger Number(byte[]? bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }

    [Theory]
    [InlineData("341", false)] // passes Fermat's test for 2
    [InlineData("3215031751", false)] // passes for 2, 3, 5 and 7, but not for 11
    [InlineData("170141183460469231731687303715884105727", true)]
    public void Numbers_that_are_no_primes_are_found_out(string number, bool isPrime)
    {
        var test = new Montgomery(BigInteger.Parse(number), 2);
        Assert.Equal(isPrime, new BigInteger[] { 2, 3, 5, 7, 11 }.All(test.PassesFor));
    }

    private static string[] Render(string template) => Template.Render(template).Split('|');
}
