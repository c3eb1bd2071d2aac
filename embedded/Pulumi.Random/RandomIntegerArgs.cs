namespace Pulumi.Random;

/// <summary>What <see cref="RandomInteger"/> takes.</summary>
public sealed class RandomIntegerArgs : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The greatest value.</summary>
    [Input("max", required: true)]
    public Input<int> Max { get; set; } = null!;

    /// <summary>The least value.</summary>
    [Input("min", required: true)]
    public Input<int> Min { get; set; } = null!;

    /// <summary>A text that makes the value the same each time.</summary>
    [Input("seed")]
    public Input<string>? Seed { get; set; }
}
