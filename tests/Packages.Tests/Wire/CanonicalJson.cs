using System.Text.Json.Nodes;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>JSON with the keys in order, so that equal objects have one text.</summary>
internal static class CanonicalJson
{
    public static string Of(string json) => Sort(JsonNode.Parse(json))?.ToJsonString(new() { WriteIndented = true }) ?? "null";

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sort(entry.Value)))),
        JsonArray list => new JsonArray(list.Select(Sort).ToArray()),
        _ => node?.DeepClone(),
    };
}
