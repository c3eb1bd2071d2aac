namespace Pulumi.Random;

/// <summary>What is known of a <see cref="RandomShuffle"/> that is read.</summary>
public sealed class RandomShuffleState : ResourceArgs
{
    [Input("inputs")]
    private InputList<string>? _inputs;

    /// <summary>The field <c>inputs</c>.</summary>
    public InputList<string> Inputs { get => _inputs ??= new InputList<string>(); set => _inputs = value; }

    [Input("keepers")]
    private InputMap<string>? _keepers;

    /// <summary>Values whose change makes a new random value.</summary>
    public InputMap<string> Keepers { get => _keepers ??= new InputMap<string>(); set => _keepers = value; }

    /// <summary>The field <c>resultCount</c>.</summary>
    [Input("resultCount")]
    public Input<int>? ResultCount { get; set; }

    [Input("results")]
    private InputList<string>? _results;

    /// <summary>The field <c>results</c>.</summary>
    public InputList<string> Results { get => _results ??= new InputList<string>(); set => _results = value; }

    /// <summary>A text that makes the value the same each time.</summary>
    [Input("seed")]
    public Input<string>? Seed { get; set; }
}
