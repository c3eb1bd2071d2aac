namespace Pulumi.Random;

/// <summary>What <see cref="RandomUuid"/> takes.</summary>
public sealed class RandomUuidArgs : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }
}
