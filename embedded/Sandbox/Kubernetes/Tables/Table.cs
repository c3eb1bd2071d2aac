using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Tables;

/// <summary>A column of a table: a name, a type, a text for <c>kubectl get -o wide</c> and how an object fills it.</summary>
internal sealed record Column(string Name, string Type, string Format, string Description, int Priority, Func<JsonObject, DateTimeOffset, JsonNode?> Cell);

/// <summary>Lists as <c>meta.k8s.io/v1 Table</c>, which is what <c>kubectl get</c> asks for.</summary>
internal static class Table
{
    public static JsonObject Of(ResourceType type, IReadOnlyList<JsonObject> objects, string resourceVersion, DateTimeOffset now, string? includeObject) =>
        Of(type, objects, new JsonObject { ["resourceVersion"] = resourceVersion }, now, includeObject);

    /// <param name="type">The resource, which decides the columns.</param>
    /// <param name="objects">A row each.</param>
    /// <param name="metadata">The list's metadata.</param>
    /// <param name="now">The present, for ages.</param>
    /// <param name="includeObject"><c>None</c>, <c>Metadata</c> (default) or <c>Object</c>.</param>
    public static JsonObject Of(ResourceType type, IReadOnlyList<JsonObject> objects, JsonObject metadata, DateTimeOffset now, string? includeObject)
    {
        var columns = Columns.Of(type);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray([.. columns.Select(c => (JsonNode)new JsonObject
            {
                ["name"] = c.Name,
                ["type"] = c.Type,
                ["format"] = c.Format,
                ["description"] = c.Description,
                ["priority"] = c.Priority,
            })]),
            ["rows"] = new JsonArray([.. objects.Select(o => (JsonNode)Row(columns, o, now, includeObject))]),
        };
    }

    static JsonObject Row(IReadOnlyList<Column> columns, JsonObject json, DateTimeOffset now, string? includeObject)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => c.Cell(json, now))]) };
        if (includeObject != "None") row["object"] = includeObject == "Object" ? json.DeepClone() : PartialMetadata.Of(json);
        return row;
    }
}
