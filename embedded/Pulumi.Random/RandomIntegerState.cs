namespace Pulumi.Random;

/// <summary>What is known of a <see cref="RandomInteger"/> that is read.</summary>
public sealed class RandomIntegerState : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The greatest value.</summary>
    [Input("max")]
    public Input<int>? Max { get; set; }

    /// <summary>The least value.</summary>
    [Input("min")]
    public Input<int>? Min { get; set; }

    /// <summary>The random value.</summary>
    [Input("result")]
    public Input<int>? Result { get; set; }

    /// <summary>A text that makes the value the same each time.</summary>
    [Input("seed")]
    public Input<string>? Seed { get; set; }
}
