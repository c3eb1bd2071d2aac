namespace Pulumi.Tls;

/// <summary>What <see cref="LocallySignedCert"/> takes.</summary>
public sealed class LocallySignedCertArgs : ResourceArgs
{
    [Input("allowedUses", required: true)]
    private InputList<string>? _allowedUses;

    /// <summary>What the key may be used for, as in <c>server_auth</c>, <c>digital_signature</c>.</summary>
    public InputList<string> AllowedUses { get => _allowedUses ??= new InputList<string>(); set => _allowedUses = value; }

    /// <summary>The authority's certificate as PEM.</summary>
    [Input("caCertPem", required: true)]
    public Input<string> CaCertPem { get; set; } = null!;

    [Input("caPrivateKeyPem", required: true)]
    private Input<string>? _caPrivateKeyPem;

    /// <summary>The authority's private key as PEM (secret).</summary>
    public Input<string>? CaPrivateKeyPem { get => _caPrivateKeyPem; set => _caPrivateKeyPem = Package.Secret(value); }

    /// <summary>The certificate request as PEM.</summary>
    [Input("certRequestPem", required: true)]
    public Input<string> CertRequestPem { get; set; } = null!;

    /// <summary>How many hours before it expires the certificate is reissued.</summary>
    [Input("earlyRenewalHours")]
    public Input<int>? EarlyRenewalHours { get; set; }

    /// <summary>The certificate is one of an authority.</summary>
    [Input("isCaCertificate")]
    public Input<bool>? IsCaCertificate { get; set; }

    /// <summary>How many authorities may stand below this one.</summary>
    [Input("maxPathLength")]
    public Input<int>? MaxPathLength { get; set; }

    /// <summary>The certificate names its own key.</summary>
    [Input("setSubjectKeyId")]
    public Input<bool>? SetSubjectKeyId { get; set; }

    /// <summary>How many hours the certificate is valid.</summary>
    [Input("validityPeriodHours", required: true)]
    public Input<int> ValidityPeriodHours { get; set; } = null!;
}
