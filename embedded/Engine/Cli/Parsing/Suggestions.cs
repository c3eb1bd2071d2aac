namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>Names that someone who mistyped may have meant.</summary>
internal static class Suggestions
{
    /// <summary>Names at most two edits away, or that begin as what was typed.</summary>
    public static IReadOnlyList<string> Near(string typed, IEnumerable<string> names) =>
        [.. names.Where(name => Distance(typed, name) <= 2 || name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many letters to add, drop, change or swap with their neighbour (Damerau and Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var (before, above, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above, row) = (above, row, before);
        }

        return above[b.Length];

        static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
    }
}
