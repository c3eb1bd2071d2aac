using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Comparison;

/// <summary>Compares two states of an object field by field.</summary>
static class FieldComparison
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What differs, in the order of the fields.</summary>
    /// <param name="before">The state before, or null.</param>
    /// <param name="after">The state after, or null.</param>
    /// <param name="mask">Hides secrets.</param>
    /// <param name="isSecret">Whether the states are those of a Secret.</param>
    public static List<FieldChange> Compare(JsonObject? before, JsonObject? after, SecretMask mask, bool isSecret)
    {
        var changes = new List<FieldChange>();
        Walk("", before, after);
        return changes;

        void Walk(string path, JsonNode? old, JsonNode? now)
        {
            if (JsonNode.DeepEquals(old, now))
                return;
            if (old is JsonObject or null && now is JsonObject or null && (old ?? now) is JsonObject && !IsLeaf(old, now))
            {
                var (left, right) = (old as JsonObject ?? [], now as JsonObject ?? []);
                foreach (var key in left.Select(l => l.Key).Concat(right.Select(r => r.Key)).Distinct())
                    Walk(path.Length == 0 ? Escape(key) : $"{path}.{Escape(key)}", left[key], right[key]);
            }
            else if (old is JsonArray or null && now is JsonArray or null && Named(old as JsonArray) && Named(now as JsonArray) && (old ?? now) is JsonArray { Count: > 0 })
            {
                WalkNamed(path, old as JsonArray ?? [], now as JsonArray ?? []);
            }
            else if (old is JsonArray a && now is JsonArray b && a.Count == b.Count)
            {
                for (var i = 0; i < a.Count; i++)
                    Walk($"{path}[{i}]", a[i], b[i]);
            }
            else
            {
                changes.Add(new FieldChange(path, Show(path, old), Show(path, now)));
            }
        }

        void WalkNamed(string path, JsonArray old, JsonArray now)
        {
            var (left, right) = (ByName(old), ByName(now));
            foreach (var name in left.Keys.Concat(right.Keys).Distinct())
                Walk($"{path}[{name}]", left.GetValueOrDefault(name), right.GetValueOrDefault(name));
        }

        string? Show(string path, JsonNode? value)
        {
            if (value is null)
                return null;
            var text = value.ToJsonString(Plain);
            var secret = (isSecret && SecretMask.IsSecretField(path)) || mask.Holds(text)
                || (value is JsonValue v && v.TryGetValue<string>(out var plain) && mask.Holds(plain));
            return secret ? FieldChange.Secret : text;
        }
    }

    static bool IsLeaf(JsonNode? old, JsonNode? now) => old is null && now is JsonObject { Count: 0 } || now is null && old is JsonObject { Count: 0 };

    static bool Named(JsonArray? list)
        => list is null || (list.All(e => e is JsonObject o && o["name"] is JsonValue v && v.TryGetValue<string>(out _))
            && list.Select(e => (string?)e!["name"]).Distinct().Count() == list.Count);

    static Dictionary<string, JsonNode?> ByName(JsonArray list) => list.ToDictionary(e => (string)e!["name"]!, e => e);

    // A key with dots of its own (a label) is told apart from a path.
    static string Escape(string key) => key.Contains('.') || key.Contains('/') ? $"[{key}]" : key;
}
