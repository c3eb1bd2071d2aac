namespace Pulumi.Random;

/// <summary>What is known of a <see cref="RandomId"/> that is read.</summary>
public sealed class RandomIdState : ResourceArgs
{
    /// <summary>The value in base64.</summary>
    [Input("b64Std")]
    public Input<string>? B64Std { get; set; }

    /// <summary>The value in base64 for URLs.</summary>
    [Input("b64Url")]
    public Input<string>? B64Url { get; set; }

    /// <summary>The number of random bytes.</summary>
    [Input("byteLength")]
    public Input<int>? ByteLength { get; set; }

    /// <summary>The value in decimal digits.</summary>
    [Input("dec")]
    public Input<string>? Dec { get; set; }

    /// <summary>The value in hexadecimal digits.</summary>
    [Input("hex")]
    public Input<string>? Hex { get; set; }

    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>A text in front of the value.</summary>
    [Input("prefix")]
    public Input<string>? Prefix { get; set; }
}
