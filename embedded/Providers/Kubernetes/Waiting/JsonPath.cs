using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>
/// A path into an object as kubectl writes it, <c>{.status.loadBalancer.ingress[0].ip}</c>: names, <c>['name']</c>, indices
/// (negative ones from the end), <c>[*]</c> and filters <c>[?(@.type=="Ready")]</c>.
/// </summary>
internal sealed partial class JsonPath
{
    private readonly string _text;
    private readonly IReadOnlyList<Func<JsonNode, IEnumerable<JsonNode?>>> _steps;

    private JsonPath(string text, IReadOnlyList<Func<JsonNode, IEnumerable<JsonNode?>>> steps) => (_text, _steps) = (text, steps);

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">It is not one, or of a kind that is not supported.</exception>
    public static JsonPath Parse(string text)
    {
        var inner = text.StartsWith('{') && text.EndsWith('}') ? text[1..^1] : throw new FormatException($"The path {text} must be in braces: {{.status.phase}}");
        var at = inner.StartsWith('$') ? 1 : 0;
        var steps = new List<Func<JsonNode, IEnumerable<JsonNode?>>>();
        while (at < inner.Length)
        {
            var match = Step().Match(inner, at);
            if (!match.Success || match.Length == 0)
                throw new FormatException($"The path {text} can't be read from \"{inner[at..]}\" on. Expected .name, ['name'], [0], [*] or [?(@.name==\"value\")]");
            steps.Add(StepOf(match));
            at += match.Length;
        }

        return steps.Count > 0 ? new JsonPath(text, steps) : throw new FormatException($"The path {text} names nothing");
    }

    /// <summary>What the path leads to; nothing where it ends before.</summary>
    public IEnumerable<JsonNode?> Select(JsonNode root)
    {
        IEnumerable<JsonNode?> nodes = [root];
        foreach (var step in _steps)
            nodes = nodes.OfType<JsonNode>().SelectMany(step);
        return nodes;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static Func<JsonNode, IEnumerable<JsonNode?>> StepOf(Match match)
    {
        if (match.Groups["index"] is { Success: true } index)
        {
            var number = int.Parse(index.Value, CultureInfo.InvariantCulture);
            return node => node is JsonArray list && (number < 0 ? list.Count + number : number) is >= 0 and var place && place < list.Count ? [list[place]] : [];
        }

        if (match.Groups["all"].Success)
            return node => node switch { JsonArray list => list, JsonObject map => map.Select(entry => entry.Value), _ => [] };
        if (match.Groups["filter"] is { Success: true } filter)
        {
            var (path, value) = (Parse($"{{{filter.Value}}}"), match.Groups["value"].Value);
            return node => (node as JsonArray)?.Where(item => item is not null && path.Select(item).Any(found => found?.ToString() == value)) ?? [];
        }

        var name = match.Groups["name"].Success ? match.Groups["name"].Value.Replace("\\.", ".", StringComparison.Ordinal) : match.Groups["quoted"].Value;
        return node => node is JsonObject map && map.TryGetPropertyValue(name, out var found) ? [found] : [];
    }

    [GeneratedRegex("""\G(?:\.(?<name>(?:[^.\[\]\\]|\\.)+)|\.?\[(?<index>-?\d+)\]|\.?\[?(?<all>\*)\]?|\['(?<quoted>[^']*)'\]|\["(?<quoted>[^"]*)"\]|\[\?\(@(?<filter>[^=\s]+)\s*==\s*["']?(?<value>[^"']*?)["']?\)\])""")]
    private static partial Regex Step();
}
