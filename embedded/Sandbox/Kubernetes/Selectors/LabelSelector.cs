using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Selectors;

/// <summary>Label selectors in their text form (<c>a=b,c in (d,e),!f</c>) and as the object in specs (<c>matchLabels</c>, <c>matchExpressions</c>).</summary>
internal sealed class LabelSelector
{
    readonly List<Requirement> _requirements = [];

    sealed record Requirement(string Key, string Operator, IReadOnlyList<string> Values)
    {
        public bool Matches(IReadOnlyDictionary<string, string> labels)
        {
            var has = labels.TryGetValue(Key, out var value);
            return Operator switch
            {
                "In" => has && Values.Contains(value),
                "NotIn" => !has || !Values.Contains(value),
                "Exists" => has,
                "DoesNotExist" => !has,
                "Gt" => has && long.TryParse(value, out var n) && n > long.Parse(Values[0]),
                "Lt" => has && long.TryParse(value, out var n) && n < long.Parse(Values[0]),
                _ => false,
            };
        }

        public override string ToString() => Operator switch
        {
            "In" when Values.Count == 1 => $"{Key}={Values[0]}",
            "In" => $"{Key} in ({string.Join(",", Values.Order(StringComparer.Ordinal))})",
            "NotIn" when Values.Count == 1 => $"{Key}!={Values[0]}",
            "NotIn" => $"{Key} notin ({string.Join(",", Values.Order(StringComparer.Ordinal))})",
            "Exists" => Key,
            _ => $"!{Key}",
        };
    }

    public bool IsEmpty => _requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.TrueForAll(r => r.Matches(labels));

    /// <summary>The text form, as scale subresources show it.</summary>
    public override string ToString() => string.Join(",", _requirements.OrderBy(r => r.Key, StringComparer.Ordinal));

    /// <summary>Of a plain map of labels (services, replication controllers).</summary>
    public static LabelSelector OfMap(IReadOnlyDictionary<string, string> labels)
    {
        var selector = new LabelSelector();
        foreach (var (key, value) in labels) selector._requirements.Add(new Requirement(key, "In", [value]));
        return selector;
    }

    public static LabelSelector OfObject(JsonObject? json)
    {
        var selector = OfMap(json.TextMap("matchLabels"));
        foreach (var e in json.Objects("matchExpressions"))
            selector._requirements.Add(new Requirement(e.Text("key") ?? "", e.Text("operator") ?? "", [.. e.Texts("values")]));
        return selector;
    }

    /// <exception cref="ApiException">400, in the words of the parser of Kubernetes' labels package.</exception>
    public static LabelSelector Parse(string text)
    {
        var selector = new LabelSelector();
        selector._requirements.AddRange(LabelSelectorParser.Parse(text).Select(r => new Requirement(r.Key, r.Operator, r.Values)));
        return selector;
    }
}
