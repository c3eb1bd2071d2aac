using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>
/// Compares answers with recorded ones. Uids, resource versions and random names need not be the same, but must be
/// used in the same way: what is equal in the recording is equal here, and what differs there differs here.
/// </summary>
public sealed partial class Resemblance
{
    readonly Dictionary<string, string> _counterparts = [];
    readonly Dictionary<string, string> _reverse = [];

    /// <summary>The differences, as paths with both values.</summary>
    public List<string> Compare(JsonNode? recorded, JsonNode? actual, IReadOnlyCollection<string>? ignored = null)
    {
        var differences = new List<string>();
        Compare(recorded, actual, "", ignored ?? [], differences);
        return differences;
    }

    void Compare(JsonNode? recorded, JsonNode? actual, string path, IReadOnlyCollection<string> ignored, List<string> differences)
    {
        if (ignored.Contains(path)) return;
        switch (recorded, actual)
        {
            case (JsonObject r, JsonObject a):
                foreach (var name in r.Select(p => p.Key).Union(a.Select(p => p.Key)))
                {
                    var here = $"{path}.{name}";
                    if (ignored.Contains(here)) continue;
                    if (!a.ContainsKey(name)) differences.Add($"{here}: missing, recorded {r[name]?.ToJsonString()}");
                    else if (!r.ContainsKey(name)) differences.Add($"{here}: not recorded, is {a[name]?.ToJsonString()}");
                    else Compare(r[name], a[name], here, ignored, differences);
                }
                return;
            case (JsonArray r, JsonArray a) when r.Count == a.Count:
                if (path.EndsWith(".managedFields")) (r, a) = (Sorted(r), Sorted(a));
                for (var i = 0; i < r.Count; i++) Compare(r[i], a[i], $"{path}[{i}]", ignored, differences);
                return;
            default:
                if (!SameValue(recorded, actual, path)) differences.Add($"{path}: recorded {recorded?.ToJsonString()}, is {actual?.ToJsonString()}");
                return;
        }
    }

    /// <summary>Entries are sorted by time first, which differs from run to run.</summary>
    static JsonArray Sorted(JsonArray entries) => new([.. entries.OrderBy(e => $"{e!["operation"]} {e["manager"]} {e["subresource"]}", StringComparer.Ordinal).Select(e => e!.DeepClone())]);

    bool SameValue(JsonNode? recorded, JsonNode? actual, string path)
    {
        if (JsonNode.DeepEquals(recorded, actual)) return true;
        if (path.EndsWith(".nodePort") && recorded is not null && actual is not null) return true;
        if (recorded is not JsonValue r || actual is not JsonValue a || !r.TryGetValue<string>(out var x) || !a.TryGetValue<string>(out var y)) return false;
        if (path.EndsWith(".resourceVersion") || path.EndsWith(".uid")) return Counterpart($"{path[(path.LastIndexOf('.') + 1)..]} {x}", y);
        if (path.EndsWith(".ca.crt") || path.Contains(".clusterIP") || path.EndsWith(".continue")) return true;
        return Blur(x) == Blur(y);
    }

    bool Counterpart(string recorded, string actual)
    {
        var kind = recorded[..recorded.IndexOf(' ')];
        if (!_counterparts.TryAdd(recorded, actual)) return _counterparts[recorded] == actual;
        return _reverse.TryAdd($"{kind} {actual}", recorded);
    }

    /// <summary>Texts without their times, uids, random suffixes and ages.</summary>
    static string Blur(string text)
    {
        text = Time().Replace(text, "TIME");
        text = Uid().Replace(text, "UID");
        text = RandomName().Replace(text, "gen-RANDOM");
        text = ReplicaSetName().Replace(text, "\"d-HASH\"");
        text = Age().Replace(text, "AGE");
        return TooOld().Replace(text, "too old resource version: 1 (N)");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("gen-[a-z0-9]{5}")]
    private static partial Regex RandomName();

    [GeneratedRegex("\"d-[a-z0-9]{6,10}\"")]
    private static partial Regex ReplicaSetName();

    [GeneratedRegex(@"^\d+s$")]
    private static partial Regex Age();

    [GeneratedRegex(@"too old resource version: 1 \(\d+\)")]
    private static partial Regex TooOld();
}
