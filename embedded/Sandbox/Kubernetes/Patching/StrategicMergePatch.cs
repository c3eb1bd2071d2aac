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
            if (name.StartsWith(SetElementOrder) && value is JsonArray order && result[name[SetElementOrder.Length..]] is JsonArray ordered)
                result[name[SetElementOrder.Length..]] = Reorder(ordered, order, Field(schema, name[SetElementOrder.Length..]));
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
        return result;
    }

    /// <summary>Elements of the patch come first, in its order; those it does not name follow.</summary>
    static JsonArray MergeByKey(JsonArray current, JsonArray patch, TypeSchema element, string key, string name)
    {
        var merged = current.OfType<JsonObject>().Select(o => o.Copy()).ToList();
        var items = patch.Select(p => p as JsonObject ?? throw new PatchException($"expected an object in the list {name}")).ToList();
        if (items.Any(i => i.Text(Directive) == "replace" && i.Count == 1)) return Plain(new JsonArray([.. items.Where(i => i.Text(Directive) is null).Select(i => (JsonNode)i.DeepClone())]));
        var touched = new List<JsonObject>();
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
            if (at >= 0) merged.RemoveAt(at);
            touched.Add(result);
        }
        return new JsonArray([.. touched.Concat(merged).Select(m => (JsonNode)m)]);
    }

    /// <summary>The client's wanted order; what it does not know keeps its place at the end.</summary>
    static JsonArray Reorder(JsonArray list, JsonArray order, TypeSchema schema)
    {
        bool Is(JsonNode? item, JsonNode? wanted) => schema.MergeKey is { } key ? Json.Same(item.At(key), wanted.At(key)) : Json.Same(item, wanted);
        var items = list.Select(i => i?.DeepClone()).ToList();
        var result = new List<JsonNode?>();
        foreach (var wanted in order)
        {
            var at = items.FindIndex(i => Is(i, wanted));
            if (at < 0) continue;
            result.Add(items[at]);
            items.RemoveAt(at);
        }
        return new JsonArray([.. result, .. items]);
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
