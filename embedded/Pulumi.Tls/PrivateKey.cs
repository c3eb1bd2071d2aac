namespace Pulumi.Tls;

/// <summary>A private key; kept in the state as a secret.</summary>
[ResourceType("tls:index/privateKey:PrivateKey", null)]
public partial class PrivateKey : CustomResource
{
    private const string TypeToken = "tls:index/privateKey:PrivateKey";

    /// <summary>Registers the resource.</summary>
    public PrivateKey(string name, PrivateKeyArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new PrivateKeyArgs(), Package.Options(Defaults, options))
    {
    }

    private PrivateKey(string name, Input<string> id, PrivateKeyState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(Defaults, options, id))
    {
    }

    /// <summary><c>RSA</c>, <c>ECDSA</c> or <c>ED25519</c>.</summary>
    [Output("algorithm")]
    public Output<string> Algorithm { get; private set; } = null!;

    /// <summary><c>P224</c>, <c>P256</c>, <c>P384</c> or <c>P521</c>.</summary>
    [Output("ecdsaCurve")]
    public Output<string> EcdsaCurve { get; private set; } = null!;

    /// <summary>The private key as OpenSSH writes it (secret).</summary>
    [Output("privateKeyOpenssh")]
    public Output<string> PrivateKeyOpenssh { get; private set; } = null!;

    /// <summary>The private key as PEM (secret).</summary>
    [Output("privateKeyPem")]
    public Output<string> PrivateKeyPem { get; private set; } = null!;

    /// <summary>The private key as PKCS#8 PEM (secret).</summary>
    [Output("privateKeyPemPkcs8")]
    public Output<string> PrivateKeyPemPkcs8 { get; private set; } = null!;

    /// <summary>The MD5 fingerprint of the public key.</summary>
    [Output("publicKeyFingerprintMd5")]
    public Output<string> PublicKeyFingerprintMd5 { get; private set; } = null!;

    /// <summary>The SHA-256 fingerprint of the public key.</summary>
    [Output("publicKeyFingerprintSha256")]
    public Output<string> PublicKeyFingerprintSha256 { get; private set; } = null!;

    /// <summary>The public key as OpenSSH writes it.</summary>
    [Output("publicKeyOpenssh")]
    public Output<string> PublicKeyOpenssh { get; private set; } = null!;

    /// <summary>The public key as PEM.</summary>
    [Output("publicKeyPem")]
    public Output<string> PublicKeyPem { get; private set; } = null!;

    /// <summary>The size of an RSA key in bits.</summary>
    [Output("rsaBits")]
    public Output<int> RsaBits { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new() { AdditionalSecretOutputs = { "privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8" } };

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static PrivateKey Get(string name, Input<string> id, PrivateKeyState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
