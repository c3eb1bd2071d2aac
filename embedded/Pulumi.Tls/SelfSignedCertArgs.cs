namespace Pulumi.Tls;

/// <summary>What <see cref="SelfSignedCert"/> takes.</summary>
public sealed class SelfSignedCertArgs : ResourceArgs
{
    [Input("allowedUses", required: true)]
    private InputList<string>? _allowedUses;

    /// <summary>What the key may be used for, as in <c>server_auth</c>, <c>digital_signature</c>.</summary>
    public InputList<string> AllowedUses { get => _allowedUses ??= new InputList<string>(); set => _allowedUses = value; }

    [Input("dnsNames")]
    private InputList<string>? _dnsNames;

    /// <summary>Host names the certificate is for.</summary>
    public InputList<string> DnsNames { get => _dnsNames ??= new InputList<string>(); set => _dnsNames = value; }

    /// <summary>How many hours before it expires the certificate is reissued.</summary>
    [Input("earlyRenewalHours")]
    public Input<int>? EarlyRenewalHours { get; set; }

    [Input("ipAddresses")]
    private InputList<string>? _ipAddresses;

    /// <summary>IP addresses the certificate is for.</summary>
    public InputList<string> IpAddresses { get => _ipAddresses ??= new InputList<string>(); set => _ipAddresses = value; }

    /// <summary>The certificate is one of an authority.</summary>
    [Input("isCaCertificate")]
    public Input<bool>? IsCaCertificate { get; set; }

    /// <summary>How many authorities may stand below this one.</summary>
    [Input("maxPathLength")]
    public Input<int>? MaxPathLength { get; set; }

    [Input("privateKeyPem", required: true)]
    private Input<string>? _privateKeyPem;

    /// <summary>The private key as PEM (secret).</summary>
    public Input<string>? PrivateKeyPem { get => _privateKeyPem; set => _privateKeyPem = Package.Secret(value); }

    /// <summary>The certificate names the authority's key.</summary>
    [Input("setAuthorityKeyId")]
    public Input<bool>? SetAuthorityKeyId { get; set; }

    /// <summary>The certificate names its own key.</summary>
    [Input("setSubjectKeyId")]
    public Input<bool>? SetSubjectKeyId { get; set; }

    /// <summary>Whose certificate it is.</summary>
    [Input("subject")]
    public Input<Inputs.SelfSignedCertSubjectArgs>? Subject { get; set; }

    [Input("uris")]
    private InputList<string>? _uris;

    /// <summary>URIs the certificate is for.</summary>
    public InputList<string> Uris { get => _uris ??= new InputList<string>(); set => _uris = value; }

    /// <summary>How many hours the certificate is valid.</summary>
    [Input("validityPeriodHours", required: true)]
    public Input<int> ValidityPeriodHours { get; set; } = null!;
}
