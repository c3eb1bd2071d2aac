using System.Text.Json.Nodes;

namespace Coder.Infra.Adoption;

/// <summary>Where the values of a release and those that the stack wants differ. The token, which is taken over, is left out.</summary>
internal static class ValueDifferences
{
    private const string Token = "envproxy.token";

    /// <summary>The paths, such as <c>envproxy.replicas</c>, and whether each is set in the release and by the stack.</summary>
    public static IReadOnlyList<(string Path, bool IsInRelease, bool IsWanted)> Of(JsonObject release, JsonObject wanted)
    {
        var found = new List<(string, bool, bool)>();
        Compare(release, wanted, "", found);
        return found;
    }

    private static void Compare(JsonNode? release, JsonNode? wanted, string path, List<(string, bool, bool)> found)
    {
        if (path == Token)
            return;
        if (release is JsonObject or null && wanted is JsonObject or null && (release is not null || wanted is not null))
        {
            var names = (release as JsonObject)?.Select(member => member.Key) ?? [];
            foreach (var name in names.Union((wanted as JsonObject)?.Select(member => member.Key) ?? []).Order(StringComparer.Ordinal))
                Compare((release as JsonObject)?[name], (wanted as JsonObject)?[name], path.Length == 0 ? name : $"{path}.{name}", found);
        }
        else if (!Same(release, wanted))
        {
            found.Add((path, release is not null, wanted is not null));
        }
    }

    /// <summary>Numbers by their value: 2 and 2.0 are one.</summary>
    private static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(member => b.TryGetPropertyValue(member.Key, out var other) && Same(member.Value, other)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == System.Text.Json.JsonValueKind.Number && b.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
            double.Parse(a.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture).Equals(double.Parse(b.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        _ => JsonNode.DeepEquals(left, right),
    };
}
