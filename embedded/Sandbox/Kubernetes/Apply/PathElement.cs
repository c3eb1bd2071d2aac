using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>
/// One step into an object, in the serial form of <c>fieldsV1</c>: <c>f:NAME</c> a field or map entry,
/// <c>k:{…}</c> a list element by its keys, <c>v:VALUE</c> an element of a set.
/// </summary>
internal readonly record struct PathElement(string Serial)
{
    public static PathElement Field(string name) => new("f:" + name);

    public static PathElement Value(JsonNode? value) => new("v:" + value.ToText());

    /// <summary>Keys are written in the order of their names.</summary>
    public static PathElement Key(IEnumerable<KeyValuePair<string, JsonNode?>> keys) =>
        new("k:" + new JsonObject(keys.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => KeyValuePair.Create(k.Key, k.Value?.DeepClone()))).ToText());

    public bool IsField => Serial.StartsWith("f:");
    public string FieldName => Serial[2..];

    /// <summary>As conflicts print it: <c>.name</c>, <c>[name="c"]</c>, <c>[="v"]</c>.</summary>
    public override string ToString() => Serial[0] switch
    {
        'f' => "." + FieldName,
        'k' => $"[{string.Join(",", ((JsonObject)JsonNode.Parse(Serial[2..])!).Select(p => $"{p.Key}={p.Value.ToText()}"))}]",
        'v' => $"[={Serial[2..]}]",
        _ => $"[{Serial[2..]}]",
    };

    /// <summary>Field names first, then keys, values and indexes, as structured-merge-diff sorts them.</summary>
    public static readonly IComparer<PathElement> Order = Comparer<PathElement>.Create((a, b) =>
        a.Serial[0] != b.Serial[0] ? Rank(a).CompareTo(Rank(b)) : string.CompareOrdinal(a.Serial, b.Serial));

    static int Rank(PathElement e) => "fkvi".IndexOf(e.Serial[0]);
}
