using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Coder.Infra.Protocol.Properties;

/// <summary>What the other side of the wire takes; what it does not take is sent in plainer terms.</summary>
public sealed record MarshalOptions
{
    /// <summary>Unknowns travel as <see cref="Signatures.Unknown"/>; otherwise the property is left out.</summary>
    public bool KeepUnknowns { get; init; } = true;

    /// <summary>Secrets travel wrapped; otherwise as the plain value.</summary>
    public bool KeepSecrets { get; init; } = true;

    /// <summary>Resource references travel as such; otherwise as the id, or the URN of a component.</summary>
    public bool KeepResources { get; init; } = true;

    /// <summary>Output values travel as such; otherwise as the value, wrapped as a secret where it is one.</summary>
    public bool KeepOutputValues { get; init; }

    /// <summary>Everything is sent as it is.</summary>
    public static MarshalOptions All { get; } = new() { KeepOutputValues = true };
}

/// <summary>Between <see cref="PropertyMap"/> and <c>google.protobuf.Struct</c>.</summary>
public static class PropertyMarshaler
{
    /// <summary>The map as a struct.</summary>
    public static Struct ToStruct(PropertyMap map, MarshalOptions? options = null)
    {
        options ??= new MarshalOptions();
        var result = new Struct();
        foreach (var (name, value) in map)
        {
            if (ToValue(value, options) is { } wires)
                result.Fields[name] = wires;
        }

        return result;
    }

    /// <summary>The struct as a map; special objects become what they stand for.</summary>
    /// <exception cref="FormatException">An object carries a signature that is not known.</exception>
    public static PropertyMap FromStruct(Struct? value) =>
        value is null ? PropertyMap.Empty : PropertyMap.From(value.Fields.Select(field => KeyValuePair.Create(field.Key, FromValue(field.Value))));

    /// <summary>A value for the wire, or null where it must be left out.</summary>
    public static Value? ToValue(PropertyValue value, MarshalOptions options)
    {
        switch (value)
        {
            case NullValue:
                return Value.ForNull();
            case BoolValue b:
                return Value.ForBool(b.Value);
            case NumberValue n:
                return Value.ForNumber(n.Value);
            case StringValue s:
                return Value.ForString(s.Value);
            case ArrayValue a:
                // An element that must be left out stays as null, so that the others keep their places.
                return Value.ForList(a.Items.Select(item => ToValue(item, options) ?? Value.ForNull()).ToArray());
            case ObjectValue o:
                return Value.ForStruct(ToStruct(o.Properties, options));
            case ComputedValue:
                return options.KeepUnknowns ? Value.ForString(Signatures.Unknown) : null;
            case SecretValue s:
                var inner = ToValue(s.Value, options);
                return inner is null || !options.KeepSecrets ? inner : Special(Signatures.Secret, ("value", inner));
            case OutputValue o:
                return ToValue(o, options);
            case ResourceReferenceValue r:
                return ToValue(r, options);
            case AssetValue a:
                return Special(Signatures.Asset, ("hash", Text(a.Hash)), ("text", Text(a.Text)), ("path", Text(a.Path)), ("uri", Text(a.Uri)));
            case ArchiveValue a:
                var assets = a.Assets is null ? null : Value.ForStruct(ToStruct(PropertyMap.From(a.Assets), options));
                return Special(Signatures.Archive, ("hash", Text(a.Hash)), ("assets", assets), ("path", Text(a.Path)), ("uri", Text(a.Uri)));
            default:
                throw new InvalidOperationException($"A property value of type {value.GetType().Name} cannot travel.");
        }
    }

    /// <summary>A value from the wire.</summary>
    /// <exception cref="FormatException">An object carries a signature that is not known.</exception>
    public static PropertyValue FromValue(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.StringValue => value.StringValue == Signatures.Unknown ? PropertyValue.Computed : value.StringValue,
        Value.KindOneofCase.ListValue => new ArrayValue(value.ListValue.Values.Select(FromValue).ToImmutableArray()),
        Value.KindOneofCase.StructValue => FromStructValue(value.StructValue),
        _ => PropertyValue.Null,
    };

    private static Value? ToValue(OutputValue output, MarshalOptions options)
    {
        var inner = output.Value is null ? null : ToValue(output.Value, options);
        if (options.KeepOutputValues)
        {
            var dependencies = output.Dependencies.IsDefaultOrEmpty ? null : Value.ForList(output.Dependencies.Select(Value.ForString).ToArray());
            return Special(Signatures.Output, ("value", inner), ("secret", output.Secret ? Value.ForBool(true) : null), ("dependencies", dependencies));
        }

        inner ??= output.Value is null && options.KeepUnknowns ? Value.ForString(Signatures.Unknown) : null;
        return inner is not null && output.Secret && options.KeepSecrets ? Special(Signatures.Secret, ("value", inner)) : inner;
    }

    private static Value? ToValue(ResourceReferenceValue reference, MarshalOptions options)
    {
        if (options.KeepResources)
        {
            var id = reference.Id is null ? null : reference.Id is ComputedValue ? Value.ForString("") : ToValue(reference.Id, options);
            return Special(Signatures.ResourceReference, ("urn", Text(reference.Urn)), ("id", id), ("packageVersion", Text(reference.PackageVersion)));
        }

        return reference.Id is null ? Value.ForString(reference.Urn) : ToValue(reference.Id, options);
    }

    private static PropertyValue FromStructValue(Struct value)
    {
        if (!value.Fields.TryGetValue(Signatures.Key, out var signature))
            return FromStruct(value);
        PropertyValue? Field(string name) => value.Fields.TryGetValue(name, out var field) ? FromValue(field) : null;
        string? TextOf(string name) => Field(name) is StringValue text ? text.Value : null;
        switch (signature.StringValue)
        {
            case Signatures.Secret:
                return (Field("value") ?? PropertyValue.Null).AsSecret();
            case Signatures.Output:
                var dependencies = Field("dependencies") is ArrayValue list
                    ? list.Items.OfType<StringValue>().Select(item => item.Value).ToImmutableArray()
                    : [];
                return new OutputValue(Field("value"), Field("secret") is BoolValue { Value: true }, dependencies);
            case Signatures.ResourceReference:
                var id = Field("id") is StringValue { Value: "" } ? PropertyValue.Computed : Field("id");
                return new ResourceReferenceValue(TextOf("urn") ?? "", id, TextOf("packageVersion") ?? "");
            case Signatures.Asset:
                return new AssetValue(TextOf("hash"), TextOf("text"), TextOf("path"), TextOf("uri"));
            case Signatures.Archive:
                var assets = Field("assets") is ObjectValue map ? map.Properties.ToImmutableSortedDictionary(StringComparer.Ordinal) : null;
                return new ArchiveValue(TextOf("hash"), assets, TextOf("path"), TextOf("uri"));
            default:
                throw new FormatException($"A property value carries the signature {signature.StringValue}, which is not known to this version.");
        }
    }

    private static Value? Text(string? text) => string.IsNullOrEmpty(text) ? null : Value.ForString(text);

    private static Value Special(string signature, params (string Name, Value? Value)[] fields)
    {
        var result = new Struct { Fields = { [Signatures.Key] = Value.ForString(signature) } };
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                result.Fields[name] = value;
        }

        return Value.ForStruct(result);
    }
}
