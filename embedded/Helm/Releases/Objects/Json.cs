using System.Text.Json.Nodes;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>Between the value model of charts and JSON documents.</summary>
static class Json
{
    /// <summary>One YAML document as JSON; integers keep all their digits.</summary>
    public static JsonNode? FromYaml(string yaml) => FromModel(YamlText.UnmarshalTyped(yaml));

    /// <summary>A value of the model as JSON, numbers as Go writes them.</summary>
    public static JsonNode? FromModel(object? value) => JsonNode.Parse(GoJson.Marshal(value, escapeHtml: false));

    /// <summary>A JSON object as values.</summary>
    public static Dictionary<string, object?> ToModel(JsonObject? value)
        => value is null ? [] : GoJson.UnmarshalMap(value.ToJsonString()) ?? [];
}
