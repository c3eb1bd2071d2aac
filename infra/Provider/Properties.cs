using System.Collections.Immutable;
using Pulumi.Experimental;

namespace Coder.Infra.Provider;

/// <summary>Reads the properties of a resource.</summary>
internal static class Properties
{
    /// <summary>A text; empty where it is unset or unknown.</summary>
    public static string Text(this IReadOnlyDictionary<string, PropertyValue> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.TryGetString(out var text) ? text : "";

    /// <summary>A whole number; 0 where it is unset or unknown.</summary>
    public static int Number(this IReadOnlyDictionary<string, PropertyValue> properties, string name) =>
        properties.TryGetValue(name, out var value) && value.TryGetNumber(out var number) ? (int)number : 0;

    /// <summary>A list of texts; null where it is unset or not known as a whole.</summary>
    public static ImmutableArray<string>? Texts(this IReadOnlyDictionary<string, PropertyValue> properties, string name) =>
        properties.TryGetValue(name, out var value) ? Texts(value) : null;

    /// <summary>A value as a list of texts; null where it is none, or not known as a whole.</summary>
    public static ImmutableArray<string>? Texts(PropertyValue value)
    {
        if (!value.TryGetArray(out var items))
            return null;
        var texts = items.Select(item => item.TryGetString(out var text) ? text : null).ToList();
        return texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }

    /// <summary>The properties with some set.</summary>
    public static IDictionary<string, PropertyValue> With(this ImmutableDictionary<string, PropertyValue> properties, params (string Name, PropertyValue Value)[] more) =>
        properties.SetItems(more.Select(item => KeyValuePair.Create(item.Name, item.Value)));

    /// <summary>A list of texts as a value.</summary>
    public static PropertyValue Of(IEnumerable<string> texts) => new([.. texts.Select(text => new PropertyValue(text))]);
}
