using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Generated;

/// <summary><c>infra/values.schema.json</c> and its like: JSON Schema draft-07, the one that Helm and editors read.</summary>
internal static class ValuesSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema of a kind's values.</summary>
    public static string Text(ChartValue values)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$comment"] = $"Generated from infra/Settings/ChartValues.cs; after a change there run: {GeneratedFile.Command}",
        };
        foreach (var (name, value) in Of(values).ToList())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Of(ChartValue value)
    {
        var schema = new JsonObject { ["description"] = value.Description };
        if (value.Refused is not null)
        {
            schema["description"] = $"{value.Description}; {value.Refused}";
            schema["not"] = new JsonObject();
            return schema;
        }

        schema["type"] = new JsonArray(TypeOf(value.Type), "null");
        if (value.Texts.Length > 0)
            schema["enum"] = new JsonArray([.. value.Texts.Select(text => (JsonNode)text), null]);
        if (value.Least is { } least)
            schema["minimum"] = least;
        if (value.Type == ChartValueType.List)
            schema["items"] = new JsonObject { ["type"] = "string" };
        if (value.Type == ChartValueType.Objects)
            schema["items"] = new JsonObject { ["type"] = "object" };
        if (value.Type == ChartValueType.Texts)
            schema["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "null") };
        if (value.Members.Length > 0)
            schema["properties"] = new JsonObject(value.Members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Of(member))));
        return schema;
    }

    private static string TypeOf(ChartValueType type) => type switch
    {
        ChartValueType.List or ChartValueType.Objects => "array",
        ChartValueType.Texts => "object",
        var other => other.ToString().ToLowerInvariant(),
    };
}
