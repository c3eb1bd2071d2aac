using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Random;

/// <summary>A text of random characters.</summary>
internal class RandomString(RandomSource source) : BridgedResource
{
    public override string Token => "random:index/randomString:RandomString";

    public override string TerraformType => "random_string";

    public override int SchemaVersion => 2;

    /// <summary>How errors call the resource.</summary>
    protected virtual string Title => "Random String";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } = Common([new("result", AttributeType.Text) { Computed = true }]);

    /// <summary>What a text and a password have in common.</summary>
    protected static IReadOnlyList<ResourceAttribute> Common(IEnumerable<ResourceAttribute> own) =>
    [
        RandomResources.Keepers,
        new("length", AttributeType.Number) { Required = true, Minimum = 1 },
        Switch("lower"),
        Least("minLower"),
        Least("minNumeric"),
        Least("minSpecial"),
        Least("minUpper"),
        Switch("number"),
        Switch("numeric"),
        new("overrideSpecial", AttributeType.Text),
        .. own,
        Switch("special"),
        Switch("upper"),
    ];

    public override IEnumerable<(string Attribute, string Reason)> Validate(PropertyMap inputs)
    {
        string[] least = ["minUpper", "minLower", "minNumeric", "minSpecial"];
        var unknown = least.Append("length").Any(name => inputs.Get(name)?.Reveal() is ComputedValue);
        var sum = least.Sum(name => inputs.Number(name) ?? 0);
        if (!unknown && inputs.Number("length") is { } length && length < sum)
            yield return ("length", $"Invalid Attribute Value. Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: {length}");
        if (inputs.Flag("number") is { } number && inputs.Flag("numeric") is { } numeric && number != numeric)
            yield return ("numeric", "Invalid Attribute Combination. Attribute number is deprecated and stands for numeric: both are set, to different values. Remove number");
    }

    /// <summary><c>number</c> is the old name of <c>numeric</c>; either sets both.</summary>
    public override PropertyMap Plan(PropertyMap planned, PropertyMap inputs)
    {
        var given = inputs.Get("numeric")?.Reveal() ?? inputs.Get("number")?.Reveal();
        return given is null or NullValue ? planned : planned.Set("number", given).Set("numeric", given);
    }

    public override PropertyMap Create(PropertyMap planned)
    {
        var result = Draw(planned);
        return planned.Set("id", result).Set("result", result);
    }

    public override PropertyMap Import(string id) => Imported(id).Set("id", id);

    /// <summary>The state of a text whose making is not known.</summary>
    protected PropertyMap Imported(string result) => PropertyMap
        .From(Attributes.Where(attribute => attribute.Default is not null).Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Default!)))
        .Set("length", (double)result.Length)
        .Set("result", result);

    /// <summary>Draws a text of the planned composition.</summary>
    protected string Draw(PropertyMap planned)
    {
        var composition = Composition.From(planned);
        return composition.Alphabet.Length > 0 ? composition.Draw(source) : throw Failed(
            $"Create {Title} Error",
            "The character set specified is empty. At least one of upper, lower, numeric and special must be true");
    }

    private static ResourceAttribute Switch(string name) => new(name, AttributeType.Flag) { Default = true };

    private static ResourceAttribute Least(string name) => new(name, AttributeType.Number) { Default = 0d };
}
