namespace Pulumi.Random;

/// <summary>What <see cref="RandomBytes"/> takes.</summary>
public sealed class RandomBytesArgs : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Input("length", required: true)]
    public Input<int> Length { get; set; } = null!;
}
