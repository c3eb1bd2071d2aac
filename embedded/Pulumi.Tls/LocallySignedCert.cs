using System.Collections.Immutable;

namespace Pulumi.Tls;

/// <summary>A certificate signed with the key of an authority at hand.</summary>
[ResourceType("tls:index/locallySignedCert:LocallySignedCert", null)]
public partial class LocallySignedCert : CustomResource
{
    private const string TypeToken = "tls:index/locallySignedCert:LocallySignedCert";

    /// <summary>Registers the resource.</summary>
    public LocallySignedCert(string name, LocallySignedCertArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new LocallySignedCertArgs(), Package.Options(Defaults, options))
    {
    }

    private LocallySignedCert(string name, Input<string> id, LocallySignedCertState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(Defaults, options, id))
    {
    }

    /// <summary>What the key may be used for, as in <c>server_auth</c>, <c>digital_signature</c>.</summary>
    [Output("allowedUses")]
    public Output<ImmutableArray<string>> AllowedUses { get; private set; } = null!;

    /// <summary>The authority's certificate as PEM.</summary>
    [Output("caCertPem")]
    public Output<string> CaCertPem { get; private set; } = null!;

    /// <summary>The algorithm of the authority's key.</summary>
    [Output("caKeyAlgorithm")]
    public Output<string> CaKeyAlgorithm { get; private set; } = null!;

    /// <summary>The authority's private key as PEM (secret).</summary>
    [Output("caPrivateKeyPem")]
    public Output<string> CaPrivateKeyPem { get; private set; } = null!;

    /// <summary>The certificate as PEM.</summary>
    [Output("certPem")]
    public Output<string> CertPem { get; private set; } = null!;

    /// <summary>The certificate request as PEM.</summary>
    [Output("certRequestPem")]
    public Output<string> CertRequestPem { get; private set; } = null!;

    /// <summary>How many hours before it expires the certificate is reissued.</summary>
    [Output("earlyRenewalHours")]
    public Output<int> EarlyRenewalHours { get; private set; } = null!;

    /// <summary>The certificate is one of an authority.</summary>
    [Output("isCaCertificate")]
    public Output<bool> IsCaCertificate { get; private set; } = null!;

    /// <summary>How many authorities may stand below this one.</summary>
    [Output("maxPathLength")]
    public Output<int> MaxPathLength { get; private set; } = null!;

    /// <summary>Whether it is time to reissue the certificate.</summary>
    [Output("readyForRenewal")]
    public Output<bool> ReadyForRenewal { get; private set; } = null!;

    /// <summary>The certificate names its own key.</summary>
    [Output("setSubjectKeyId")]
    public Output<bool> SetSubjectKeyId { get; private set; } = null!;

    /// <summary>When the certificate ends to be valid (RFC 3339).</summary>
    [Output("validityEndTime")]
    public Output<string> ValidityEndTime { get; private set; } = null!;

    /// <summary>How many hours the certificate is valid.</summary>
    [Output("validityPeriodHours")]
    public Output<int> ValidityPeriodHours { get; private set; } = null!;

    /// <summary>When the certificate begins to be valid (RFC 3339).</summary>
    [Output("validityStartTime")]
    public Output<string> ValidityStartTime { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new() { AdditionalSecretOutputs = { "caPrivateKeyPem" } };

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static LocallySignedCert Get(string name, Input<string> id, LocallySignedCertState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
