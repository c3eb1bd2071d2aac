using System.Globalization;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Waiting;

sealed partial class ReadyChecker
{
    internal sealed record StatusCondition(string Status, string Reason, string Message);

    internal static StatusCondition? Condition(JsonObject value, string type)
        => (value["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type) is { } found
            ? new StatusCondition((string?)found["status"] ?? "", (string?)found["reason"] ?? "", (string?)found["message"] ?? "") : null;

    internal static string Text(JsonObject value, params ReadOnlySpan<string> path)
        => At(value, path) is JsonValue v && v.TryGetValue<string>(out var text) ? text : "";

    internal static long Number(JsonObject value, params ReadOnlySpan<string> path) => NumberOrNull(value, path) ?? 0;

    internal static long? NumberOrNull(JsonObject value, params ReadOnlySpan<string> path)
        => At(value, path) is JsonValue v && v.TryGetValue<long>(out var number) ? number : null;

    static JsonNode? At(JsonObject value, ReadOnlySpan<string> path)
    {
        JsonNode? node = value;
        foreach (var key in path)
            node = (node as JsonObject)?[key];
        return node;
    }

    /// <summary>An <c>IntOrString</c>: a number, or a percentage of a total.</summary>
    static long Share(JsonNode? node, long total, bool roundUp, long fallback)
    {
        if (node is not JsonValue value)
            return fallback;
        if (value.TryGetValue<long>(out var number))
            return number;
        if (!value.TryGetValue<string>(out var text) || !text.EndsWith('%')
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            return fallback;
        }
        return roundUp ? (total * percent + 99) / 100 : total * percent / 100;
    }
}
