using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Coder.Infra.Protocol.Properties;

/// <summary>An immutable map of property names to values in byte order of the names, which is how checkpoints are written.</summary>
public sealed class PropertyMap : IReadOnlyDictionary<string, PropertyValue>, IEquatable<PropertyMap>
{
    private readonly ImmutableSortedDictionary<string, PropertyValue> _items;

    private PropertyMap(ImmutableSortedDictionary<string, PropertyValue> items) => _items = items;

    /// <summary>The map without entries.</summary>
    public static PropertyMap Empty { get; } = new(ImmutableSortedDictionary.Create<string, PropertyValue>(StringComparer.Ordinal));

    /// <summary>A map of the given entries; of two with one name the later wins.</summary>
    public static PropertyMap From(IEnumerable<KeyValuePair<string, PropertyValue>> items) => new(Empty._items.SetItems(items));

    /// <summary>A map of the given entries; of two with one name the later wins.</summary>
    public static PropertyMap Of(params (string Name, PropertyValue Value)[] items) =>
        From(items.Select(item => KeyValuePair.Create(item.Name, item.Value)));

    /// <inheritdoc/>
    public PropertyValue this[string key] => _items[key];

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Keys;

    /// <inheritdoc/>
    public IEnumerable<PropertyValue> Values => _items.Values;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Whether an unknown stands anywhere in this map.</summary>
    public bool ContainsUnknowns => _items.Values.Any(value => value.ContainsUnknowns);

    /// <summary>Whether a secret stands anywhere in this map.</summary>
    public bool ContainsSecrets => _items.Values.Any(value => value.ContainsSecrets);

    /// <summary>This map with one entry set.</summary>
    public PropertyMap Set(string name, PropertyValue value) => new(_items.SetItem(name, value));

    /// <summary>This map with the other's entries set over its own.</summary>
    public PropertyMap SetAll(PropertyMap other) => new(_items.SetItems(other._items));

    /// <summary>This map without an entry.</summary>
    public PropertyMap Remove(string name) => new(_items.Remove(name));

    /// <summary>This map without secrets and output wrappers at any depth.</summary>
    public PropertyMap Reveal() => From(_items.Select(item => KeyValuePair.Create(item.Key, item.Value.Reveal())));

    /// <summary>The value of a name, or null where there is none.</summary>
    public PropertyValue? Get(string name) => _items.GetValueOrDefault(name);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PropertyValue value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public bool Equals(PropertyMap? other) =>
        other is not null && Count == other.Count && _items.All(item => other.TryGetValue(item.Key, out var value) && item.Value.Equals(value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PropertyMap);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (name, value) in _items)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, PropertyValue>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
