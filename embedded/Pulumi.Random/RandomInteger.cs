using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>A random whole number.</summary>
[ResourceType("random:index/randomInteger:RandomInteger", null)]
public partial class RandomInteger : CustomResource
{
    private const string TypeToken = "random:index/randomInteger:RandomInteger";

    /// <summary>Registers the resource.</summary>
    public RandomInteger(string name, RandomIntegerArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomIntegerArgs(), Package.Options(null, options))
    {
    }

    private RandomInteger(string name, Input<string> id, RandomIntegerState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(null, options, id))
    {
    }

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>The greatest value.</summary>
    [Output("max")]
    public Output<int> Max { get; private set; } = null!;

    /// <summary>The least value.</summary>
    [Output("min")]
    public Output<int> Min { get; private set; } = null!;

    /// <summary>The random value.</summary>
    [Output("result")]
    public Output<int> Result { get; private set; } = null!;

    /// <summary>A text that makes the value the same each time.</summary>
    [Output("seed")]
    public Output<string?> Seed { get; private set; } = null!;

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomInteger Get(string name, Input<string> id, RandomIntegerState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
