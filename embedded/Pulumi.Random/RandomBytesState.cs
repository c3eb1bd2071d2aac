namespace Pulumi.Random;

/// <summary>What is known of a <see cref="RandomBytes"/> that is read.</summary>
public sealed class RandomBytesState : ResourceArgs
{
    [Input("base64")]
    private Input<string>? _base64;

    /// <summary>The value in base64.</summary>
    public Input<string>? Base64 { get => _base64; set => _base64 = Package.Secret(value); }

    [Input("hex")]
    private Input<string>? _hex;

    /// <summary>The value in hexadecimal digits.</summary>
    public Input<string>? Hex { get => _hex; set => _hex = Package.Secret(value); }

    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Input("length")]
    public Input<int>? Length { get; set; }
}
