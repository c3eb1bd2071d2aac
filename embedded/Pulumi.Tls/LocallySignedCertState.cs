namespace Pulumi.Tls;

/// <summary>What is known of a <see cref="LocallySignedCert"/> that is read.</summary>
public sealed class LocallySignedCertState : ResourceArgs
{
    [Input("allowedUses")]
    private InputList<string>? _allowedUses;

    /// <summary>What the key may be used for, as in <c>server_auth</c>, <c>digital_signature</c>.</summary>
    public InputList<string> AllowedUses { get => _allowedUses ??= new InputList<string>(); set => _allowedUses = value; }

    /// <summary>The authority's certificate as PEM.</summary>
    [Input("caCertPem")]
    public Input<string>? CaCertPem { get; set; }

    /// <summary>The algorithm of the authority's key.</summary>
    [Input("caKeyAlgorithm")]
    public Input<string>? CaKeyAlgorithm { get; set; }

    [Input("caPrivateKeyPem")]
    private Input<string>? _caPrivateKeyPem;

    /// <summary>The authority's private key as PEM (secret).</summary>
    public Input<string>? CaPrivateKeyPem { get => _caPrivateKeyPem; set => _caPrivateKeyPem = Package.Secret(value); }

    /// <summary>The certificate as PEM.</summary>
    [Input("certPem")]
    public Input<string>? CertPem { get; set; }

    /// <summary>The certificate request as PEM.</summary>
    [Input("certRequestPem")]
    public Input<string>? CertRequestPem { get; set; }

    /// <summary>How many hours before it expires the certificate is reissued.</summary>
    [Input("earlyRenewalHours")]
    public Input<int>? EarlyRenewalHours { get; set; }

    /// <summary>The certificate is one of an authority.</summary>
    [Input("isCaCertificate")]
    public Input<bool>? IsCaCertificate { get; set; }

    /// <summary>How many authorities may stand below this one.</summary>
    [Input("maxPathLength")]
    public Input<int>? MaxPathLength { get; set; }

    /// <summary>Whether it is time to reissue the certificate.</summary>
    [Input("readyForRenewal")]
    public Input<bool>? ReadyForRenewal { get; set; }

    /// <summary>The certificate names its own key.</summary>
    [Input("setSubjectKeyId")]
    public Input<bool>? SetSubjectKeyId { get; set; }

    /// <summary>When the certificate ends to be valid (RFC 3339).</summary>
    [Input("validityEndTime")]
    public Input<string>? ValidityEndTime { get; set; }

    /// <summary>How many hours the certificate is valid.</summary>
    [Input("validityPeriodHours")]
    public Input<int>? ValidityPeriodHours { get; set; }

    /// <summary>When the certificate begins to be valid (RFC 3339).</summary>
    [Input("validityStartTime")]
    public Input<string>? ValidityStartTime { get; set; }
}
