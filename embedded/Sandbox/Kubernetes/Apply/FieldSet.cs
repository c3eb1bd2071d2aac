using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>A set of paths into an object. A node may be a member itself and have members below it.</summary>
internal sealed class FieldSet
{
    public static readonly PathElement Self = new(".");

    readonly SortedDictionary<PathElement, FieldSet> _children = new(PathElement.Order);

    /// <summary>Whether the path to this node is in the set.</summary>
    public bool IsMember { get; set; }

    public IEnumerable<KeyValuePair<PathElement, FieldSet>> Children => _children;

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public FieldSet? Find(PathElement element) => _children.GetValueOrDefault(element);

    /// <summary>The node below, made when missing.</summary>
    public FieldSet Child(PathElement element)
    {
        if (!_children.TryGetValue(element, out var child)) _children[element] = child = new FieldSet();
        return child;
    }

    /// <summary>Drops nodes without members.</summary>
    public FieldSet Trim()
    {
        foreach (var (element, child) in _children.ToList())
            if (child.Trim().IsEmpty) _children.Remove(element);
        return this;
    }

    public static FieldSet Union(FieldSet a, FieldSet b) => Combine(a, b, (x, y) => x || y);

    public static FieldSet Difference(FieldSet a, FieldSet b) => Combine(a, b, (x, y) => x && !y);

    public static FieldSet Intersection(FieldSet a, FieldSet b) => Combine(a, b, (x, y) => x && y);

    static FieldSet Combine(FieldSet? a, FieldSet? b, Func<bool, bool, bool> keep)
    {
        var result = new FieldSet { IsMember = keep(a?.IsMember ?? false, b?.IsMember ?? false) };
        foreach (var element in (a?._children.Keys ?? Enumerable.Empty<PathElement>()).Union(b?._children.Keys ?? Enumerable.Empty<PathElement>()))
        {
            var child = Combine(a?.Find(element), b?.Find(element), keep);
            if (!child.IsEmpty) result._children[element] = child;
        }
        return result;
    }

    public bool Same(FieldSet other) => Json.Same(ToJson(), other.ToJson());

    /// <summary>The paths of all members, in order, as conflicts print them.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember && prefix.Length > 0) yield return prefix;
        foreach (var (element, child) in _children)
            foreach (var path in child.Paths(prefix + element)) yield return path;
    }

    /// <summary>The form <c>fieldsV1</c> has: nested objects, <c>"."</c> where a node with children is a member too.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (IsMember && _children.Count > 0) json["."] = new JsonObject();
        foreach (var (element, child) in _children) json[element.Serial] = child.ToJson();
        return json;
    }

    public static FieldSet FromJson(JsonObject? json)
    {
        var set = Read(json ?? []);
        set.IsMember = false;
        return set;

        static FieldSet Read(JsonObject json)
        {
            var node = new FieldSet { IsMember = json.Count == 0 || json.ContainsKey(".") };
            foreach (var (serial, child) in json)
                if (serial != "." && child is JsonObject o) node._children[Normal(serial)] = Read(o);
            return node;
        }

        // Keys come in any order from clients, but are compared as text.
        static PathElement Normal(string serial) =>
            serial.StartsWith("k:") && JsonNode.Parse(serial[2..]) is JsonObject keys ? PathElement.Key(keys)
            : serial.StartsWith("v:") ? PathElement.Value(JsonNode.Parse(serial[2..])) : new PathElement(serial);
    }
}
