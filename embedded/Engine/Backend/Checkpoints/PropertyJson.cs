using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Backend.Checkpoints;

/// <summary>
/// Property values as a checkpoint holds them: JSON, where an object with the key <see cref="Signatures.Key"/> is special.
/// </summary>
internal static class PropertyJson
{
    /// <summary>Marks, in a place, what is within a secret.</summary>
    private const string Inside = "!";

    /// <summary>Reads an object. <paramref name="place"/> names its place, for <see cref="OriginalForms"/>.</summary>
    public static PropertyMap ReadMap(JsonElement json, SecretCoding secrets, string place, OriginalForms forms) =>
        PropertyMap.From(json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Read(field.Value, secrets, $"{place}.{field.Name}", forms))));

    /// <summary>Reads a value.</summary>
    public static PropertyValue Read(JsonElement json, SecretCoding secrets, string place, OriginalForms forms)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
            case JsonValueKind.False:
                return json.GetBoolean();
            case JsonValueKind.Number:
                return json.GetDouble();
            case JsonValueKind.String:
                var text = json.GetString()!;
                return text == Signatures.Unknown ? PropertyValue.Computed : text;
            case JsonValueKind.Array:
                return new ArrayValue([.. json.EnumerateArray().Select((item, i) => Read(item, secrets, $"{place}[{i}]", forms))]);
            case JsonValueKind.Object:
                return json.TryGetProperty(Signatures.Key, out var signature)
                    ? ReadSpecial(json, signature.GetString(), secrets, place, forms)
                    : ReadMap(json, secrets, place, forms);
            default:
                return PropertyValue.Null;
        }
    }

    /// <summary>Writes a map.</summary>
    public static void Write(GoJsonWriter json, PropertyMap map, SecretCoding secrets, string place, OriginalForms forms)
    {
        json.BeginObject();
        foreach (var (name, value) in map)
            Write(json.Name(name), value, secrets, $"{place}.{name}", forms);
        json.EndObject();
    }

    /// <summary>Writes a value.</summary>
    public static void Write(GoJsonWriter json, PropertyValue value, SecretCoding secrets, string place, OriginalForms forms)
    {
        switch (value)
        {
            case BoolValue b:
                json.Bool(b.Value);
                break;
            case NumberValue n:
                json.Number(n.Value);
                break;
            case StringValue s:
                json.String(s.Value);
                break;
            case ComputedValue:
                json.String(Signatures.Unknown);
                break;
            case ArrayValue a:
                json.BeginArray();
                for (var i = 0; i < a.Items.Length; i++)
                    Write(json, a.Items[i], secrets, $"{place}[{i}]", forms);
                json.EndArray();
                break;
            case ObjectValue o:
                Write(json, o.Properties, secrets, place, forms);
                break;
            case SecretValue s:
                WriteSecret(json, s.Value, secrets, place, forms);
                break;
            case OutputValue { Secret: true } o:
                WriteSecret(json, o.Value ?? PropertyValue.Computed, secrets, place, forms);
                break;
            case OutputValue o:
                Write(json, o.Value ?? PropertyValue.Computed, secrets, place, forms);
                break;
            case ResourceReferenceValue r:
                Special(json, Signatures.ResourceReference, ("id", r.Id is null ? null : r.Id is StringValue id ? id.Value : ""), ("packageVersion", r.PackageVersion), ("urn", r.Urn));
                break;
            case AssetValue a:
                Special(json, Signatures.Asset, ("hash", a.Hash ?? ""), ("path", a.Path), ("text", a.Text), ("uri", a.Uri));
                break;
            case ArchiveValue { Assets: { } assets } a:
                json.BeginObject();
                json.Name(Signatures.Key).String(Signatures.Archive);
                Write(json.Name("assets"), PropertyMap.From(assets), secrets, place, forms);
                json.Name("hash").String(a.Hash ?? "");
                json.EndObject();
                break;
            case ArchiveValue a:
                Special(json, Signatures.Archive, ("hash", a.Hash ?? ""), ("path", a.Path), ("uri", a.Uri));
                break;
            default:
                json.Null();
                break;
        }
    }

    /// <summary>
    /// What is encrypted for a secret in state: its JSON, as Go's <c>json.Marshal</c> writes it. Secrets inside of it are
    /// marked, not encrypted again (<see cref="SecretCoding.Nested"/>).
    /// </summary>
    public static string Plaintext(PropertyValue value, SecretCoding secrets, string place, OriginalForms forms)
    {
        var json = new GoJsonWriter(escapeHtml: true);
        Write(json, value, secrets, place + Inside, forms);
        return json.ToString();
    }

    /// <summary>The value of such a text.</summary>
    public static PropertyValue ParsePlaintext(string plaintext, SecretCoding secrets, string place, OriginalForms forms)
    {
        using var document = DeepJson.Parse(plaintext);
        return Read(document.RootElement, secrets, place + Inside, forms);
    }

    private static void WriteSecret(GoJsonWriter json, PropertyValue value, SecretCoding secrets, string place, OriginalForms forms)
    {
        var (field, text) = secrets.Write(value, place, forms);
        Special(json, Signatures.Secret, (field, text));
    }

    private static void Special(GoJsonWriter json, string signature, params (string Name, string? Value)[] fields)
    {
        json.BeginObject();
        json.Name(Signatures.Key).String(signature);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                json.Name(name).String(value);
        }

        json.EndObject();
    }

    private static PropertyValue ReadSpecial(JsonElement json, string? signature, SecretCoding secrets, string place, OriginalForms forms)
    {
        string? Field(string name) => json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;
        switch (signature)
        {
            case Signatures.Secret:
                return Field("plaintext") is { } plaintext
                    ? new SecretValue(ParsePlaintext(plaintext, SecretCoding.Nested, place, forms))
                    : new SecretValue(secrets.Read(Field("ciphertext") ?? throw new CheckpointException("a secret has no ciphertext"), place, forms));
            case Signatures.ResourceReference:
                PropertyValue? id = Field("id") switch { null => null, "" => PropertyValue.Computed, { } text => text };
                return new ResourceReferenceValue(Field("urn") ?? "", id, Field("packageVersion") ?? "");
            case Signatures.Asset:
                return new AssetValue(Field("hash"), Field("text"), Field("path"), Field("uri"));
            case Signatures.Archive:
                var assets = json.TryGetProperty("assets", out var map)
                    ? ReadMap(map, secrets, place, forms).ToImmutableSortedDictionary(StringComparer.Ordinal)
                    : null;
                return new ArchiveValue(Field("hash"), assets, Field("path"), Field("uri"));
            default:
                throw new CheckpointException($"a property value carries the signature {signature}, which this version does not know");
        }
    }
}

/// <summary>A checkpoint that cannot be read; the file is left as it is.</summary>
internal sealed class CheckpointException(string message) : Exception(message);
