using System.Collections.Immutable;

namespace Coder.Infra.Protocol.Properties;

/// <summary>
/// A property value as the engine and its providers see it: JSON, and what Pulumi adds to it (unknown, secret, output,
/// resource reference, asset, archive). Immutable, compared by content.
/// </summary>
public abstract record PropertyValue
{
    private protected PropertyValue()
    {
    }

    /// <summary>JSON null.</summary>
    public static PropertyValue Null { get; } = new NullValue();

    /// <summary>A value that is not known before the update runs.</summary>
    public static PropertyValue Computed { get; } = new ComputedValue();

    /// <summary>Wraps a text.</summary>
    public static implicit operator PropertyValue(string value) => new StringValue(value);

    /// <summary>Wraps a boolean.</summary>
    public static implicit operator PropertyValue(bool value) => new BoolValue(value);

    /// <summary>Wraps a number; JSON and <c>google.protobuf.Value</c> know only doubles.</summary>
    public static implicit operator PropertyValue(double value) => new NumberValue(value);

    /// <summary>Wraps a map.</summary>
    public static implicit operator PropertyValue(PropertyMap value) => new ObjectValue(value);

    /// <summary>Whether an unknown stands anywhere in this value.</summary>
    public bool ContainsUnknowns => this switch
    {
        ComputedValue => true,
        OutputValue o => o.Value is null || o.Value.ContainsUnknowns,
        SecretValue s => s.Value.ContainsUnknowns,
        ArrayValue a => a.Items.Any(item => item.ContainsUnknowns),
        ObjectValue m => m.Properties.ContainsUnknowns,
        _ => false,
    };

    /// <summary>Whether a secret stands anywhere in this value.</summary>
    public bool ContainsSecrets => this switch
    {
        SecretValue => true,
        OutputValue o => o.Secret || (o.Value?.ContainsSecrets ?? false),
        ArrayValue a => a.Items.Any(item => item.ContainsSecrets),
        ObjectValue m => m.Properties.ContainsSecrets,
        _ => false,
    };

    /// <summary>This value as a secret; a secret stays what it is.</summary>
    public PropertyValue AsSecret() => this is SecretValue ? this : new SecretValue(this);

    /// <summary>This value without secrets and output wrappers at any depth; an unknown output becomes <see cref="Computed"/>.</summary>
    public PropertyValue Reveal() => this switch
    {
        SecretValue s => s.Value.Reveal(),
        OutputValue o => o.Value?.Reveal() ?? Computed,
        ArrayValue a => new ArrayValue(a.Items.Select(item => item.Reveal()).ToImmutableArray()),
        ObjectValue m => new ObjectValue(m.Properties.Reveal()),
        _ => this,
    };
}

/// <summary>JSON null.</summary>
public sealed record NullValue : PropertyValue;

/// <summary>An unknown value; on the wire the text <see cref="Signatures.Unknown"/>.</summary>
public sealed record ComputedValue : PropertyValue;

/// <summary>A boolean.</summary>
public sealed record BoolValue(bool Value) : PropertyValue;

/// <summary>A number.</summary>
public sealed record NumberValue(double Value) : PropertyValue;

/// <summary>A text.</summary>
public sealed record StringValue(string Value) : PropertyValue
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A list.</summary>
public sealed record ArrayValue(ImmutableArray<PropertyValue> Items) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(ArrayValue? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}

/// <summary>A map.</summary>
public sealed record ObjectValue(PropertyMap Properties) : PropertyValue;

/// <summary>A secret: encrypted in state, <c>[secret]</c> on a screen. Never prints what it holds.</summary>
public sealed record SecretValue(PropertyValue Value) : PropertyValue
{
    /// <inheritdoc/>
    public override string ToString() => "[secret]";
}

/// <summary>
/// An output: a value, perhaps secret, perhaps not known (<paramref name="Value"/> null), with the URNs it depends on.
/// </summary>
public sealed record OutputValue(PropertyValue? Value, bool Secret, ImmutableArray<string> Dependencies) : PropertyValue
{
    /// <inheritdoc/>
    public bool Equals(OutputValue? other) =>
        other is not null && Equals(Value, other.Value) && Secret == other.Secret && Dependencies.SequenceEqual(other.Dependencies);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Secret, Dependencies.Length);

    /// <inheritdoc/>
    public override string ToString() => Secret ? "[secret]" : Value?.ToString() ?? "output<unknown>";
}

/// <summary>A reference to a resource; <paramref name="Id"/> is null for a component, computed while unknown.</summary>
public sealed record ResourceReferenceValue(string Urn, PropertyValue? Id, string PackageVersion) : PropertyValue;

/// <summary>A file or text to hand over; exactly one of the sources is set.</summary>
public sealed record AssetValue(string? Hash, string? Text, string? Path, string? Uri) : PropertyValue;

/// <summary>An archive; exactly one of the sources is set.</summary>
public sealed record ArchiveValue(string? Hash, ImmutableSortedDictionary<string, PropertyValue>? Assets, string? Path, string? Uri) : PropertyValue;
