using System.Text;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.OpenApi;

/// <summary>
/// Writes an OpenAPI v2 document as the protobuf of gnostic's <c>openapi.v2.Document</c>, as far as these documents
/// use it. client-go reads <c>/openapi/v2</c> in no other form.
/// </summary>
internal static class OpenApiProtobuf
{
    public static byte[] Write(JsonObject document) => Message(m =>
    {
        m.Text(1, document.Text("swagger"));
        m.Sub(2, i =>
        {
            i.Text(1, document.Text("info", "title"));
            i.Text(2, document.Text("info", "version"));
        });
        m.Sub(8, paths =>
        {
            foreach (var (path, item) in document.Object("paths")!) paths.Sub(2, named => Named(named, path, v => PathItem(v, (JsonObject)item!)));
        });
        m.Sub(9, definitions =>
        {
            foreach (var (name, schema) in document.Object("definitions")!) definitions.Sub(1, named => Named(named, name, v => Schema(v, (JsonObject)schema!)));
        });
    });

    static void Named(Writer named, string name, Action<Writer> value)
    {
        named.Text(1, name);
        named.Sub(2, value);
    }

    static readonly Dictionary<string, int> Methods = new() { ["get"] = 2, ["put"] = 3, ["post"] = 4, ["delete"] = 5, ["patch"] = 8 };

    static void PathItem(Writer m, JsonObject item)
    {
        foreach (var (method, operation) in item)
            if (Methods.TryGetValue(method, out var number)) m.Sub(number, o => Operation(o, (JsonObject)operation!));
        foreach (var parameter in item.Objects("parameters")) m.Sub(9, p => ParametersItem(p, parameter));
    }

    static void Operation(Writer m, JsonObject operation)
    {
        m.Text(5, operation.Text("operationId"));
        foreach (var parameter in operation.Objects("parameters")) m.Sub(8, p => ParametersItem(p, parameter));
        m.Sub(9, responses => responses.Sub(1, named => Named(named, "200", value => value.Sub(1, response => response.Text(1, "OK")))));
        Extensions(m, 13, operation);
    }

    /// <summary>ParametersItem → Parameter → NonBodyParameter → a path or query parameter.</summary>
    static void ParametersItem(Writer m, JsonObject parameter) => m.Sub(1, p => p.Sub(2, nonBody =>
    {
        var isPath = parameter.Text("in") == "path";
        nonBody.Sub(isPath ? 4 : 3, sub =>
        {
            if (parameter.Bool("required") == true) sub.Number(1, 1);
            sub.Text(2, parameter.Text("in"));
            sub.Text(4, parameter.Text("name"));
            // A query parameter has allowEmptyValue at 5, which moves what follows.
            sub.Text(isPath ? 5 : 6, parameter.Text("type"));
        });
    }));

    static void Schema(Writer m, JsonObject schema)
    {
        m.Text(1, schema.Text("$ref"));
        m.Text(2, schema.Text("format"));
        m.Text(4, schema.Text("description"));
        if (schema["default"] is { } value) m.Sub(5, any => any.Text(2, value.ToText()));
        foreach (var name in schema.Texts("required")) m.Text(19, name);
        if (schema.Object("additionalProperties") is { } additional) m.Sub(21, item => item.Sub(1, s => Schema(s, additional)));
        if (schema.Text("type") is { } type) m.Sub(22, item => item.Text(1, type));
        if (schema.Object("items") is { } items) m.Sub(23, item => item.Sub(1, s => Schema(s, items)));
        if (schema.Object("properties") is { } properties)
            m.Sub(25, p =>
            {
                foreach (var (name, property) in properties) p.Sub(1, named => Named(named, name, s => Schema(s, (JsonObject)property!)));
            });
        Extensions(m, 31, schema);
    }

    /// <summary>Extensions are names with YAML text; JSON is YAML.</summary>
    static void Extensions(Writer m, int field, JsonObject json)
    {
        foreach (var (name, value) in json)
            if (name.StartsWith("x-")) m.Sub(field, named => Named(named, name, any => any.Text(2, value.ToText())));
    }

    static byte[] Message(Action<Writer> fill)
    {
        var writer = new Writer();
        fill(writer);
        return writer.Bytes;
    }

    /// <summary>The protobuf wire format: varints and length-delimited fields.</summary>
    sealed class Writer
    {
        readonly MemoryStream _stream = new();

        public byte[] Bytes => _stream.ToArray();

        public void Text(int field, string? text)
        {
            if (text is not null) Delimited(field, Encoding.UTF8.GetBytes(text));
        }

        public void Sub(int field, Action<Writer> fill) => Delimited(field, Message(fill));

        public void Number(int field, ulong value)
        {
            Varint((ulong)field << 3);
            Varint(value);
        }

        void Delimited(int field, byte[] bytes)
        {
            Varint((ulong)field << 3 | 2);
            Varint((ulong)bytes.Length);
            _stream.Write(bytes);
        }

        void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7) _stream.WriteByte((byte)(value | 0x80));
            _stream.WriteByte((byte)value);
        }
    }
}
