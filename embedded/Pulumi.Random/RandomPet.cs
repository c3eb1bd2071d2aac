using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>A random pet name.</summary>
[ResourceType("random:index/randomPet:RandomPet", null)]
public partial class RandomPet : CustomResource
{
    private const string TypeToken = "random:index/randomPet:RandomPet";

    /// <summary>Registers the resource.</summary>
    public RandomPet(string name, RandomPetArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomPetArgs(), Package.Options(null, options))
    {
    }

    private RandomPet(string name, Input<string> id, RandomPetState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(null, options, id))
    {
    }

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Output("length")]
    public Output<int> Length { get; private set; } = null!;

    /// <summary>A text in front of the value.</summary>
    [Output("prefix")]
    public Output<string?> Prefix { get; private set; } = null!;

    /// <summary>What stands between the words.</summary>
    [Output("separator")]
    public Output<string> Separator { get; private set; } = null!;

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomPet Get(string name, Input<string> id, RandomPetState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
