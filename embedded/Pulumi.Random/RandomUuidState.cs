namespace Pulumi.Random;

/// <summary>What is known of a <see cref="RandomUuid"/> that is read.</summary>
public sealed class RandomUuidState : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The random value.</summary>
    [Input("result")]
    public Input<string>? Result { get; set; }
}
