using System.Collections.Immutable;

namespace Pulumi.Random;

/// <summary>A random text, not secret.</summary>
[ResourceType("random:index/randomString:RandomString", null)]
public partial class RandomString : CustomResource
{
    private const string TypeToken = "random:index/randomString:RandomString";

    /// <summary>Registers the resource.</summary>
    public RandomString(string name, RandomStringArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args ?? new RandomStringArgs(), Package.Options(null, options))
    {
    }

    private RandomString(string name, Input<string> id, RandomStringState? state, CustomResourceOptions? options)
        : base(TypeToken, name, state, Package.Options(null, options, id))
    {
    }

    /// <summary>Values whose change makes a new random value.</summary>
    [Output("keepers")]
    public Output<ImmutableDictionary<string, string>?> Keepers { get; private set; } = null!;

    /// <summary>The number of characters; for pet names, of words; for bytes, of bytes.</summary>
    [Output("length")]
    public Output<int> Length { get; private set; } = null!;

    /// <summary>Lower-case letters may occur.</summary>
    [Output("lower")]
    public Output<bool> Lower { get; private set; } = null!;

    /// <summary>The least number of lower-case letters.</summary>
    [Output("minLower")]
    public Output<int> MinLower { get; private set; } = null!;

    /// <summary>The least number of digits.</summary>
    [Output("minNumeric")]
    public Output<int> MinNumeric { get; private set; } = null!;

    /// <summary>The least number of special characters.</summary>
    [Output("minSpecial")]
    public Output<int> MinSpecial { get; private set; } = null!;

    /// <summary>The least number of upper-case letters.</summary>
    [Output("minUpper")]
    public Output<int> MinUpper { get; private set; } = null!;

    /// <summary>Digits may occur (old name of <c>numeric</c>).</summary>
    [Output("number")]
    public Output<bool> Number { get; private set; } = null!;

    /// <summary>Digits may occur.</summary>
    [Output("numeric")]
    public Output<bool> Numeric { get; private set; } = null!;

    /// <summary>The special characters that may occur.</summary>
    [Output("overrideSpecial")]
    public Output<string?> OverrideSpecial { get; private set; } = null!;

    /// <summary>The random value.</summary>
    [Output("result")]
    public Output<string> Result { get; private set; } = null!;

    /// <summary>Special characters may occur.</summary>
    [Output("special")]
    public Output<bool> Special { get; private set; } = null!;

    /// <summary>Upper-case letters may occur.</summary>
    [Output("upper")]
    public Output<bool> Upper { get; private set; } = null!;

    /// <summary>Reads a resource that exists, with what is known of its state.</summary>
    public static RandomString Get(string name, Input<string> id, RandomStringState? state = null, CustomResourceOptions? options = null) => new(name, id, state, options);
}
