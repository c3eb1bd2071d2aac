using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Go.RegularExpressions;

/// <summary>A class of characters: ranges, and categories and scripts of Unicode.</summary>
internal sealed class RuneClass
{
    private readonly List<(int Low, int High)> _ranges = [];
    private readonly List<(string Category, bool Negated)> _categories = [];

    public bool IsNegated { get; set; }

    public void Add(int low, int high) => _ranges.Add((low, high));

    /// <summary>\d, \w or \s: ASCII only.</summary>
    public void AddPerl(char kind, bool negated) => AddRanges(kind switch
    {
        'd' => [('0', '9')],
        's' => [('\t', '\n'), ('\f', '\r'), (' ', ' ')],
        _ => [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
    }, negated);

    /// <summary>[:alpha:] and the like: ASCII only.</summary>
    public bool TryAddPosix(string name, bool negated)
    {
        (int, int)[]? ranges = name switch
        {
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "ascii" => [(0, 0x7F)],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "cntrl" => [(0, 0x1F), (0x7F, 0x7F)],
            "digit" => [('0', '9')],
            "graph" => [('!', '~')],
            "lower" => [('a', 'z')],
            "print" => [(' ', '~')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "upper" => [('A', 'Z')],
            "word" => [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            _ => null,
        };
        if (ranges == null)
            return false;
        AddRanges(ranges, negated);
        return true;
    }

    /// <summary>A category (L, Lu, …), a script (Greek, …) or Any.</summary>
    public bool TryAddUnicode(string name, bool negated)
    {
        if (name == "Any")
        {
            AddRanges([(0, 0x10FFFF)], negated);
            return true;
        }
        if (UnicodeTables.IsCategory(name))
        {
            _categories.Add((name, negated));
            return true;
        }
        if (UnicodeTables.Script(name) is not { } script)
            return false;
        AddRanges(script, negated);
        return true;
    }

    private void AddRanges((int Low, int High)[] ranges, bool negated)
    {
        if (!negated)
        {
            _ranges.AddRange(ranges);
            return;
        }
        _ranges.AddRange(Complement(ranges));
    }

    private static IEnumerable<(int Low, int High)> Complement(IEnumerable<(int Low, int High)> ranges)
    {
        int next = 0;
        foreach (var (low, high) in ranges.OrderBy(range => range.Low))
        {
            if (low > next)
                yield return (next, low - 1);
            next = Math.Max(next, high + 1);
        }
        if (next <= 0x10FFFF)
            yield return (next, 0x10FFFF);
    }

    /// <summary>Writes the class for .NET; with surrogates, characters beyond U+FFFF are pairs of classes.</summary>
    public void Write(StringBuilder to, bool surrogates)
    {
        if (!surrogates)
        {
            var items = new StringBuilder();
            foreach (var (low, high) in _ranges)
            {
                if (low <= 0xFFFF)
                    WriteRange(items, low, Math.Min(high, 0xFFFF));
            }
            foreach (var (category, negated) in _categories)
                items.Append(negated ? "\\P{" : "\\p{").Append(category).Append('}');
            // A class with nothing in it matches nothing; negated, everything.
            to.Append(items.Length > 0 ? IsNegated ? "[^" : "[" : IsNegated ? "[\\s\\S" : "[^\\s\\S").Append(items);
            to.Append(']');
            return;
        }
        WriteWithSurrogates(to, Resolve());
    }

    private List<(int Low, int High)> Resolve()
    {
        var all = new List<(int, int)>(_ranges);
        foreach (var (category, negated) in _categories)
            all.AddRange(negated ? Complement(UnicodeTables.Category(category)) : UnicodeTables.Category(category));
        var merged = Complement(Complement(all));
        return [.. IsNegated ? Complement(merged) : merged];
    }

    private static void WriteWithSurrogates(StringBuilder to, List<(int Low, int High)> ranges)
    {
        to.Append("(?:[");
        int empty = to.Length;
        foreach (var (low, high) in ranges)
        {
            if (low <= 0xFFFF)
                WriteRange(to, low, Math.Min(high, 0xFFFF));
        }
        if (to.Length == empty)
            to.Append("^\\s\\S");
        to.Append(']');
        foreach (var (low, high) in ranges)
        {
            if (high > 0xFFFF)
                WriteAstral(to, Math.Max(low, 0x10000), high);
        }
        to.Append(')');
    }

    private static void WriteAstral(StringBuilder to, int low, int high)
    {
        while (low <= high)
        {
            // Up to the end of what shares a high surrogate, or as many whole ones as fit.
            int lead = 0xD800 + ((low - 0x10000) >> 10), trail = 0xDC00 + ((low - 0x10000) & 0x3FF);
            int lastLead = 0xD800 + ((high - 0x10000) >> 10), lastTrail = 0xDC00 + ((high - 0x10000) & 0x3FF);
            int endLead = lead, endTrail = lead == lastLead ? lastTrail : 0xDFFF;
            if (trail == 0xDC00 && lead < lastLead)
                endLead = lastTrail == 0xDFFF ? lastLead : lastLead - 1;
            to.Append("|[");
            WriteRange(to, lead, endLead);
            to.Append("][");
            WriteRange(to, trail, endTrail);
            to.Append(']');
            low = 0x10000 + ((endLead - 0xD800) << 10) + (endTrail - 0xDC00) + 1;
        }
    }

    private static void WriteRange(StringBuilder to, int low, int high)
    {
        to.Append("\\u").Append(low.ToString("X4", CultureInfo.InvariantCulture));
        if (high > low)
            to.Append("-\\u").Append(high.ToString("X4", CultureInfo.InvariantCulture));
    }
}
