namespace Pulumi.Random;

/// <summary>What <see cref="RandomPet"/> takes.</summary>
public sealed class RandomPetArgs : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Input("length")]
    public Input<int>? Length { get; set; }

    /// <summary>A text in front of the value.</summary>
    [Input("prefix")]
    public Input<string>? Prefix { get; set; }

    /// <summary>What stands between the words.</summary>
    [Input("separator")]
    public Input<string>? Separator { get; set; }
}
