using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>Random bytes; the outputs are secret.</summary>
[ResourceType("random:index/randomBytes:RandomBytes", null)]
public partial class RandomBytes : CustomResource
{
    private const string TypeToken = "random:index/randomBytes:RandomBytes";

    /// <summary>Registers the resource.</summary>
    public RandomBytes(string name, RandomBytesArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomBytesArgs(), Package.Options(Defaults, options))
    {
    }

    private RandomBytes(string name, Input<string> id, RandomBytesState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(Defaults, options, id))
    {
    }

    /// <summary>The value in base64.</summary>
    [Output("base64")]
    public Output<string> Base64 { get; private set; } = null!;

    /// <summary>The value in hexadecimal digits.</summary>
    [Output("hex")]
    public Output<string> Hex { get; private set; } = null!;

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Output("length")]
    public Output<int> Length { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new() { AdditionalSecretOutputs = { "base64", "hex" } };

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomBytes Get(string name, Input<string> id, RandomBytesState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
