namespace Coder.Infra.Helm.Charts;

/// <summary>The rules of a .helmignore. As in Helm, a rule with an exclamation mark ignores all that does not match it.</summary>
internal sealed class IgnoreRules
{
    private sealed record Rule(string Pattern, bool Negated, bool DirectoriesOnly, bool FullPath);

    private readonly List<Rule> _rules = [];

    /// <summary>The rules of a file's text, and Helm's own.</summary>
    public static IgnoreRules Parse(string? text)
    {
        var rules = new IgnoreRules();
        foreach (string line in (text ?? "").Split('\n'))
            rules.Add(line);
        rules.Add("templates/.?*");
        return rules;
    }

    /// <summary>Whether a file or folder is left out. The path is relative to the chart.</summary>
    public bool Ignores(string path, bool isDirectory)
    {
        foreach (var rule in _rules)
        {
            if (rule.Negated)
            {
                if ((rule.DirectoriesOnly && !isDirectory) || !Matches(rule, path))
                    return true;
            }
            else if ((isDirectory || !rule.DirectoriesOnly) && Matches(rule, path))
            {
                return true;
            }
        }
        return false;
    }

    private void Add(string line)
    {
        string rule = line.Trim();
        if (rule.Length == 0 || rule[0] == '#')
            return;
        if (rule.Contains("**", StringComparison.Ordinal))
            throw new ChartException("double-star (**) syntax is not supported");
        PathMatch.Check(rule);
        bool negated = rule[0] == '!';
        if (negated)
            rule = rule[1..];
        bool directories = rule.EndsWith('/');
        if (directories)
            rule = rule[..^1];
        bool rooted = rule.StartsWith('/');
        _rules.Add(new Rule(rooted ? rule[1..] : rule, negated, directories, rooted || rule.Contains('/', StringComparison.Ordinal)));
    }

    private static bool Matches(Rule rule, string path) =>
        PathMatch.IsMatch(rule.Pattern, rule.FullPath ? path : path[(path.LastIndexOf('/') + 1)..]);
}
