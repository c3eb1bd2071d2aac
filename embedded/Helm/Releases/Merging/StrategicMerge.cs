using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Merging;

/// <summary>
/// Three-way strategic merge patches, as <c>strategicpatch.CreateThreeWayMergePatch</c> makes them with overwrite on: what
/// differs between live and wanted is set, what was in the old manifest and is not in the new one is removed, and what
/// others added to the live object stays.
/// </summary>
static class StrategicMerge
{
    const string Directive = "$patch";
    const string RetainKeys = "$retainKeys";
    const string SetElementOrder = "$setElementOrder/";
    const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";

    /// <summary>The patch that turns live into wanted; empty when there is nothing to do.</summary>
    public static JsonObject Patch(JsonObject old, JsonObject wanted, JsonObject live, PatchType type) => Diff(old, wanted, live, type, retainKeys: false);

    static JsonObject Diff(JsonObject? old, JsonObject wanted, JsonObject? live, PatchType type, bool retainKeys)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in wanted)
        {
            var field = type[key];
            var there = live is not null && live.ContainsKey(key);
            var current = live?[key];
            var previous = old?[key];
            switch (value)
            {
                case JsonObject map when !field.Replace && (!there || current is JsonObject):
                    var nested = Diff(previous as JsonObject, map, current as JsonObject, field.Type, field.RetainKeys && there);
                    if (nested.Count > 0 || !there)
                        patch[key] = nested;
                    break;
                case JsonArray list when field.Merge && (!there || current is JsonArray):
                    DiffList(patch, key, previous as JsonArray, list, current as JsonArray, field);
                    break;
                default:
                    if (!there || !JsonNode.DeepEquals(value, current))
                        patch[key] = value?.DeepClone();
                    break;
            }
        }
        foreach (var (key, _) in old ?? [])
        {
            if (!wanted.ContainsKey(key))
                patch[key] = null;
        }
        // A union (a volume's source, a deployment's strategy): whatever else is there has to go.
        if (retainKeys && (patch.Count > 0 || live!.Any(l => l.Value is not null && !wanted.ContainsKey(l.Key))))
            patch[RetainKeys] = new JsonArray([.. wanted.Where(w => w.Value is not null).Select(w => w.Key).Order(StringComparer.Ordinal).Select(k => (JsonNode)k)]);
        return patch;
    }

    static void DiffList(JsonObject patch, string key, JsonArray? old, JsonArray wanted, JsonArray? live, PatchField field)
    {
        if (field.MergeKey is null || !wanted.Concat(live ?? []).Concat(old ?? []).All(e => e is JsonObject))
        {
            DiffValues(patch, key, old ?? [], wanted, live);
            return;
        }
        var mergeKey = field.MergeKey;
        var changes = new JsonArray();
        var liveByKey = ByKey(live, mergeKey);
        var oldByKey = ByKey(old, mergeKey);
        foreach (var element in wanted.Cast<JsonObject>())
        {
            var name = KeyOf(element, mergeKey);
            var previous = Take(oldByKey, name);
            if (Take(liveByKey, name) is not { } current)
            {
                changes.Add(element.DeepClone());
                continue;
            }
            var change = Diff(previous, element, current, field.Type, field.RetainKeys);
            if (change.Count > 0)
            {
                change[mergeKey] = element[mergeKey]?.DeepClone();
                changes.Add(change);
            }
        }
        var kept = wanted.Cast<JsonObject>().Select(e => KeyOf(e, mergeKey)).ToHashSet();
        var deletions = oldByKey.Where(o => !kept.Contains(o.Key)).SelectMany(o => o.Value)
            .Select(o => (JsonNode)new JsonObject { [Directive] = "delete", [mergeKey] = o[mergeKey]?.DeepClone() }).ToList();
        foreach (var deletion in deletions)
            changes.Add(deletion);
        var orderDiffers = live is { Count: > 0 } && !live.Cast<JsonObject>().Select(e => KeyOf(e, mergeKey)).SequenceEqual(
            wanted.Cast<JsonObject>().Select(e => KeyOf(e, mergeKey)));
        if (live is not null || changes.Count > 0)
        {
            if (changes.Count > 0)
                patch[key] = changes;
        }
        else
        {
            patch[key] = new JsonArray();
        }
        // An empty order is refused by the API server.
        if (wanted.Count > 0 && ((live is { Count: > 0 } && (changes.Count > 0 || orderDiffers)) || deletions.Count > 0))
            patch[SetElementOrder + key] = new JsonArray([.. wanted.Cast<JsonObject>().Select(e => (JsonNode)new JsonObject { [mergeKey] = e[mergeKey]?.DeepClone() })]);
    }

    static void DiffValues(JsonObject patch, string key, JsonArray old, JsonArray wanted, JsonArray? live)
    {
        var additions = wanted.Where(w => live?.Any(l => JsonNode.DeepEquals(l, w)) != true).Select(w => w?.DeepClone()).ToArray();
        var deletions = Sorted(old.Where(o => !wanted.Any(w => JsonNode.DeepEquals(w, o))));
        if (additions.Length > 0 || live is null)
            patch[key] = new JsonArray(additions);
        if (deletions.Length > 0)
            patch[DeleteFromPrimitiveList + key] = new JsonArray(deletions);
        // The library compares with the live values in their order of sorting.
        if (wanted.Count > 0 && (deletions.Length > 0 || (live is { Count: > 0 } && !JsonNode.DeepEquals(new JsonArray(Sorted(live)), wanted))))
            patch[SetElementOrder + key] = wanted.DeepClone();
    }

    static JsonNode?[] Sorted(IEnumerable<JsonNode?> values) => [.. values.OrderBy(v => v?.ToString(), StringComparer.Ordinal).Select(v => v?.DeepClone())];

    /// <summary>Elements by the text of their key; several may share one (a port for TCP and UDP) and are paired in order.</summary>
    static Dictionary<string, Queue<JsonObject>> ByKey(JsonArray? list, string mergeKey)
    {
        var result = new Dictionary<string, Queue<JsonObject>>();
        foreach (var element in list?.Cast<JsonObject>() ?? [])
        {
            var name = KeyOf(element, mergeKey);
            if (!result.TryGetValue(name, out var queue))
                result[name] = queue = new Queue<JsonObject>();
            queue.Enqueue(element);
        }
        return result;
    }

    static JsonObject? Take(Dictionary<string, Queue<JsonObject>> from, string name)
        => from.TryGetValue(name, out var queue) && queue.TryDequeue(out var element) ? element : null;

    static string KeyOf(JsonObject element, string mergeKey) => element[mergeKey]?.ToJsonString() ?? "";
}
