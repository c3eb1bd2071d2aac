using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Schema;

/// <summary>A message that is broken, or uses a field whose number the table lacks.</summary>
internal sealed class ProtobufException(string message) : Exception(message);

/// <summary>
/// Reads Kubernetes' protobuf (<c>application/vnd.kubernetes.protobuf</c>) into JSON, with the numbers of
/// <c>protobuf.txt</c> and the types of the schema tables. kubectl sends it where it knows a kind's Go type.
/// </summary>
internal sealed class ProtobufReader(SchemaSet schemas)
{
    static readonly Lazy<Dictionary<string, string[]>> Numbers = new(() =>
        EmbeddedText.Lines("protobuf.txt").Where(l => !l.StartsWith('#')).Select(l => l.Split(' ')).ToDictionary(w => w[0], w => w[1..]));

    static readonly TypeSchema DeleteOptions = new(Shape.Struct)
    {
        Name = "DeleteOptions",
        Fields = new()
        {
            ["gracePeriodSeconds"] = new(Shape.Int64),
            ["preconditions"] = new(Shape.Struct) { Name = "Preconditions", Fields = new() { ["uid"] = new(Shape.String), ["resourceVersion"] = new(Shape.String) } },
            ["orphanDependents"] = new(Shape.Boolean),
            ["propagationPolicy"] = new(Shape.String),
            ["dryRun"] = TypeSchema.ListOf(new(Shape.String)),
        },
    };

    /// <summary>Reads an object in its envelope: <c>k8s\0</c> and a <c>runtime.Unknown</c>.</summary>
    /// <exception cref="ProtobufException">Not such a message.</exception>
    public JsonObject Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 4 || !bytes.Span[..4].SequenceEqual("k8s\0"u8)) throw new ProtobufException("the body does not begin with the protobuf prefix k8s\\0");
        var (apiVersion, kind) = ("", "");
        ReadOnlyMemory<byte> raw = default;
        foreach (var field in Fields(bytes[4..]))
        {
            if (field.Number == 2) raw = field.Bytes;
            if (field.Number != 1) continue;
            foreach (var part in Fields(field.Bytes))
                if (part.Number == 1) apiVersion = part.Text;
                else if (part.Number == 2) kind = part.Text;
        }
        var schema = kind == "DeleteOptions" ? DeleteOptions : schemas.Find(apiVersion, kind);
        if (schema == TypeSchema.Untyped) throw new ProtobufException($"{apiVersion} {kind} can't be read from protobuf here; send it as JSON");
        var json = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
        Struct(raw, schema, schema.Name, json);
        return json;
    }

    void Struct(ReadOnlyMemory<byte> bytes, TypeSchema schema, string numbersOf, JsonObject into)
    {
        if (!Numbers.Value.TryGetValue(numbersOf, out var names)) throw new ProtobufException($"{numbersOf} can't be read from protobuf here; send the object as JSON");
        foreach (var field in Fields(bytes))
        {
            var name = field.Number <= names.Length ? names[field.Number - 1] : "-";
            if (name == "-") throw new ProtobufException($"field {field.Number} of {numbersOf} can't be read from protobuf here; send the object as JSON");
            if (name[0] == '?' && field.IsZero) continue;
            name = name.TrimStart('?');
            if (name[0] == '~') Struct(field.Bytes, schema, name[1..], into);
            else Add(field, schema.Fields[name], name, into);
        }
    }

    void Add(Field field, TypeSchema type, string name, JsonObject into)
    {
        switch (type.Shape)
        {
            case Shape.List:
                into.EnsureArray(name).Add(Value(field, type.Element!));
                break;
            case Shape.Map:
                var (key, value) = ("", (JsonNode?)"");
                foreach (var part in Fields(field.Bytes))
                    if (part.Number == 1) key = part.Text;
                    else if (part.Number == 2) value = Value(part, type.Element!);
                into.Ensure(name)[key] = value;
                break;
            case Shape.String or Shape.Time or Shape.MicroTime when field.Bytes.IsEmpty: break;
            default:
                into[name] = Value(field, type);
                break;
        }
    }

    JsonNode? Value(Field field, TypeSchema type)
    {
        switch (type.Shape)
        {
            case Shape.String: return field.Text;
            case Shape.Boolean: return field.Number64 != 0;
            case Shape.Int32 or Shape.Int64: return (long)field.Number64;
            case Shape.Bytes: return Convert.ToBase64String(field.Bytes.Span);
            case Shape.Quantity: return Fields(field.Bytes).Where(f => f.Number == 1).Select(f => f.Text).FirstOrDefault("0");
            case Shape.Time or Shape.MicroTime:
                var seconds = Fields(field.Bytes).Where(f => f.Number == 1).Select(f => (long)f.Number64).FirstOrDefault();
                return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            case Shape.IntOrString:
                var parts = Fields(field.Bytes).ToList();
                return parts.Any(p => p.Number == 1 && p.Number64 == 1)
                    ? parts.Where(p => p.Number == 3).Select(p => p.Text).FirstOrDefault("")
                    : (long)parts.Where(p => p.Number == 2).Select(p => p.Number64).FirstOrDefault();
            case Shape.Struct:
                var json = new JsonObject();
                Struct(field.Bytes, type, type.Name, json);
                return json;
            default: throw new ProtobufException($"a value of type {type.Shape} can't be read from protobuf here; send the object as JSON");
        }
    }

    /// <summary>One field of a message: a number, or bytes.</summary>
    readonly record struct Field(int Number, ulong Number64, ReadOnlyMemory<byte> Bytes)
    {
        public bool IsZero => Number64 == 0 && Bytes.IsEmpty;

        public string Text => Encoding.UTF8.GetString(Bytes.Span);
    }

    static List<Field> Fields(ReadOnlyMemory<byte> bytes)
    {
        var fields = new List<Field>();
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: fields.Add(new Field(number, Varint(bytes.Span, ref at), default)); break;
                case 2:
                    var length = (int)Math.Min(Varint(bytes.Span, ref at), int.MaxValue);
                    if (length > bytes.Length - at) throw new ProtobufException("unexpected end of message");
                    fields.Add(new Field(number, 0, bytes.Slice(at, length)));
                    at += length;
                    break;
                case var wire: throw new ProtobufException($"wire type {wire} is not used by Kubernetes");
            }
        }
        return fields;
    }

    static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at >= bytes.Length) throw new ProtobufException("unexpected end of message");
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new ProtobufException("a number is too long");
    }
}
