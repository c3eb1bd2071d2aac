namespace Pulumi.Tls;

/// <summary>What is known of a <see cref="PrivateKey"/> that is read.</summary>
public sealed class PrivateKeyState : ResourceArgs
{
    /// <summary><c>RSA</c>, <c>ECDSA</c> or <c>ED25519</c>.</summary>
    [Input("algorithm")]
    public Input<string>? Algorithm { get; set; }

    /// <summary><c>P224</c>, <c>P256</c>, <c>P384</c> or <c>P521</c>.</summary>
    [Input("ecdsaCurve")]
    public Input<string>? EcdsaCurve { get; set; }

    [Input("privateKeyOpenssh")]
    private Input<string>? _privateKeyOpenssh;

    /// <summary>The private key as OpenSSH writes it (secret).</summary>
    public Input<string>? PrivateKeyOpenssh { get => _privateKeyOpenssh; set => _privateKeyOpenssh = Package.Secret(value); }

    [Input("privateKeyPem")]
    private Input<string>? _privateKeyPem;

    /// <summary>The private key as PEM (secret).</summary>
    public Input<string>? PrivateKeyPem { get => _privateKeyPem; set => _privateKeyPem = Package.Secret(value); }

    [Input("privateKeyPemPkcs8")]
    private Input<string>? _privateKeyPemPkcs8;

    /// <summary>The private key as PKCS#8 PEM (secret).</summary>
    public Input<string>? PrivateKeyPemPkcs8 { get => _privateKeyPemPkcs8; set => _privateKeyPemPkcs8 = Package.Secret(value); }

    /// <summary>The MD5 fingerprint of the public key.</summary>
    [Input("publicKeyFingerprintMd5")]
    public Input<string>? PublicKeyFingerprintMd5 { get; set; }

    /// <summary>The SHA-256 fingerprint of the public key.</summary>
    [Input("publicKeyFingerprintSha256")]
    public Input<string>? PublicKeyFingerprintSha256 { get; set; }

    /// <summary>The public key as OpenSSH writes it.</summary>
    [Input("publicKeyOpenssh")]
    public Input<string>? PublicKeyOpenssh { get; set; }

    /// <summary>The public key as PEM.</summary>
    [Input("publicKeyPem")]
    public Input<string>? PublicKeyPem { get; set; }

    /// <summary>The size of an RSA key in bits.</summary>
    [Input("rsaBits")]
    public Input<int>? RsaBits { get; set; }
}
