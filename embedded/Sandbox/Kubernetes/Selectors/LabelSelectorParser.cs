using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Selectors;

/// <summary>Reads label selectors in their text form: <c>a=b,c in (d,e),!f</c>.</summary>
internal sealed class LabelSelectorParser
{
    private readonly List<string> _tokens = [];
    private int _at;

    private LabelSelectorParser(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = TokenLength(text, at);
            if (!char.IsWhiteSpace(text[at])) _tokens.Add(text.Substring(at, length));
            at += length;
        }
    }

    private string Next => _at < _tokens.Count ? _tokens[_at] : "";

    /// <exception cref="ApiException">400.</exception>
    public static IReadOnlyList<(string Key, string Operator, IReadOnlyList<string> Values)> Parse(string text)
    {
        var parser = new LabelSelectorParser(text);
        var requirements = new List<(string, string, IReadOnlyList<string>)>();
        while (parser.Next.Length > 0)
        {
            if (!IsWord(parser.Next) && parser.Next != "!") throw ApiErrors.BadRequest($"found '{parser.Next}', expected: !, identifier, or 'end of string'");
            requirements.Add(parser.Requirement());
            var after = parser.Take();
            if (after.Length == 0) break;
            if (after != ",") throw ApiErrors.BadRequest($"found '{after}', expected: ',' or 'end of string'");
            if (!IsWord(parser.Next) && parser.Next != "!") throw ApiErrors.BadRequest($"found '{parser.Next}', expected: identifier after ','");
        }

        return requirements;
    }

    private static int TokenLength(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (char.IsWhiteSpace(rest[0])) return 1;
        if (rest.StartsWith("==") || rest.StartsWith("!=")) return 2;
        if (rest[0] is ',' or '=' or '!' or '(' or ')' or '<' or '>') return 1;
        var length = 1;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length]) && rest[length] is not (',' or '=' or '!' or '(' or ')' or '<' or '>')) length++;
        return length;
    }

    private static bool IsWord(string token) => token.Length > 0 && token is not ("," or "=" or "==" or "!" or "!=" or "(" or ")" or "<" or ">");

    private string Take()
    {
        var token = Next;
        if (token.Length > 0) _at++;
        return token;
    }

    private (string Key, string Operator, IReadOnlyList<string> Values) Requirement()
    {
        var isAbsent = Next == "!" && Take().Length > 0;
        var key = Take();
        if (!IsWord(key)) throw Broken($"found '{key}', expected: identifier");
        if (Names.QualifiedName(key) is { } bad) throw Broken($"<nil>: Invalid value: {JsonValue.Create(key).ToText()}: {bad}");
        if (isAbsent) return (key, "DoesNotExist", []);
        if (Next is "" or ",") return (key, "Exists", []);
        var sign = Take();
        var (@operator, values) = sign switch
        {
            "=" or "==" => ("In", ExactValue()),
            "!=" => ("NotIn", ExactValue()),
            ">" => ("Gt", ExactValue()),
            "<" => ("Lt", ExactValue()),
            "in" => ("In", Values()),
            "notin" => ("NotIn", Values()),
            _ => throw Broken($"found '{sign}', expected: in, notin, =, ==, !=, gt, lt"),
        };
        for (var i = 0; i < values.Count; i++)
        {
            if (@operator is "Gt" or "Lt" && !long.TryParse(values[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                throw Broken($"values[{i}]: Invalid value: {JsonValue.Create(values[i]).ToText()}: for 'Gt', 'Lt' operators, the value must be an integer");
            if (Names.LabelValue(values[i]) is { } cause) throw Broken($"values[{i}][{key}]: Invalid value: {JsonValue.Create(values[i]).ToText()}: {cause}");
        }

        return (key, @operator, values);
    }

    private IReadOnlyList<string> ExactValue()
    {
        if (Next is "" or ",") return [""];
        var value = Take();
        return IsWord(value) ? [value] : throw Broken($"found '{value}', expected: identifier");
    }

    private IReadOnlyList<string> Values()
    {
        if (Take() is var open && open != "(") throw Broken($"found '{open}' expected: '('");
        if (Next == ")")
        {
            Take();
            return [""];
        }

        if (!IsWord(Next) && Next != ",") throw Broken($"found '{Next}', expected: ',', ')' or identifier");
        var values = new SortedSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var token = Take();
            if (IsWord(token))
            {
                values.Add(token);
                if (Next == ")") break;
                if (Next != ",") throw Broken($"found '{Next}', expected: ',' or ')'");
            }
            else if (token == ",")
            {
                // Nothing before or after a comma is an empty value.
                if (values.Count == 0) values.Add("");
                if (Next == ")")
                {
                    values.Add("");
                    break;
                }

                if (Next == ",")
                {
                    Take();
                    values.Add("");
                }
            }
            else
            {
                throw Broken($"found '{token}', expected: ',', or identifier");
            }
        }

        Take();
        return [.. values];
    }

    private static ApiException Broken(string cause) => ApiErrors.BadRequest($"unable to parse requirement: {cause}");
}
