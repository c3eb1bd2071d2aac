namespace Coder.Infra.Helm.Charts;

/// <summary>Go's <c>path.Match</c>: * and ? stop at slashes, [a-z] and [^a] are classes, a backslash escapes.</summary>
internal static class PathMatch
{
    /// <summary>Whether the whole name matches; throws <see cref="ChartException"/> for a malformed pattern.</summary>
    public static bool IsMatch(string pattern, string name)
    {
        int p = 0, n = 0;
        // Where the last star was, to go on behind one more character.
        int starPattern = -1, starName = -1;
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starName = n;
                continue;
            }
            if (n == name.Length && p == pattern.Length)
                return true;
            if (p < pattern.Length && n < name.Length && One(pattern, ref p, name[n]))
            {
                n++;
                continue;
            }
            if (starPattern < 0 || starName >= name.Length || name[starName] == '/')
            {
                CheckRest(pattern, p);
                return false;
            }
            p = starPattern;
            n = ++starName;
        }
    }

    /// <summary>Throws where the pattern is malformed.</summary>
    public static void Check(string pattern) => CheckRest(pattern, 0);

    private static void CheckRest(string pattern, int p)
    {
        while (p < pattern.Length)
        {
            if (pattern[p] == '*')
                p++;
            else
                One(pattern, ref p, '\0');
        }
    }

    // On a mismatch the position is behind the element all the same, so that a check can walk on.
    private static bool One(string pattern, ref int p, char c)
    {
        switch (pattern[p])
        {
            case '?':
                p++;
                return c != '/';
            case '[':
                return Class(pattern, ref p, c);
            case '\\':
                if (p + 1 >= pattern.Length)
                    throw Bad();
                p += 2;
                return pattern[p - 1] == c;
            default:
                return pattern[p++] == c;
        }
    }

    private static bool Class(string pattern, ref int p, char c)
    {
        p++;
        bool negated = p < pattern.Length && pattern[p] == '^';
        if (negated)
            p++;
        bool match = false;
        for (int ranges = 0; ; ranges++)
        {
            if (p < pattern.Length && pattern[p] == ']' && ranges > 0)
            {
                p++;
                return match != negated && c != '/';
            }
            char low = ClassCharacter(pattern, ref p), high = low;
            if (p < pattern.Length && pattern[p] == '-')
            {
                p++;
                high = ClassCharacter(pattern, ref p);
            }
            match |= low <= c && c <= high;
        }
    }

    private static char ClassCharacter(string pattern, ref int p)
    {
        if (p >= pattern.Length || pattern[p] is '-' or ']')
            throw Bad();
        if (pattern[p] == '\\' && ++p >= pattern.Length)
            throw Bad();
        char c = pattern[p++];
        return p < pattern.Length ? c : throw Bad();
    }

    private static ChartException Bad() => new("syntax error in pattern");
}
