using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>
/// What a schema says about the identity of a value's parts, after structured-merge-diff's typed values:
/// which fields a value sets, how two values differ, and how one is merged into the other.
/// </summary>
internal static class TypedValue
{
    /// <summary>Elements of a list with their identity; null when the list is owned as a whole.</summary>
    public static List<(PathElement Element, JsonNode? Item)>? Elements(JsonArray list, TypeSchema schema)
    {
        if (schema.Shape != Shape.List || schema.ListType == ListType.Atomic) return null;
        var elements = new List<(PathElement, JsonNode?)>();
        foreach (var item in list)
        {
            if (schema.ListType == ListType.Set) elements.Add((PathElement.Value(item), item));
            else if (item is JsonObject o) elements.Add((KeyOf(o, schema), o));
        }
        return elements;
    }

    static PathElement KeyOf(JsonObject item, TypeSchema schema) =>
        PathElement.Key(schema.Keys.Select(k => KeyValuePair.Create(k, item[k] ?? KeyDefault(schema, k))).Where(p => p.Value is not null));

    static JsonNode? KeyDefault(TypeSchema schema, string key) =>
        schema.Element!.Fields.GetValueOrDefault(key) is { } field
            ? field.Default is { } text ? JsonValue.Create(text) : field.DefaultValue
            : null;

    /// <summary>Whether a value is a node with parts of its own, and not owned as a whole.</summary>
    public static bool HasParts(JsonNode? value, TypeSchema schema) => (schema.Shape, value) switch
    {
        (Shape.Struct or Shape.Map, JsonObject) => !schema.Atomic,
        (Shape.List, JsonArray) => schema.ListType != ListType.Atomic,
        // Without a schema maps are granular and lists atomic.
        (Shape.Any, JsonObject) => schema.PreserveUnknown,
        _ => false,
    };

    public static TypeSchema FieldType(TypeSchema schema, string name) =>
        schema.Fields.TryGetValue(name, out var field) ? field
        : schema.Element is { } element && schema.Shape == Shape.Map ? element
        : Unknown;

    /// <summary>Declared by the type, in contrast to an entry of a map.</summary>
    public static bool IsDeclared(TypeSchema schema, string name) => schema.Fields.ContainsKey(name);

    static readonly TypeSchema Unknown = new(Shape.Any) { PreserveUnknown = true };

    /// <summary>The fields that an applied configuration sets.</summary>
    public static FieldSet FieldsOf(JsonNode? value, TypeSchema schema)
    {
        var set = new FieldSet();
        Collect(value, schema, set);
        set.IsMember = false;
        return set.Trim();
    }

    static void Collect(JsonNode? value, TypeSchema schema, FieldSet set)
    {
        if (!HasParts(value, schema))
        {
            set.IsMember = true;
            return;
        }
        if (value is JsonObject o)
        {
            foreach (var (name, item) in o)
            {
                var child = set.Child(PathElement.Field(name));
                Collect(item, FieldType(schema, name), child);
                if (!IsDeclared(schema, name) || item is null or JsonObject { Count: 0 }) child.IsMember = true;
            }
        }
        else
        {
            foreach (var (element, item) in Elements((JsonArray)value!, schema)!)
            {
                var child = set.Child(element);
                Collect(item, schema.Element!, child);
                child.IsMember = true;
            }
        }
    }

    /// <summary>Merges an applied configuration into an object: its values win, everything else stays.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, TypeSchema schema)
    {
        if (applied is null || live is null || !HasParts(applied, schema) || live.GetType() != applied.GetType()) return applied?.DeepClone();
        if (applied is JsonObject a)
        {
            var result = ((JsonObject)live).Copy();
            foreach (var (name, value) in a) result[name] = Merge(result[name], value, FieldType(schema, name));
            return result;
        }
        return MergeList((JsonArray)live, (JsonArray)applied, schema);
    }

    /// <summary>The applied order leads; elements only the live list has keep their place relative to their neighbours.</summary>
    static JsonArray MergeList(JsonArray live, JsonArray applied, TypeSchema schema)
    {
        var (left, right) = (Elements(live, schema)!, Elements(applied, schema)!);
        var mine = right.Select(r => r.Element).ToHashSet();
        var theirs = new Dictionary<PathElement, JsonNode?>();
        foreach (var (element, item) in left) theirs.TryAdd(element, item);
        var result = new JsonArray();
        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            if (l < left.Count && !mine.Contains(left[l].Element))
            {
                result.Add(left[l++].Item?.DeepClone());
            }
            else if (r < right.Count)
            {
                var (element, item) = right[r++];
                if (theirs.ContainsKey(element)) while (l < left.Count && mine.Contains(left[l].Element) && left[l].Element != element) l++;
                if (l < left.Count && left[l].Element == element) l++;
                result.Add(Merge(theirs.GetValueOrDefault(element), item, schema.Element!));
            }
            else
            {
                l++;
            }
        }
        return result;
    }
}
