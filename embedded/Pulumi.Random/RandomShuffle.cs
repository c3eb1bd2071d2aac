using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>A list in random order.</summary>
[ResourceType("random:index/randomShuffle:RandomShuffle", null)]
public partial class RandomShuffle : CustomResource
{
    private const string TypeToken = "random:index/randomShuffle:RandomShuffle";

    /// <summary>Registers the resource.</summary>
    public RandomShuffle(string name, RandomShuffleArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomShuffleArgs(), Package.Options(null, options))
    {
    }

    private RandomShuffle(string name, Input<string> id, RandomShuffleState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(null, options, id))
    {
    }

    /// <summary>The field <c>inputs</c>.</summary>
    [Output("inputs")]
    public Output<ImmutableArray<string>> Inputs { get; private set; } = null!;

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>The field <c>resultCount</c>.</summary>
    [Output("resultCount")]
    public Output<int?> ResultCount { get; private set; } = null!;

    /// <summary>The field <c>results</c>.</summary>
    [Output("results")]
    public Output<ImmutableArray<string>> Results { get; private set; } = null!;

    /// <summary>A text that makes the value the same each time.</summary>
    [Output("seed")]
    public Output<string?> Seed { get; private set; } = null!;

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomShuffle Get(string name, Input<string> id, RandomShuffleState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
