using System.Collections.Immutable;

namespace Pulumi.Tls;

/// <summary>A certificate signed with its own key.</summary>
[ResourceType("tls:index/selfSignedCert:SelfSignedCert", null)]
public partial class SelfSignedCert : CustomResource
{
    private const string TypeToken = "tls:index/selfSignedCert:SelfSignedCert";

    /// <summary>Registers the resource.</summary>
    public SelfSignedCert(string name, SelfSignedCertArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new SelfSignedCertArgs(), Package.Options(Defaults, options))
    {
    }

    private SelfSignedCert(string name, Input<string> id, SelfSignedCertState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(Defaults, options, id))
    {
    }

    /// <summary>What the key may be used for, as in <c>server_auth</c>, <c>digital_signature</c>.</summary>
    [Output("allowedUses")]
    public Output<ImmutableArray<string>> AllowedUses { get; private set; } = null!;

    /// <summary>The certificate as PEM.</summary>
    [Output("certPem")]
    public Output<string> CertPem { get; private set; } = null!;

    /// <summary>Host names the certificate is for.</summary>
    [Output("dnsNames")]
    public Output<ImmutableArray<string>> DnsNames { get; private set; } = null!;

    /// <summary>How many hours before it expires the certificate is reissued.</summary>
    [Output("earlyRenewalHours")]
    public Output<int> EarlyRenewalHours { get; private set; } = null!;

    /// <summary>IP addresses the certificate is for.</summary>
    [Output("ipAddresses")]
    public Output<ImmutableArray<string>> IpAddresses { get; private set; } = null!;

    /// <summary>The certificate is one of an authority.</summary>
    [Output("isCaCertificate")]
    public Output<bool> IsCaCertificate { get; private set; } = null!;

    /// <summary>The algorithm of the key.</summary>
    [Output("keyAlgorithm")]
    public Output<string> KeyAlgorithm { get; private set; } = null!;

    /// <summary>How many authorities may stand below this one.</summary>
    [Output("maxPathLength")]
    public Output<int> MaxPathLength { get; private set; } = null!;

    /// <summary>The private key as PEM (secret).</summary>
    [Output("privateKeyPem")]
    public Output<string> PrivateKeyPem { get; private set; } = null!;

    /// <summary>Whether it is time to reissue the certificate.</summary>
    [Output("readyForRenewal")]
    public Output<bool> ReadyForRenewal { get; private set; } = null!;

    /// <summary>The certificate names the authority's key.</summary>
    [Output("setAuthorityKeyId")]
    public Output<bool> SetAuthorityKeyId { get; private set; } = null!;

    /// <summary>The certificate names its own key.</summary>
    [Output("setSubjectKeyId")]
    public Output<bool> SetSubjectKeyId { get; private set; } = null!;

    /// <summary>Whose certificate it is.</summary>
    [Output("subject")]
    public Output<Outputs.SelfSignedCertSubject?> Subject { get; private set; } = null!;

    /// <summary>URIs the certificate is for.</summary>
    [Output("uris")]
    public Output<ImmutableArray<string>> Uris { get; private set; } = null!;

    /// <summary>When the certificate ends to be valid (RFC 3339).</summary>
    [Output("validityEndTime")]
    public Output<string> ValidityEndTime { get; private set; } = null!;

    /// <summary>How many hours the certificate is valid.</summary>
    [Output("validityPeriodHours")]
    public Output<int> ValidityPeriodHours { get; private set; } = null!;

    /// <summary>When the certificate begins to be valid (RFC 3339).</summary>
    [Output("validityStartTime")]
    public Output<string> ValidityStartTime { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new() { AdditionalSecretOutputs = { "privateKeyPem" } };

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static SelfSignedCert Get(string name, Input<string> id, SelfSignedCertState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
