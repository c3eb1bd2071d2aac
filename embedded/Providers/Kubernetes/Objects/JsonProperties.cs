using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>Between property values and the JSON that the API server speaks.</summary>
internal static class JsonProperties
{
    // Beyond this a double can no longer represent every whole number.
    private const double LargestWhole = 9007199254740992;

    /// <summary>The map as JSON; secrets are revealed, unknowns must not be left.</summary>
    public static JsonObject ToJson(PropertyMap map) =>
        new(map.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value))));

    /// <summary>A JSON object as a map.</summary>
    public static PropertyMap FromJson(JsonObject json) =>
        PropertyMap.From(json.Select(entry => KeyValuePair.Create(entry.Key, FromJson(entry.Value))));

    private static JsonNode? ToJson(PropertyValue value) => value switch
    {
        NullValue => null,
        BoolValue b => JsonValue.Create(b.Value),
        NumberValue n when n.Value % 1 == 0 && Math.Abs(n.Value) <= LargestWhole => JsonValue.Create((long)n.Value),
        NumberValue n => JsonValue.Create(n.Value),
        StringValue s => JsonValue.Create(s.Value),
        ArrayValue a => new JsonArray([.. a.Items.Select(ToJson)]),
        ObjectValue o => ToJson(o.Properties),
        SecretValue s => ToJson(s.Value),
        OutputValue { Value: { } inner } => ToJson(inner),
        ResourceReferenceValue { Id: { } id } => ToJson(id),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} can't be sent to the Kubernetes API server."),
    };

    private static PropertyValue FromJson(JsonNode? node) => node switch
    {
        null => PropertyValue.Null,
        JsonObject o => FromJson(o),
        JsonArray a => new ArrayValue([.. a.Select(FromJson)]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => node.AsValue().TryGetValue<double>(out var number) ? number : double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
            _ => node.GetValue<string>(),
        },
    };
}
