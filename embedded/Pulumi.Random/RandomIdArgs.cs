namespace Pulumi.Random;

/// <summary>What <see cref="RandomId"/> takes.</summary>
public sealed class RandomIdArgs : ResourceArgs
{
    /// <summary>The number of random bytes.</summary>
    [Input("byteLength", required: true)]
    public Input<int> ByteLength { get; set; } = null!;

    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>A text in front of the value.</summary>
    [Input("prefix")]
    public Input<string>? Prefix { get; set; }
}
