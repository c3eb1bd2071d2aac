using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Schema;

/// <summary>Makes types of a CustomResourceDefinition's structural schema (OpenAPI v3).</summary>
internal static class CustomSchema
{
    public static TypeSchema Of(JsonObject? schema, TypeSchema metadata)
    {
        var root = Convert(schema ?? []);
        var fields = new Dictionary<string, TypeSchema>(root.Fields)
        {
            ["apiVersion"] = new(Shape.String),
            ["kind"] = new(Shape.String),
            ["metadata"] = metadata with { Always = new JsonObject() },
        };
        return root with { Shape = Shape.Struct, Name = "CustomResource", Fields = fields, Element = null, Atomic = false };
    }

    static TypeSchema Convert(JsonObject schema)
    {
        var type = new TypeSchema(Shape.Any)
        {
            OpenApi = schema,
            DefaultValue = schema["default"]?.DeepClone(),
            PreserveUnknown = schema.Bool("x-kubernetes-preserve-unknown-fields") == true,
            Atomic = schema.Text("x-kubernetes-map-type") == "atomic",
        };
        switch (schema.Text("type"))
        {
            case "object" when schema["additionalProperties"] is JsonObject values:
                return type with { Shape = Shape.Map, Element = Convert(values) };
            case "object" when schema.Bool("additionalProperties") == true:
                return type with { Shape = Shape.Map, Element = TypeSchema.Any with { PreserveUnknown = true } };
            case "object":
                return type with
                {
                    Shape = Shape.Struct,
                    Fields = (schema.Object("properties") ?? []).ToDictionary(p => p.Key, p => Convert(p.Value as JsonObject ?? [])),
                    PreserveUnknown = type.PreserveUnknown || schema.Bool("x-kubernetes-embedded-resource") == true,
                };
            case "array":
                return type with
                {
                    Shape = Shape.List,
                    Element = Convert(schema.Object("items") ?? []),
                    ListType = schema.Text("x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
                    Keys = [.. schema.Texts("x-kubernetes-list-map-keys")],
                };
            default:
                return type;
        }
    }
}
