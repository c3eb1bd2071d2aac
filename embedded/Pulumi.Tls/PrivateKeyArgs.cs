namespace Pulumi.Tls;

/// <summary>What <see cref="PrivateKey"/> takes.</summary>
public sealed class PrivateKeyArgs : ResourceArgs
{
    /// <summary><c>RSA</c>, <c>ECDSA</c> or <c>ED25519</c>.</summary>
    [Input("algorithm", required: true)]
    public Input<string> Algorithm { get; set; } = null!;

    /// <summary><c>P224</c>, <c>P256</c>, <c>P384</c> or <c>P521</c>.</summary>
    [Input("ecdsaCurve")]
    public Input<string>? EcdsaCurve { get; set; }

    /// <summary>The size of an RSA key in bits.</summary>
    [Input("rsaBits")]
    public Input<int>? RsaBits { get; set; }
}
