using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>A random id in several notations.</summary>
[ResourceType("random:index/randomId:RandomId", null)]
public partial class RandomId : CustomResource
{
    private const string TypeToken = "random:index/randomId:RandomId";

    /// <summary>Registers the resource.</summary>
    public RandomId(string name, RandomIdArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomIdArgs(), Package.Options(null, options))
    {
    }

    private RandomId(string name, Input<string> id, RandomIdState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(null, options, id))
    {
    }

    /// <summary>The value in base64.</summary>
    [Output("b64Std")]
    public Output<string> B64Std { get; private set; } = null!;

    /// <summary>The value in base64 for URLs.</summary>
    [Output("b64Url")]
    public Output<string> B64Url { get; private set; } = null!;

    /// <summary>The number of random bytes.</summary>
    [Output("byteLength")]
    public Output<int> ByteLength { get; private set; } = null!;

    /// <summary>The value in decimal digits.</summary>
    [Output("dec")]
    public Output<string> Dec { get; private set; } = null!;

    /// <summary>The value in hexadecimal digits.</summary>
    [Output("hex")]
    public Output<string> Hex { get; private set; } = null!;

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>A text in front of the value.</summary>
    [Output("prefix")]
    public Output<string?> Prefix { get; private set; } = null!;

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomId Get(string name, Input<string> id, RandomIdState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
