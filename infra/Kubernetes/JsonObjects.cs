using System.Text.Json.Nodes;

namespace Coder.Infra.Kubernetes;

/// <summary>Reads fields of Kubernetes objects.</summary>
internal static class JsonObjects
{
    /// <summary>The value at a path of members; null where it is missing.</summary>
    public static JsonNode? At(this JsonNode? value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            value = (value as JsonObject)?[name];
        return value;
    }

    /// <summary>The object of a name; made where there is none.</summary>
    public static JsonObject Object(this JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject found)
            parent[name] = found = [];
        return found;
    }

    /// <summary>The text at a path; null where it is missing or not a text.</summary>
    public static string? Text(this JsonNode? value, params ReadOnlySpan<string> path) =>
        value.At(path) is JsonValue found && found.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Whether a value is one of some texts.</summary>
    public static bool IsText(this JsonNode? value, params ReadOnlySpan<string> texts) => value is JsonValue found && found.TryGetValue<string>(out var text) && texts.Contains(text);

    /// <summary>The whole number at a path; null where it is missing or not a number.</summary>
    public static long? Number(this JsonNode? value, params ReadOnlySpan<string> path) =>
        value.At(path) is JsonValue found && found.TryGetValue<long>(out var number) ? number : null;

    /// <summary>The objects of the list at a path; none where it is missing.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? value, params ReadOnlySpan<string> path) =>
        (value.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];
}
