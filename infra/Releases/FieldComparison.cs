using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Releases;

/// <summary>
/// Compares two states of an object field by field. A member that is null counts as missing, numbers are compared by value, the order of
/// members does not matter. Elements of lists are matched by their key where all of them have one, else by their place.
/// </summary>
internal static class FieldComparison
{
    /// <summary>Members that tell elements of a list apart, as Kubernetes' own merge keys do; the first that fits is taken.</summary>
    private static readonly string[] Keys = ["mountPath", "devicePath", "name", "containerPort", "port", "host", "path", "topologyKey", "key", "type", "ip", "uid", "secretName"];

    /// <summary>What differs, by the members' names; what a list lost comes after what it has.</summary>
    public static IReadOnlyList<FieldChange> Between(JsonNode? before, JsonNode? after)
    {
        var changes = new List<FieldChange>();
        Walk(changes, FieldPath.Root, before, after);
        return changes;
    }

    /// <summary>Whether two values are the same.</summary>
    public static bool Same(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.Concat(b).Select(member => member.Key).Distinct().All(name => Same(a[name], b[name])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number => SameNumber(a.ToJsonString(), b.ToJsonString()),
        (JsonValue a, JsonValue b) => a.GetValueKind() == b.GetValueKind() && a.ToString() == b.ToString(),
        _ => false,
    };

    /// <summary>The key by which two lists' elements are told apart; null where their place must do.</summary>
    public static Func<JsonNode?, string?>? KeyOf(JsonArray left, JsonArray right)
    {
        if (left.Count + right.Count == 0 || !left.Concat(right).All(element => element is JsonObject))
            return null;
        return Keys.Select(key => new Func<JsonNode?, string?>(element => (element as JsonObject)?[key] is JsonValue value ? value.ToString() : null))
            .FirstOrDefault(key => Distinct(left, key) && Distinct(right, key));
    }

    private static void Walk(List<FieldChange> changes, FieldPath path, JsonNode? before, JsonNode? after)
    {
        if (Same(before, after))
            return;
        if (before is null or JsonObject && after is null or JsonObject && (before as JsonObject)?.Count != 0 && (after as JsonObject)?.Count != 0)
        {
            var (old, now) = (before as JsonObject ?? [], after as JsonObject ?? []);
            foreach (var name in old.Concat(now).Select(member => member.Key).Distinct().Order(StringComparer.Ordinal))
                Walk(changes, path.To(name), old[name], now[name]);
        }
        else if (before is null or JsonArray && after is null or JsonArray)
        {
            Lists(changes, path, before as JsonArray, after as JsonArray);
        }
        else
        {
            changes.Add(new FieldChange(path, before, after));
        }
    }

    private static void Lists(List<FieldChange> changes, FieldPath path, JsonArray? before, JsonArray? after)
    {
        if (KeyOf(before ?? [], after ?? []) is { } key)
            ByKey(changes, path, before ?? [], after ?? [], key);
        else if (before is null || after is null || before.Count == 0 || after.Count == 0)
            changes.Add(new FieldChange(path, before, after));
        else
            ByPlace(changes, path, before, after);
    }

    private static void ByKey(List<FieldChange> changes, FieldPath path, JsonArray before, JsonArray after, Func<JsonNode?, string?> key)
    {
        var count = changes.Count;
        var old = before.Select((element, index) => (element, index)).ToDictionary(item => key(item.element)!);
        for (var index = 0; index < after.Count; index++)
        {
            var name = key(after[index])!;
            Walk(changes, old.Remove(name, out var was) ? path.To(name, was.element, was.index) : path.To(name, after[index], index), was.element, after[index]);
        }

        foreach (var (name, was) in old.OrderBy(item => item.Value.index))
            Walk(changes, path.To(name, was.element, was.index), was.element, null);
        if (count == changes.Count)
            changes.Add(new FieldChange(path, before, after)); // The same elements in another order.
    }

    /// <summary>Compares what is between the same beginning and the same end: one element more does not shift all others.</summary>
    private static void ByPlace(List<FieldChange> changes, FieldPath path, JsonArray before, JsonArray after)
    {
        var (first, last) = Common(before.Count, after.Count, (i, j) => Same(before[i], after[j]));
        var (old, now) = (before.Count - last, after.Count - last);
        var pairs = old - first == now - first;
        for (var index = first; index < old; index++)
            Walk(changes, path.To($"{index}", before[index], index), before[index], pairs ? after[index] : null);
        for (var index = first; !pairs && index < now; index++)
            Walk(changes, path.To($"{index}", after[index], index), null, after[index]);
    }

    /// <summary>How many elements two lists share at their beginning, and how many after that at their end.</summary>
    public static (int First, int Last) Common(int left, int right, Func<int, int, bool> same)
    {
        var (first, last) = (0, 0);
        while (first < left && first < right && same(first, first))
            first++;
        while (last < left - first && last < right - first && same(left - 1 - last, right - 1 - last))
            last++;
        return (first, last);
    }

    private static bool Distinct(JsonArray list, Func<JsonNode?, string?> key)
    {
        var names = list.Select(key).ToList();
        return !names.Contains(null) && names.Distinct().Count() == names.Count;
    }

    private static bool SameNumber(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? a == b
            : double.Parse(left, CultureInfo.InvariantCulture).Equals(double.Parse(right, CultureInfo.InvariantCulture));
}
