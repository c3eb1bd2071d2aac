using System.Collections.Immutable;

namespace Pulumi.Experimental;

/// <summary>What a <see cref="PropertyValue"/> holds.</summary>
public enum PropertyValueType
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>A boolean.</summary>
    Bool,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    String,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A file or text.</summary>
    Asset,

    /// <summary>Many files together.</summary>
    Archive,

    /// <summary>A reference to a resource.</summary>
    Resource,

    /// <summary>Something that is not known yet.</summary>
    Computed,
}

/// <summary>
/// A property value as a provider sees it: immutable, compared by content; any value may be secret and may name the resources it
/// depends on.
/// </summary>
public sealed partial class PropertyValue : IEquatable<PropertyValue>
{
    /// <summary>Nothing.</summary>
    public static readonly PropertyValue Null = new(PropertyValueType.Null, null);

    /// <summary>What is not known yet.</summary>
    public static readonly PropertyValue Computed = new(PropertyValueType.Computed, null);

    private readonly object? _value;

    /// <summary>A boolean.</summary>
    public PropertyValue(bool value)
        : this(PropertyValueType.Bool, value)
    {
    }

    /// <summary>A number.</summary>
    public PropertyValue(double value)
        : this(PropertyValueType.Number, value)
    {
    }

    /// <summary>A text.</summary>
    public PropertyValue(string value)
        : this(PropertyValueType.String, value)
    {
    }

    /// <summary>A list.</summary>
    public PropertyValue(ImmutableArray<PropertyValue> value)
        : this(PropertyValueType.Array, value)
    {
    }

    /// <summary>A map.</summary>
    public PropertyValue(ImmutableDictionary<string, PropertyValue> value)
        : this(PropertyValueType.Map, value)
    {
    }

    /// <summary>A file or text.</summary>
    public PropertyValue(Asset value)
        : this(PropertyValueType.Asset, value)
    {
    }

    /// <summary>Many files together.</summary>
    public PropertyValue(Archive value)
        : this(PropertyValueType.Archive, value)
    {
    }

    /// <summary>A reference to a resource.</summary>
    public PropertyValue(ResourceReference value)
        : this(PropertyValueType.Resource, value)
    {
    }

    private PropertyValue(PropertyValueType type, object? value) => (Type, _value) = (type, value);

    /// <summary>What the value is.</summary>
    public PropertyValueType Type { get; }

    /// <summary>Whether it is nothing.</summary>
    public bool IsNull => Type == PropertyValueType.Null;

    /// <summary>Whether it is not known yet.</summary>
    public bool IsComputed => Type == PropertyValueType.Computed;

    /// <summary>Whether it is secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The resources it depends on.</summary>
    public ImmutableHashSet<Urn> Dependencies { get; init; } = ImmutableHashSet<Urn>.Empty;

    /// <summary>This value, secret or not.</summary>
    public PropertyValue WithSecret(bool secret) => new(Type, _value) { IsSecret = secret, Dependencies = Dependencies };

    /// <summary>This value with other dependencies.</summary>
    public PropertyValue WithDependencies(ImmutableHashSet<Urn> dependencies) => new(Type, _value) { IsSecret = IsSecret, Dependencies = dependencies };

    /// <inheritdoc/>
    public bool Equals(PropertyValue? other) =>
        other is not null && Type == other.Type && IsSecret == other.IsSecret && Dependencies.SetEquals(other.Dependencies) && SameContent(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PropertyValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, IsSecret, _value switch
    {
        ImmutableArray<PropertyValue> items => items.Length,
        ImmutableDictionary<string, PropertyValue> map => map.Count,
        Asset or Archive or null => 0,
        var plain => plain.GetHashCode(),
    });

    /// <summary>The value for a person; a secret only says that it is one.</summary>
    public override string? ToString() => IsSecret ? "[secret]" : Match<string?>(
        () => "null",
        value => value ? "true" : "false",
        value => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        value => value,
        items => $"[{string.Join(", ", items)}]",
        map => $"{{{string.Join(", ", map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}"))}}}",
        _ => "asset",
        _ => "archive",
        reference => reference.ToString(),
        () => "computed");

    private bool SameContent(PropertyValue other) => (_value, other._value) switch
    {
        (ImmutableArray<PropertyValue> mine, ImmutableArray<PropertyValue> others) => mine.SequenceEqual(others),
        (ImmutableDictionary<string, PropertyValue> mine, ImmutableDictionary<string, PropertyValue> others) =>
            mine.Count == others.Count && mine.All(entry => others.TryGetValue(entry.Key, out var value) && entry.Value.Equals(value)),
        (AssetOrArchive mine, AssetOrArchive others) => AssetContent.Same(mine, others),
        var (mine, others) => Equals(mine, others),
    };
}
