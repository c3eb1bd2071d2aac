using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

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

    /// <exception cref="ApiException">400.</exception>
    public static LabelSelector Parse(string text)
    {
        var selector = new LabelSelector();
        var tokens = new Tokens(text);
        while (!tokens.AtEnd)
        {
            selector._requirements.Add(ReadRequirement(tokens));
            if (!tokens.AtEnd) tokens.Expect(",");
        }
        return selector;
    }

    static Requirement ReadRequirement(Tokens tokens)
    {
        if (tokens.Take("!")) return new Requirement(tokens.Word(), "DoesNotExist", []);
        var key = tokens.Word();
        if (tokens.Take("!=")) return new Requirement(key, "NotIn", [tokens.ValueOrEmpty()]);
        if (tokens.Take("==") || tokens.Take("=")) return new Requirement(key, "In", [tokens.ValueOrEmpty()]);
        if (tokens.Take(">")) return new Requirement(key, "Gt", [tokens.Word()]);
        if (tokens.Take("<")) return new Requirement(key, "Lt", [tokens.Word()]);
        if (tokens.TakeWord("in")) return new Requirement(key, "In", tokens.Set());
        if (tokens.TakeWord("notin")) return new Requirement(key, "NotIn", tokens.Set());
        return new Requirement(key, "Exists", []);
    }

    sealed class Tokens(string text)
    {
        int _at;

        public bool AtEnd
        {
            get
            {
                while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
                return _at >= text.Length;
            }
        }

        public bool Take(string sign)
        {
            if (AtEnd || string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) return false;
            if (sign == "!" && _at + 1 < text.Length && text[_at + 1] == '=') return false;
            _at += sign.Length;
            return true;
        }

        public bool TakeWord(string word)
        {
            var start = _at;
            if (ReadWord() == word) return true;
            _at = start;
            return false;
        }

        public void Expect(string sign)
        {
            if (!Take(sign)) throw Broken($"found '{(AtEnd ? "" : text[_at..])}', expected: ',' or 'end of string'");
        }

        public string Word() => ReadWord() is { Length: > 0 } word ? word : throw Broken($"found '{(AtEnd ? "" : text[_at])}', expected: identifier");

        public string ValueOrEmpty() => ReadWord();

        public IReadOnlyList<string> Set()
        {
            if (!Take("(")) throw Broken("expected: '('");
            var values = new List<string>();
            do values.Add(ValueOrEmpty());
            while (Take(","));
            if (!Take(")")) throw Broken("expected: ',' or ')'");
            return values;
        }

        string ReadWord()
        {
            _ = AtEnd;
            var word = new StringBuilder();
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not (',' or '=' or '!' or '(' or ')' or '<' or '>')) word.Append(text[_at++]);
            return word.ToString();
        }

        ApiException Broken(string what) => ApiErrors.BadRequest($"unable to parse requirement: {what}");
    }
}
