using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>What differs between two states of an object, as paths.</summary>
internal sealed class Comparison
{
    public FieldSet Added { get; private set; } = new();
    public FieldSet Modified { get; private set; } = new();
    public FieldSet Removed { get; private set; } = new();

    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public static Comparison Of(JsonObject before, JsonObject after, TypeSchema schema)
    {
        var comparison = new Comparison();
        comparison.Compare(new Side(true, before), new Side(true, after), schema, comparison.Added, comparison.Modified, comparison.Removed);
        comparison.Added.Trim();
        comparison.Modified.Trim();
        comparison.Removed.Trim();
        return comparison;
    }

    /// <summary>A value that may be absent, which differs from null.</summary>
    readonly record struct Side(bool Present, JsonNode? Value);

    void Compare(Side a, Side b, TypeSchema schema, FieldSet added, FieldSet modified, FieldSet removed)
    {
        if (IsLeaf(a, b, schema))
        {
            if (!a.Present) added.IsMember = true;
            else if (!b.Present) removed.IsMember = true;
            else if (!Json.Same(a.Value, b.Value)) modified.IsMember = true;
            return;
        }
        if (!a.Present) added.IsMember = true;
        else if (!b.Present) removed.IsMember = true;
        foreach (var (element, x, y, type) in Pairs(a.Value, b.Value, schema))
            Compare(x, y, type, added.Child(element), modified.Child(element), removed.Child(element));
    }

    static bool IsLeaf(Side a, Side b, TypeSchema schema)
    {
        var parts = (TypedValue.HasParts(a.Value, schema), TypedValue.HasParts(b.Value, schema));
        if (a.Value is not null && !parts.Item1 || b.Value is not null && !parts.Item2) return true;
        return IsEmpty(a.Value) && IsEmpty(b.Value);
    }

    static bool IsEmpty(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    static IEnumerable<(PathElement, Side, Side, TypeSchema)> Pairs(JsonNode? a, JsonNode? b, TypeSchema schema)
    {
        if (a is JsonObject or null && b is JsonObject or null)
        {
            var (x, y) = (a as JsonObject, b as JsonObject);
            foreach (var name in (x?.Select(p => p.Key) ?? []).Union(y?.Select(p => p.Key) ?? []))
                yield return (PathElement.Field(name), Field(x, name), Field(y, name), TypedValue.FieldType(schema, name));
            yield break;
        }
        var (left, right) = (Index(a, schema), Index(b, schema));
        foreach (var element in left.Keys.Union(right.Keys))
            yield return (element, Item(left, element), Item(right, element), schema.Element!);
    }

    static Side Field(JsonObject? o, string name) => o is not null && o.TryGetPropertyValue(name, out var value) ? new(true, value) : default;

    static Side Item(Dictionary<PathElement, JsonNode?> items, PathElement element) =>
        items.TryGetValue(element, out var value) ? new(true, value) : default;

    static Dictionary<PathElement, JsonNode?> Index(JsonNode? list, TypeSchema schema)
    {
        var index = new Dictionary<PathElement, JsonNode?>();
        foreach (var (element, item) in list is JsonArray a ? TypedValue.Elements(a, schema) ?? [] : []) index.TryAdd(element, item);
        return index;
    }

    /// <summary>Leaves out fields that belong to nobody or to another subresource.</summary>
    public Comparison Ownable(Resources.ResourceType type, string subresource)
    {
        Added = Ownership.Ownable(Added, type, subresource);
        Modified = Ownership.Ownable(Modified, type, subresource);
        Removed = Ownership.Ownable(Removed, type, subresource);
        return this;
    }
}
