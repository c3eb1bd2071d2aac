using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Tables;

/// <summary><c>PartialObjectMetadata</c>: an object without its content.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject json) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = json["metadata"]?.DeepClone(),
    };

    public static JsonObject ListOf(IEnumerable<JsonObject> objects, JsonObject metadata) => new()
    {
        ["kind"] = "PartialObjectMetadataList",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = metadata,
        ["items"] = new JsonArray([.. objects.Select(o => (JsonNode)Of(o))]),
    };
}
