using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.OpenApi;

/// <summary>Writes types as OpenAPI schemas, with the <c>x-kubernetes-*</c> extensions that clients merge by.</summary>
internal sealed class OpenApiSchemas(string referencePrefix)
{
    /// <summary>The schemas of some kinds and of everything they use.</summary>
    public JsonObject Of(IEnumerable<ResourceType> types)
    {
        var schemas = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            if (type.IsCustom) schemas[CustomName(type)] = Custom(type);
            else if (type.Schema != TypeSchema.Untyped) Collect(type.Schema, schemas);
            if (type.IsStored && !type.IsCustom && type.Schema != TypeSchema.Untyped) schemas.TryAdd(OpenApiNames.Of(type.Schema) + "List", ListOf(type));
        }
        return new JsonObject(schemas);
    }

    /// <summary>Custom resources are named by their reversed group: <c>com.example.v1.Widget</c>.</summary>
    public static string CustomName(ResourceType type) => $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";

    public static string NameOf(ResourceType type) => type.IsCustom ? CustomName(type) : OpenApiNames.Of(type.Schema);

    static JsonObject Custom(ResourceType type)
    {
        var schema = type.Schema.OpenApi?.Copy() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(type.Group, type.Version, type.Kind));
        return schema;
    }

    JsonObject ListOf(ResourceType type) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("items"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string" },
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = Reference(OpenApiNames.Of(type.Schema)) },
            ["kind"] = new JsonObject { ["type"] = "string" },
            ["metadata"] = new JsonObject { ["type"] = "object" },
        },
        ["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(type.Group, type.Version, type.Kind + "List")),
    };

    void Collect(TypeSchema type, SortedDictionary<string, JsonNode?> schemas)
    {
        if (type.Shape is Shape.List or Shape.Map)
        {
            Collect(type.Element!, schemas);
            return;
        }
        if (type.Shape == Shape.Quantity) schemas.TryAdd(OpenApiNames.Quantity, new JsonObject { ["type"] = "string" });
        if (type.Shape == Shape.IntOrString) schemas.TryAdd(OpenApiNames.IntOrString, new JsonObject { ["type"] = "string", ["format"] = "int-or-string" });
        if (type.Shape != Shape.Struct || type.Name.Length == 0 || !schemas.TryAdd(OpenApiNames.Of(type), null)) return;
        var properties = new JsonObject();
        foreach (var (name, field) in type.Fields) properties[name] = Property(field);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (type.Atomic) schema["x-kubernetes-map-type"] = "atomic";
        if (type.KindOf.Count > 0)
            schema["x-kubernetes-group-version-kind"] = new JsonArray([.. type.KindOf.Select(k => k.Split('/') is [var g, var v] ? (JsonNode)Gvk(g, v, type.GoName) : Gvk("", k, type.GoName))]);
        schemas[OpenApiNames.Of(type)] = schema;
        foreach (var field in type.Fields.Values) Collect(field, schemas);
    }

    JsonObject Property(TypeSchema type)
    {
        var json = type.Shape switch
        {
            Shape.Struct => type.Fields.Count > 0 ? Reference(OpenApiNames.Of(type)) : new JsonObject { ["type"] = "object" },
            Shape.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Property(type.Element!) },
            Shape.List => new JsonObject { ["type"] = "array", ["items"] = Property(type.Element!) },
            Shape.Quantity => Reference(OpenApiNames.Quantity),
            Shape.IntOrString => Reference(OpenApiNames.IntOrString),
            Shape.String => new JsonObject { ["type"] = "string" },
            Shape.Bytes => new JsonObject { ["type"] = "string", ["format"] = "byte" },
            Shape.Time or Shape.MicroTime => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            Shape.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
            Shape.Int64 => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            Shape.Number => new JsonObject { ["type"] = "number", ["format"] = "double" },
            Shape.Boolean => new JsonObject { ["type"] = "boolean" },
            _ => new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
        };
        if (type.Shape == Shape.List)
        {
            json["x-kubernetes-list-type"] = type.ListType.ToString().ToLowerInvariant();
            if (type.Keys.Count > 0) json["x-kubernetes-list-map-keys"] = Json.ToArray(type.Keys);
        }
        if (type.MergeKey is { } key) json["x-kubernetes-patch-merge-key"] = key;
        if (type.MergeKey is not null || type.MergesPrimitives) json["x-kubernetes-patch-strategy"] = "merge";
        if (type is { Shape: Shape.Map, Atomic: true }) json["x-kubernetes-map-type"] = "atomic";
        if (type.Default is { } text) json["default"] = text;
        return json;
    }

    JsonObject Reference(string name) => new() { ["$ref"] = referencePrefix + name };

    public static JsonObject Gvk(string group, string version, string kind) => new() { ["group"] = group, ["kind"] = kind, ["version"] = version };
}
