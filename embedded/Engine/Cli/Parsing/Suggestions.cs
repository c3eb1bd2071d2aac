namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>Names that someone who mistyped may have meant.</summary>
internal static class Suggestions
{
    /// <summary>Names at most two edits away, or that begin as what was typed.</summary>
    public static IReadOnlyList<string> Near(string typed, IEnumerable<string> names) =>
        [.. names.Where(name => Distance(typed, name) <= 2 || name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
