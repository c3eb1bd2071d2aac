using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Tls;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Tls;

public sealed class CertificateTests
{
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";
    private const string SelfSigned = "tls:index/selfSignedCert:SelfSignedCert";
    private const string Request = "tls:index/certRequest:CertRequest";
    private const string LocallySigned = "tls:index/locallySignedCert:LocallySignedCert";

    private readonly FakeTime _time = new(new DateTimeOffset(2026, 11, 24, 7, 36, 14, 250, TimeSpan.Zero));

    [Theory]
    [InlineData("RSA", "")]
    [InlineData("ECDSA", "P256")]
    [InlineData("ECDSA", "P384")]
    [InlineData("ED25519", "")]
    public async Task A_self_signed_certificate_says_what_was_asked_for(string algorithm, string curve)
    {
        await using var provider = Provider();
        var inputs = Inputs(await KeyAsync(provider, algorithm, curve));
        var (id, state) = await provider.CreateAsync(SelfSigned, inputs);
        using var certificate = X509Certificate2.CreateFromPem(state.Text("certPem"));
        Assert.Equal("CN=eu.coder.example.com, S=Bavaria, O=\"Example, Inc.\", C=DE", certificate.Subject.Replace("ST=", "S=", StringComparison.Ordinal));
        Assert.Equal(certificate.Subject, certificate.Issuer);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["eu.coder.example.com", "*.eu.coder.example.com"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "::1"], names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.Equal(
            X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DigitalSignature,
            certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Equal(
            ["1.3.6.1.5.5.7.3.1"],
            certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(use => use.Value));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal("2026-11-24T07:36:14Z", state.Text("validityStartTime"));
        Assert.Equal("2026-11-25T07:36:14Z", state.Text("validityEndTime"));
        Assert.Equal(algorithm, state.Text("keyAlgorithm"));
        Assert.False(state.Flag("readyForRenewal"));
        Assert.Equal(id, new System.Numerics.BigInteger(Convert.FromHexString(certificate.SerialNumber), isUnsigned: true, isBigEndian: true).ToString());
        Assert.IsType<SecretValue>(state["privateKeyPem"]);
    }

    [Fact]
    public async Task An_authority_signs_what_is_requested()
    {
        await using var provider = Provider();
        var authorityKey = await KeyAsync(provider, "ECDSA", "P384");
        var (_, authority) = await provider.CreateAsync(SelfSigned, Inputs(authorityKey)
            .Set("isCaCertificate", true).Set("maxPathLength", 0d).Set("allowedUses", new[] { "cert_signing" }.AsValue()).Set("dnsNames", PropertyValue.Null));
        var (_, request) = await provider.CreateAsync(Request, Inputs(await KeyAsync(provider, "RSA", "")).Remove("allowedUses").Remove("validityPeriodHours"));
        var (_, signed) = await provider.CreateAsync(LocallySigned, PropertyMap.Of(
            ("caCertPem", authority["certPem"]), ("caPrivateKeyPem", authorityKey), ("certRequestPem", request["certRequestPem"]),
            ("validityPeriodHours", 1d), ("allowedUses", new[] { "server_auth" }.AsValue())));
        using var root = X509Certificate2.CreateFromPem(authority.Text("certPem"));
        using var leaf = X509Certificate2.CreateFromPem(signed.Text("certPem"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.Now.AddMinutes(1).UtcDateTime;
        Assert.True(chain.Build(leaf), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        Assert.Equal(["eu.coder.example.com", "*.eu.coder.example.com"], leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        Assert.Equal("ECDSA", signed.Text("caKeyAlgorithm"));
        var constraints = root.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.True(constraints is { CertificateAuthority: true, HasPathLengthConstraint: true, PathLengthConstraint: 0 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Names_are_critical_where_the_subject_says_nothing(bool isEmpty)
    {
        await using var provider = Provider();
        PropertyMap Named(PropertyMap inputs) => isEmpty ? inputs.Remove("subject") : inputs;
        var key = await KeyAsync(provider, "ECDSA", "P256");
        var (_, own) = await provider.CreateAsync(SelfSigned, Named(Inputs(key)));
        var (_, authority) = await provider.CreateAsync(SelfSigned, Inputs(key).Set("isCaCertificate", true).Set("allowedUses", new[] { "cert_signing" }.AsValue()));
        var (_, request) = await provider.CreateAsync(Request, Named(Inputs(key).Remove("allowedUses").Remove("validityPeriodHours")));
        var (_, signed) = await provider.CreateAsync(LocallySigned, PropertyMap.Of(
            ("caCertPem", authority["certPem"]), ("caPrivateKeyPem", key), ("certRequestPem", request["certRequestPem"]),
            ("validityPeriodHours", 1d), ("allowedUses", new[] { "server_auth" }.AsValue())));
        foreach (var pem in new[] { own.Text("certPem"), signed.Text("certPem") })
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            Assert.Equal(isEmpty, certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().Critical);
        }
    }

    [Fact]
    public async Task A_certificate_is_replaced_when_its_early_renewal_is_due()
    {
        await using var provider = Provider();
        var inputs = Inputs(await KeyAsync(provider, "ED25519", "")).Set("earlyRenewalHours", 6d);
        var (id, state) = await provider.CreateAsync(SelfSigned, inputs);
        Assert.Equal(DiffResponse.Types.DiffChanges.DiffNone, (await provider.DiffAsync(SelfSigned, state, inputs)).Changes);
        _time.Now = _time.Now.AddHours(18);
        var due = await provider.DiffAsync(SelfSigned, state, inputs);
        Assert.Equal(["readyForRenewal"], due.Replaces);
        var refreshed = (await provider.ReadAsync(SelfSigned, id, state, inputs)).State;
        Assert.True(refreshed.Flag("readyForRenewal"));
        Assert.Equal(["readyForRenewal"], (await provider.DiffAsync(SelfSigned, refreshed, inputs)).Replaces);
    }

    [Fact]
    public async Task Only_the_time_of_renewal_changes_in_place()
    {
        await using var provider = Provider();
        var inputs = Inputs(await KeyAsync(provider, "ED25519", ""));
        var (_, state) = await provider.CreateAsync(SelfSigned, inputs);
        var renewal = await provider.DiffAsync(SelfSigned, state, inputs.Set("earlyRenewalHours", 2d));
        Assert.Equal(["earlyRenewalHours"], renewal.Diffs);
        Assert.Empty(renewal.Replaces);
        Assert.Equal(["dnsNames"], (await provider.DiffAsync(SelfSigned, state, inputs.Set("dnsNames", new[] { "x" }.AsValue()))).Replaces);
    }

    [Fact]
    public async Task A_key_that_can_t_be_read_is_refused_without_being_shown()
    {
        await using var provider = Provider();
        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() =>
            provider.CreateAsync(SelfSigned, Inputs("-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----")));
        Assert.Contains("privateKeyPem", error.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uses_addresses_and_subjects_are_checked()
    {
        await using var provider = Provider();
        var problems = await provider.ProblemsAsync(SelfSigned, Inputs("key").Set("allowedUses", new[] { "server" }.AsValue()));
        Assert.Contains("allowedUses: Invalid Attribute Value Match. Attribute allowed_uses[0] value must be one of: [", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal(
            ["ipAddresses", "subject"],
            (await provider.CheckAsync(SelfSigned, Inputs("key").Set("ipAddresses", new[] { "nowhere" }.AsValue()).Set("subject", Calls.Map("{'name':'x'}")))).Failures.Select(failure => failure.Property));
    }

    private IResourceProvider Provider() => new BridgedProvider("tls", "5.6.1", TlsResources.All(_time, RandomSource.Cryptographic));

    private static async Task<PropertyValue> KeyAsync(IResourceProvider provider, string algorithm, string curve)
    {
        var inputs = PropertyMap.Of(("algorithm", algorithm));
        return (await provider.CreateAsync(PrivateKey, curve.Length > 0 ? inputs.Set("ecdsaCurve", curve) : inputs)).State["privateKeyPem"];
    }

    private static PropertyMap Inputs(PropertyValue key) => Calls.Map(
        """
        {'allowedUses':['key_encipherment','digital_signature','server_auth'],'dnsNames':['eu.coder.example.com','*.eu.coder.example.com'],'ipAddresses':['127.0.0.1','::1'],
         'subject':{'commonName':'eu.coder.example.com','organization':'Example, Inc.','country':'DE','province':'Bavaria'},'validityPeriodHours':24}
        """).Set("privateKeyPem", key);
}
