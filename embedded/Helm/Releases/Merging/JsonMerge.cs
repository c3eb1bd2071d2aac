using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Merging;

/// <summary>JSON merge patches (RFC 7386), for kinds without merge rules.</summary>
static class JsonMerge
{
    /// <summary>What changed from the old manifest to the new one, as Helm patches custom resources.</summary>
    public static JsonObject Patch(JsonObject old, JsonObject wanted)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in wanted)
        {
            if (!old.ContainsKey(key))
                patch[key] = value?.DeepClone();
            else if (value is JsonObject map && old[key] is JsonObject before)
            {
                var nested = Patch(before, map);
                if (nested.Count > 0)
                    patch[key] = nested;
            }
            else if (!JsonNode.DeepEquals(value, old[key]))
                patch[key] = value?.DeepClone();
        }
        foreach (var (key, _) in old)
        {
            if (!wanted.ContainsKey(key))
                patch[key] = null;
        }
        return patch;
    }

    /// <summary>The three-way form: sets what differs from the live object, removes what left the manifest.</summary>
    public static JsonObject ThreeWay(JsonObject? old, JsonObject wanted, JsonObject? live)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in wanted)
        {
            var there = live is not null && live.ContainsKey(key);
            if (value is JsonObject map && (!there || live![key] is JsonObject))
            {
                var nested = ThreeWay(old?[key] as JsonObject, map, live?[key] as JsonObject);
                if (nested.Count > 0 || !there)
                    patch[key] = nested;
            }
            else if (!there || !JsonNode.DeepEquals(value, live![key]))
                patch[key] = value?.DeepClone();
        }
        foreach (var (key, _) in old ?? [])
        {
            if (!wanted.ContainsKey(key) && live?.ContainsKey(key) == true)
                patch[key] = null;
        }
        return patch;
    }
}
