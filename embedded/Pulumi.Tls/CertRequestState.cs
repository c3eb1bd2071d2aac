namespace Pulumi.Tls;

/// <summary>What is known of a <see cref="CertRequest"/> that is read.</summary>
public sealed class CertRequestState : ResourceArgs
{
    /// <summary>The certificate request as PEM.</summary>
    [Input("certRequestPem")]
    public Input<string>? CertRequestPem { get; set; }

    [Input("dnsNames")]
    private InputList<string>? _dnsNames;

    /// <summary>Host names the certificate is for.</summary>
    public InputList<string> DnsNames { get => _dnsNames ??= new InputList<string>(); set => _dnsNames = value; }

    [Input("ipAddresses")]
    private InputList<string>? _ipAddresses;

    /// <summary>IP addresses the certificate is for.</summary>
    public InputList<string> IpAddresses { get => _ipAddresses ??= new InputList<string>(); set => _ipAddresses = value; }

    /// <summary>The algorithm of the key.</summary>
    [Input("keyAlgorithm")]
    public Input<string>? KeyAlgorithm { get; set; }

    [Input("privateKeyPem")]
    private Input<string>? _privateKeyPem;

    /// <summary>The private key as PEM (secret).</summary>
    public Input<string>? PrivateKeyPem { get => _privateKeyPem; set => _privateKeyPem = Package.Secret(value); }

    /// <summary>Whose certificate it is.</summary>
    [Input("subject")]
    public Input<Inputs.CertRequestSubjectGetArgs>? Subject { get; set; }

    [Input("uris")]
    private InputList<string>? _uris;

    /// <summary>URIs the certificate is for.</summary>
    public InputList<string> Uris { get => _uris ??= new InputList<string>(); set => _uris = value; }
}
