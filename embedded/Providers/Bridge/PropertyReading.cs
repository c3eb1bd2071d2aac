using System.Collections.Immutable;
using System.Globalization;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Bridge;

/// <summary>Attributes of a property map as plain values; null where there is none.</summary>
internal static class PropertyReading
{
    /// <summary>A text.</summary>
    public static string? Text(this PropertyMap map, string name) => map.Get(name)?.Reveal() switch
    {
        StringValue s => s.Value,
        NumberValue n => n.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>A whole number.</summary>
    public static long? Number(this PropertyMap map, string name) => map.Get(name)?.Reveal() switch
    {
        NumberValue n => (long)n.Value,
        StringValue s when long.TryParse(s.Value, CultureInfo.InvariantCulture, out var n) => n,
        _ => null,
    };

    /// <summary>True or false.</summary>
    public static bool? Flag(this PropertyMap map, string name) => map.Get(name)?.Reveal() switch
    {
        BoolValue b => b.Value,
        StringValue { Value: "true" } => true,
        StringValue { Value: "false" } => false,
        _ => null,
    };

    /// <summary>A list of texts.</summary>
    public static ImmutableArray<string>? Texts(this PropertyMap map, string name) => map.Get(name)?.Reveal() is ArrayValue a
        ? a.Items.OfType<StringValue>().Select(item => item.Value).ToImmutableArray()
        : null;

    /// <summary>A nested map.</summary>
    public static PropertyMap? Map(this PropertyMap map, string name) => (map.Get(name)?.Reveal() as ObjectValue)?.Properties;

    /// <summary>A list of texts as a value.</summary>
    public static PropertyValue AsValue(this IEnumerable<string> texts) =>
        new ArrayValue(texts.Select(text => (PropertyValue)text).ToImmutableArray());
}
