using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Schema;

/// <summary>A value does not fit its type; the text is that of Go's JSON decoder.</summary>
internal sealed class DecodeException(string message) : Exception(message);

/// <summary>
/// Decodes a client's JSON as the API server does: values of a wrong type are refused, unknown fields are reported and
/// dropped; nulls, empty optional maps and lists and zero values are left out; fields that are always written are added.
/// </summary>
internal sealed class Decoder
{
    readonly List<string> _unknown = [];
    bool _complete;

    /// <summary>Decodes an object in place.</summary>
    /// <param name="node">The object.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="complete">
    /// Add the fields that are always written, and leave out what is empty; not for an applied configuration, which is what its
    /// owner meant and no more: an empty map that is applied is owned.
    /// </param>
    /// <returns>The unknown fields, as paths.</returns>
    /// <exception cref="DecodeException">A value has the wrong type.</exception>
    public static IReadOnlyList<string> Decode(JsonObject node, TypeSchema schema, bool complete = true)
    {
        var decoder = new Decoder { _complete = complete };
        decoder.Struct(node, schema, new Place(schema, ""), "");
        return decoder._unknown;
    }

    /// <summary>The struct that Go's errors name, and the path of field names (without indexes) from the root.</summary>
    readonly record struct Place(TypeSchema Struct, string Path)
    {
        public Place Field(string name) => this with { Path = Path.Length == 0 ? name : $"{Path}.{name}" };
    }

    void Struct(JsonObject node, TypeSchema schema, Place place, string path)
    {
        if (_complete) Complete(node, schema);
        foreach (var (name, value) in node.ToArray())
        {
            var here = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Fields.TryGetValue(name, out var field))
            {
                if (value is null && !schema.PreserveUnknown && !field.AlwaysNull) node.Remove(name);
                else if (value is not null) Value(value, field, place.Field(name), here);
                if (_complete && (IsEmpty(node[name], field) || IsZero(node[name], field))) node.Remove(name);
            }
            else if (!schema.PreserveUnknown)
            {
                _unknown.Add(here);
                node.Remove(name);
            }
        }
    }

    static void Complete(JsonObject node, TypeSchema schema)
    {
        foreach (var (name, field) in schema.Fields)
            if (field.AlwaysNull) node.Default(name, null);
            else if (field.Always is { } zero && node[name] is null) node[name] = zero.DeepClone();
    }

    /// <summary>Go leaves out maps and lists without content, but for those that a custom resource's client chose to send.</summary>
    static bool IsEmpty(JsonNode? value, TypeSchema field) => field is { OpenApi: null, Always: null, AlwaysNull: false } && (field.Shape, value) switch
    {
        (Shape.Map, JsonObject { Count: 0 }) => true,
        (Shape.List, JsonArray { Count: 0 }) => true,
        _ => false,
    };

    /// <summary>
    /// A string, number or boolean whose zero value means "not given" in Go: its encoder leaves it out, and a default takes its
    /// place. A pointer's zero value is a value.
    /// </summary>
    static bool IsZero(JsonNode? value, TypeSchema field) => field is { OpenApi: null, Always: null, AlwaysNull: false, ZeroIsUnset: true } && (field.Shape, value) switch
    {
        (Shape.String, JsonValue) => value.Text() == "",
        (Shape.Int32 or Shape.Int64, JsonValue) => value.Long() == 0,
        (Shape.Boolean, JsonValue) => value.Bool() == false,
        _ => false,
    };

    void Value(JsonNode value, TypeSchema schema, Place place, string path)
    {
        // Custom resources are held against their own schema later, with other words.
        if (schema.OpenApi is not null && (schema.Shape, value) is not ((Shape.Struct or Shape.Map, JsonObject) or (Shape.List, JsonArray))) return;
        switch (schema.Shape)
        {
            case Shape.Any: return;
            case Shape.Struct:
                if (value is not JsonObject o) throw Mismatch(value, schema, place);
                Struct(o, schema, place with { Struct = schema }, path);
                return;
            case Shape.Map:
                if (value is not JsonObject map) throw Mismatch(value, schema, place);
                foreach (var (key, item) in map.ToArray())
                    if (item is not null) Value(item, schema.Element!, place, $"{path}.{key}");
                    else if (schema.Element!.Shape == Shape.String) map[key] = "";
                return;
            case Shape.List:
                if (value is not JsonArray list) throw Mismatch(value, schema, place);
                for (var i = 0; i < list.Count; i++)
                    if (list[i] is { } item) Value(item, schema.Element!, place, $"{path}[{i}]");
                return;
            case Shape.Bytes when value.Text() is { } text:
                if (Base64.FirstIllegalByte(text) is { } at) throw new DecodeException($"illegal base64 data at input byte {at}");
                return;
            case Shape.Time or Shape.MicroTime when value.Text() is { } text:
                if (!DateTimeOffset.TryParse(text, out _))
                    throw new DecodeException($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
                return;
            case Shape.Quantity when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number:
                if (Quantity.Parse(value) is null) throw new DecodeException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
                return;
            default:
                if (!Fits(value, schema.Shape)) throw Mismatch(value, schema, place);
                return;
        }
    }

    static bool Fits(JsonNode value, Shape shape) => (shape, value.GetValueKind()) switch
    {
        (Shape.String or Shape.Bytes or Shape.Time or Shape.MicroTime, JsonValueKind.String) => true,
        (Shape.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        (Shape.Int32, JsonValueKind.Number) => value.Long() is >= int.MinValue and <= int.MaxValue,
        (Shape.Int64, JsonValueKind.Number) => value.Long() is not null,
        (Shape.Number, JsonValueKind.Number) => true,
        (Shape.Quantity, JsonValueKind.Number or JsonValueKind.String) => true,
        (Shape.IntOrString, JsonValueKind.String) => true,
        (Shape.IntOrString, JsonValueKind.Number) => value.Long() is not null,
        _ => false,
    };

    static DecodeException Mismatch(JsonNode value, TypeSchema schema, Place place)
    {
        var found = value.GetValueKind() switch
        {
            JsonValueKind.Number when schema.Shape is Shape.Int32 or Shape.Int64 or Shape.IntOrString => $"number {value.ToText()}",
            JsonValueKind.True or JsonValueKind.False => "bool",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return new DecodeException($"json: cannot unmarshal {found} into Go struct field {place.Struct.GoName}.{place.Path} of type {GoType(schema)}");
    }

    static string GoType(TypeSchema schema) => schema.Shape switch
    {
        Shape.String or Shape.Bytes => "string",
        Shape.Boolean => "bool",
        Shape.Int32 or Shape.IntOrString => "int32",
        Shape.Int64 => "int64",
        Shape.Number => "float64",
        Shape.List => $"[]{GoType(schema.Element!)}",
        Shape.Map => $"map[string]{GoType(schema.Element!)}",
        Shape.Struct => $"v1.{schema.GoName}",
        Shape.Time => "v1.Time",
        Shape.MicroTime => "v1.MicroTime",
        Shape.Quantity => "resource.Quantity",
        _ => "interface {}",
    };
}
