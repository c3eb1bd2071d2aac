using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>The fields that all objects have, read from their JSON.</summary>
internal static class KubernetesObject
{
    public static string? ApiVersion(this JsonObject value) => (string?)value["apiVersion"];

    public static string? Kind(this JsonObject value) => (string?)value["kind"];

    public static string? Name(this JsonObject value) => (string?)value["metadata"]?["name"];

    public static string? Namespace(this JsonObject value) => (string?)value["metadata"]?["namespace"];

    public static string? Annotation(this JsonObject value, string name) =>
        (value["metadata"]?["annotations"] as JsonObject)?[name] is JsonValue text && text.TryGetValue<string>(out var said) ? said : null;

    public static long Generation(this JsonObject value) => (long?)value["metadata"]?["generation"] ?? 0;

    /// <summary>The object's name on screens: <c>namespace/name</c>, or <c>name</c> where there is no namespace.</summary>
    public static string FullName(this JsonObject value) =>
        value.Namespace() is { Length: > 0 } space ? $"{space}/{value.Name()}" : value.Name() ?? "";

    /// <summary>A number from the status, 0 where there is none.</summary>
    public static long Count(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue number && number.TryGetValue<long>(out var count) ? count : 0;

    /// <summary>A condition of the status by its type.</summary>
    public static JsonObject? Condition(this JsonObject value, string type) =>
        (value["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(condition => string.Equals((string?)condition["type"], type, StringComparison.OrdinalIgnoreCase));

    /// <summary>Only what names the object.</summary>
    public static JsonObject Identity(this ObjectReference reference)
    {
        var metadata = new JsonObject { ["name"] = reference.Name };
        if (reference.Namespace is { } space)
            metadata["namespace"] = space;
        return new JsonObject { ["apiVersion"] = reference.ApiVersion, ["kind"] = reference.Kind, ["metadata"] = metadata };
    }
}
