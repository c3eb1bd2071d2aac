using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>A random UUID.</summary>
[ResourceType("random:index/randomUuid:RandomUuid", null)]
public partial class RandomUuid : CustomResource
{
    private const string TypeToken = "random:index/randomUuid:RandomUuid";

    /// <summary>Registers the resource.</summary>
    public RandomUuid(string name, RandomUuidArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomUuidArgs(), Package.Options(null, options))
    {
    }

    private RandomUuid(string name, Input<string> id, RandomUuidState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(null, options, id))
    {
    }

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>The random value.</summary>
    [Output("result")]
    public Output<string> Result { get; private set; } = null!;

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomUuid Get(string name, Input<string> id, RandomUuidState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
