using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Signatures = Coder.Infra.Protocol.Properties.Signatures;

namespace Pulumi.Experimental;

/// <summary>Between a provider's property values and what travels.</summary>
internal static class PropertyWire
{
    private static readonly ImmutableDictionary<string, PropertyValue> None = ImmutableDictionary<string, PropertyValue>.Empty;

    /// <summary>The struct as property values.</summary>
    public static ImmutableDictionary<string, PropertyValue> FromStruct(Struct? value) =>
        value?.Fields.ToImmutableDictionary(field => field.Key, field => FromValue(field.Value)) ?? None;

    /// <summary>Property values as a struct; null stays null.</summary>
    public static Struct? ToStruct(IDictionary<string, PropertyValue>? values)
    {
        if (values is null)
            return null;
        var result = new Struct();
        foreach (var (name, value) in values)
            result.Fields[name] = ToValue(value);
        return result;
    }

    /// <summary>A value from the wire.</summary>
    public static PropertyValue FromValue(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => new PropertyValue(value.BoolValue),
        Value.KindOneofCase.NumberValue => new PropertyValue(value.NumberValue),
        Value.KindOneofCase.StringValue => value.StringValue == Signatures.Unknown ? PropertyValue.Computed : new PropertyValue(value.StringValue),
        Value.KindOneofCase.ListValue => new PropertyValue(value.ListValue.Values.Select(FromValue).ToImmutableArray()),
        Value.KindOneofCase.StructValue => FromStructValue(value),
        _ => PropertyValue.Null,
    };

    /// <summary>A value for the wire. Dependencies only travel with what is an output for their sake.</summary>
    public static Value ToValue(PropertyValue value)
    {
        if (!value.Dependencies.IsEmpty)
        {
            return Special(
                Signatures.Output,
                ("value", value.IsComputed ? null : Content(value)),
                ("secret", value.IsSecret ? Value.ForBool(true) : null),
                ("dependencies", Value.ForList(value.Dependencies.Select(urn => (string)urn).Order(StringComparer.Ordinal).Select(Value.ForString).ToArray())));
        }

        return value.IsSecret ? Special(Signatures.Secret, ("value", Content(value))) : Content(value);
    }

    private static Value Content(PropertyValue value) => value.Match(
        Value.ForNull,
        Value.ForBool,
        Value.ForNumber,
        Value.ForString,
        items => Value.ForList(items.Select(ToValue).ToArray()),
        map => Value.ForStruct(ToStruct(map)),
        ToValue,
        ToValue,
        reference => Special(
            Signatures.ResourceReference,
            ("urn", Value.ForString(reference.URN)),
            ("id", reference.Id is null ? null : reference.Id.IsComputed ? Value.ForString("") : ToValue(reference.Id)),
            ("packageVersion", string.IsNullOrEmpty(reference.PackageVersion) ? null : Value.ForString(reference.PackageVersion))),
        () => Value.ForString(Signatures.Unknown));

    private static Value ToValue(AssetOrArchive asset) => asset switch
    {
        FileAsset file => Special(Signatures.Asset, ("path", Value.ForString(file.Path))),
        StringAsset text => Special(Signatures.Asset, ("text", Value.ForString(text.Text))),
        RemoteAsset remote => Special(Signatures.Asset, ("uri", Value.ForString(remote.Uri))),
        FileArchive file => Special(Signatures.Archive, ("path", Value.ForString(file.Path))),
        RemoteArchive remote => Special(Signatures.Archive, ("uri", Value.ForString(remote.Uri))),
        AssetArchive many => Special(Signatures.Archive, ("assets", Assets(many))),
        _ => throw new InvalidOperationException($"A {asset.GetType().FullName} is no kind of asset or archive that can travel."),
    };

    private static Value Assets(AssetArchive archive)
    {
        var result = new Struct();
        foreach (var (name, asset) in archive.Assets)
            result.Fields[name] = ToValue(asset);
        return Value.ForStruct(result);
    }

    private static PropertyValue FromStructValue(Value value)
    {
        switch (ValueReader.SignatureOf(value))
        {
            case null:
                return new PropertyValue(FromStruct(value.StructValue));
            case Signatures.Secret:
                return FromValue(ValueReader.Field(value, "value") ?? Value.ForNull()).WithSecret(true);
            case Signatures.Output:
                var inner = ValueReader.Field(value, "value") is { } known ? FromValue(known) : PropertyValue.Computed;
                var urns = ValueReader.Field(value, "dependencies")?.ListValue.Values.Select(urn => new Urn(urn.StringValue)) ?? [];
                return inner.WithSecret(inner.IsSecret || ValueReader.Field(value, "secret") is { BoolValue: true }).WithDependencies([.. urns]);
            case Signatures.ResourceReference:
                var id = ValueReader.Field(value, "id");
                return new PropertyValue(new ResourceReference(
                    new Urn(ValueReader.Field(value, "urn")?.StringValue ?? ""),
                    id is null ? null : id.StringValue.Length == 0 ? PropertyValue.Computed : FromValue(id),
                    ValueReader.Field(value, "packageVersion")?.StringValue ?? ""));
            case Signatures.Asset:
                return new PropertyValue((Asset)ReadAsset(value, typeof(Asset)));
            case Signatures.Archive:
                return new PropertyValue((Archive)ReadAsset(value, typeof(Archive)));
            case var signature:
                throw new FormatException($"A property value carries the signature {signature}, which is not known to this version.");
        }
    }

    private static object ReadAsset(Value value, System.Type type) =>
        ValueReader.Read(value, type, "asset", message => throw new FormatException(message)).Value!;

    private static Value Special(string signature, params ReadOnlySpan<(string Name, Value? Value)> fields)
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
