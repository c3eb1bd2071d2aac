namespace Coder.Infra.Helm.Go;

/// <summary>The parts of a version as written; a part that is not there is empty.</summary>
internal readonly record struct SemVersionParts(string Major, string Minor, string Patch, string Prerelease, string Metadata);

/// <summary>Cuts the text of a version or of a constraint's version into parts, without regular expressions (start-up time).</summary>
internal static class SemVersionText
{
    /// <summary>Reads <c>v1.2.3-pre+meta</c> from the start to the end of the text.</summary>
    public static bool TrySplit(string text, out SemVersionParts parts) =>
        TryRead(text, 0, wildcards: false, out parts, out int end) && end == text.Length;

    /// <summary>Reads a version at a position, as long as it goes on; with wildcards, x, X, * (and, as the original, a bar) stand for a number.</summary>
    public static bool TryRead(string text, int start, bool wildcards, out SemVersionParts parts, out int end)
    {
        parts = default;
        end = start;
        int at = start;
        if (at < text.Length && text[at] == 'v')
            at++;
        string major = Run(text, ref at, wildcards);
        if (major.Length == 0)
            return false;
        string minor = Dotted(text, ref at, wildcards);
        string patch = minor.Length == 0 ? "" : Dotted(text, ref at, wildcards);
        string prerelease = Tail(text, ref at, '-');
        string metadata = Tail(text, ref at, '+');
        parts = new SemVersionParts(major, minor, patch, prerelease, metadata);
        end = at;
        return true;
    }

    /// <summary>Whether the text is a list of identifiers joined by dots.</summary>
    public static bool IsIdentifiers(string text)
    {
        int at = 0;
        return Tail("-" + text, ref at, '-').Length == text.Length;
    }

    private static string Dotted(string text, ref int at, bool wildcards)
    {
        if (at >= text.Length || text[at] != '.')
            return "";
        int next = at + 1;
        string run = Run(text, ref next, wildcards);
        if (run.Length > 0)
            at = next;
        return run;
    }

    private static string Run(string text, ref int at, bool wildcards)
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (wildcards && (text[at] is 'x' or 'X' or '*' or '|'))))
            at++;
        return text[start..at];
    }

    private static string Tail(string text, ref int at, char sign)
    {
        if (at >= text.Length || text[at] != sign)
            return "";
        int start = at + 1, end = start, next = start;
        while (true)
        {
            int begin = next;
            while (next < text.Length && (char.IsAsciiLetterOrDigit(text[next]) || text[next] == '-'))
                next++;
            if (next == begin)
                break;
            end = next;
            if (next >= text.Length || text[next] != '.')
                break;
            next++;
        }
        if (end == start)
            return "";
        at = end;
        return text[start..end];
    }
}
