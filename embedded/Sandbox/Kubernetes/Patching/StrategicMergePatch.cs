using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Patching;

/// <summary>
/// Strategic merge patch: a merge patch that matches the elements of some lists by a key, with the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList/…</c> and <c>$setElementOrder/…</c>.
/// </summary>
internal static class StrategicMergePatch
{
    const string Directive = "$patch";
    const string RetainKeys = "$retainKeys";
    const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";
    const string SetElementOrder = "$setElementOrder/";

    /// <exception cref="PatchException">A directive or a list element without its merge key.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, TypeSchema schema)
    {
        switch (patch.Text(Directive))
        {
            case null or "merge": break;
            case "replace": return Strip(patch);
            case "delete": return [];
            case var other: throw new PatchException($"Unknown patch type found: {other}");
        }
        var result = target.Copy();
        if (patch.Array(RetainKeys) is { } retained)
        {
            var keep = retained.Select(k => k.Text()).ToHashSet();
            foreach (var (name, _) in result.ToArray())
                if (!keep.Contains(name)) result.Remove(name);
        }
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith('$')) continue;
            var type = Field(schema, name);
            if (value is null) result.Remove(name);
            else if (value is JsonObject o) result[name] = result[name] is JsonObject current ? Apply(current, o, type) : Apply([], o, type);
            else if (value is JsonArray list) result[name] = MergeList(result[name] as JsonArray, list, type, name);
            else result[name] = value.DeepClone();
        }
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromPrimitiveList) && result[name[DeleteFromPrimitiveList.Length..]] is JsonArray list)
                foreach (var item in value as JsonArray ?? []) RemoveValue(list, item);
        }
        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith(SetElementOrder) || value is not JsonArray order) continue;
            var list = name[SetElementOrder.Length..];
            if (result[list] is JsonArray ordered)
                result[list] = InOrder(ordered, order, target[list] as JsonArray ?? [], Field(schema, list).MergeKey);
        }
        return result;
    }

    static TypeSchema Field(TypeSchema schema, string name) =>
        schema.Fields.GetValueOrDefault(name) ?? (schema.Shape == Shape.Map ? schema.Element! : TypeSchema.Any);

    static JsonArray MergeList(JsonArray? current, JsonArray patch, TypeSchema schema, string name)
    {
        if (schema.MergeKey is { } key) return MergeByKey(current ?? [], patch, schema.Element!, key, name);
        if (!schema.MergesPrimitives) return Plain(patch);
        var result = current is null ? [] : (JsonArray)current.DeepClone();
        foreach (var item in patch)
            if (!result.Any(r => Json.Same(r, item))) result.Add(item?.DeepClone());
        return InOrder(result, patch, current ?? [], null);
    }

    static JsonArray MergeByKey(JsonArray current, JsonArray patch, TypeSchema element, string key, string name)
    {
        var merged = current.OfType<JsonObject>().Select(o => o.Copy()).ToList();
        var items = patch.Select(p => p as JsonObject ?? throw new PatchException($"expected an object in the list {name}")).ToList();
        if (items.Any(i => i.Text(Directive) == "replace" && i.Count == 1)) return Plain(new JsonArray([.. items.Where(i => i.Text(Directive) is null).Select(i => (JsonNode)i.DeepClone())]));
        foreach (var item in items)
        {
            if (item[key] is not { } id) throw new PatchException($"map: {item.ToText()} does not contain declared merge key: {key}");
            var at = merged.FindIndex(m => Json.Same(m[key], id));
            if (item.Text(Directive) == "delete")
            {
                merged.RemoveAll(m => Json.Same(m[key], id));
                continue;
            }
            var result = Apply(at >= 0 ? merged[at] : [], item, element);
            if (at >= 0) merged[at] = result;
            else merged.Add(result);
        }
        return InOrder(merged, patch, current, key);
    }

    /// <summary>
    /// Those that the patch names in its order, and between them the others: each before the first named one that it stood
    /// before in the live list, so that both keep their order.
    /// </summary>
    static JsonArray InOrder(IEnumerable<JsonNode?> merged, JsonArray order, JsonArray live, string? key)
    {
        bool Is(JsonNode? item, JsonNode? other) => key is null ? Json.Same(item, other) : Json.Same(item.At(key), other.At(key));
        int Place(IEnumerable<JsonNode?> list, JsonNode? item) => list.TakeWhile(other => !Is(other, item)).Count();

        var named = new Queue<JsonNode?>(merged.Where(m => Place(order, m) < order.Count).OrderBy(m => Place(order, m)));
        var others = new Queue<JsonNode?>(merged.Where(m => Place(order, m) == order.Count).OrderBy(m => Place(live, m)));
        var result = new JsonArray();
        while (named.Count + others.Count > 0)
        {
            var before = named.Count == 0 || (others.Count > 0 && Place(live, named.Peek()) < live.Count && Place(live, others.Peek()) < Place(live, named.Peek()));
            result.Add((before ? others : named).Dequeue()?.DeepClone());
        }
        return result;
    }

    static void RemoveValue(JsonArray list, JsonNode? value)
    {
        for (var i = list.Count - 1; i >= 0; i--)
            if (Json.Same(list[i], value)) list.RemoveAt(i);
    }

    static JsonArray Plain(JsonArray patch) => new([.. patch.Select(i => i is JsonObject o ? Strip(o) : i?.DeepClone())]);

    static JsonObject Strip(JsonObject patch)
    {
        var result = new JsonObject();
        foreach (var (name, value) in patch)
            if (!name.StartsWith('$') && value is not null) result[name] = value is JsonObject o ? Strip(o) : value is JsonArray a ? Plain(a) : value.DeepClone();
        return result;
    }
}
