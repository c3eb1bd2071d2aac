namespace Pulumi.Tls;

/// <summary>What <see cref="CertRequest"/> takes.</summary>
public sealed class CertRequestArgs : ResourceArgs
{
    [Input("dnsNames")]
    private InputList<string>? _dnsNames;

    /// <summary>Host names the certificate is for.</summary>
    public InputList<string> DnsNames { get => _dnsNames ??= new InputList<string>(); set => _dnsNames = value; }

    [Input("ipAddresses")]
    private InputList<string>? _ipAddresses;

    /// <summary>IP addresses the certificate is for.</summary>
    public InputList<string> IpAddresses { get => _ipAddresses ??= new InputList<string>(); set => _ipAddresses = value; }

    [Input("privateKeyPem", required: true)]
    private Input<string>? _privateKeyPem;

    /// <summary>The private key as PEM (secret).</summary>
    public Input<string>? PrivateKeyPem { get => _privateKeyPem; set => _privateKeyPem = Package.Secret(value); }

    /// <summary>Whose certificate it is.</summary>
    [Input("subject")]
    public Input<Inputs.CertRequestSubjectArgs>? Subject { get; set; }

    [Input("uris")]
    private InputList<string>? _uris;

    /// <summary>URIs the certificate is for.</summary>
    public InputList<string> Uris { get => _uris ??= new InputList<string>(); set => _uris = value; }
}
