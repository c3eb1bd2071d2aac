using System.Collections.Immutable;

namespace Pulumi.Tls;

/// <summary>A certificate signing request.</summary>
[ResourceType("tls:index/certRequest:CertRequest", null)]
public partial class CertRequest : CustomResource
{
    private const string TypeToken = "tls:index/certRequest:CertRequest";

    /// <summary>Registers the resource.</summary>
    public CertRequest(string name, CertRequestArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new CertRequestArgs(), Package.Options(Defaults, options))
    {
    }

    private CertRequest(string name, Input<string> id, CertRequestState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(Defaults, options, id))
    {
    }

    /// <summary>The certificate request as PEM.</summary>
    [Output("certRequestPem")]
    public Output<string> CertRequestPem { get; private set; } = null!;

    /// <summary>Host names the certificate is for.</summary>
    [Output("dnsNames")]
    public Output<ImmutableArray<string>> DnsNames { get; private set; } = null!;

    /// <summary>IP addresses the certificate is for.</summary>
    [Output("ipAddresses")]
    public Output<ImmutableArray<string>> IpAddresses { get; private set; } = null!;

    /// <summary>The algorithm of the key.</summary>
    [Output("keyAlgorithm")]
    public Output<string> KeyAlgorithm { get; private set; } = null!;

    /// <summary>The private key as PEM (secret).</summary>
    [Output("privateKeyPem")]
    public Output<string> PrivateKeyPem { get; private set; } = null!;

    /// <summary>Whose certificate it is.</summary>
    [Output("subject")]
    public Output<Outputs.CertRequestSubject?> Subject { get; private set; } = null!;

    /// <summary>URIs the certificate is for.</summary>
    [Output("uris")]
    public Output<ImmutableArray<string>> Uris { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new() { AdditionalSecretOutputs = { "privateKeyPem" } };

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static CertRequest Get(string name, Input<string> id, CertRequestState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
