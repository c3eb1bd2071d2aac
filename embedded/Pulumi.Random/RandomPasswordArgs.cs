namespace Pulumi.Random;

/// <summary>What <see cref="RandomPassword"/> takes.</summary>
public sealed class RandomPasswordArgs : ResourceArgs
{
    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Input("length", required: true)]
    public Input<int> Length { get; set; } = null!;

    /// <summary>Lower-case letters may occur.</summary>
    [Input("lower")]
    public Input<bool>? Lower { get; set; }

    /// <summary>The least number of lower-case letters.</summary>
    [Input("minLower")]
    public Input<int>? MinLower { get; set; }

    /// <summary>The least number of digits.</summary>
    [Input("minNumeric")]
    public Input<int>? MinNumeric { get; set; }

    /// <summary>The least number of special characters.</summary>
    [Input("minSpecial")]
    public Input<int>? MinSpecial { get; set; }

    /// <summary>The least number of upper-case letters.</summary>
    [Input("minUpper")]
    public Input<int>? MinUpper { get; set; }

    /// <summary>Digits may occur (old name of <c>numeric</c>).</summary>
    [Input("number")]
    public Input<bool>? Number { get; set; }

    /// <summary>Digits may occur.</summary>
    [Input("numeric")]
    public Input<bool>? Numeric { get; set; }

    /// <summary>The special characters that may occur.</summary>
    [Input("overrideSpecial")]
    public Input<string>? OverrideSpecial { get; set; }

    /// <summary>Special characters may occur.</summary>
    [Input("special")]
    public Input<bool>? Special { get; set; }

    /// <summary>Upper-case letters may occur.</summary>
    [Input("upper")]
    public Input<bool>? Upper { get; set; }
}
