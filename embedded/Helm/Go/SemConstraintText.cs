using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Cuts the text of a constraint into comparisons.</summary>
internal static class SemConstraintText
{
    // Longer signs first, so that the first that fits is the longest.
    private static readonly string[] Operators = ["!=", ">=", "=>", "<=", "=<", "~>", "=", ">", "<", "~", "^"];

    /// <summary>Makes <c>&gt;=1.2 &lt;=1.4</c> of <c>1.2 - 1.4</c>.</summary>
    public static string RewriteRanges(string text)
    {
        if (!text.Contains(" -", StringComparison.Ordinal) && !text.Contains("\t-", StringComparison.Ordinal))
            return text;
        var result = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            if (Range(text, at, out string? rewritten, out int end))
            {
                result.Append(rewritten);
                at = end;
            }
            else
            {
                result.Append(text[at++]);
            }
        }
        return result.ToString();
    }

    /// <summary>The comparisons of one alternative, or null where the text is not a constraint.</summary>
    public static List<SemComparison>? Split(string text)
    {
        var comparisons = new List<SemComparison>();
        int at = 0;
        SkipSpace(text, ref at);
        while (true)
        {
            var comparison = Read(text, ref at);
            if (comparison is null)
                return null;
            comparisons.Add(comparison);
            int before = at;
            SkipSpace(text, ref at);
            if (at == text.Length)
                return comparisons;
            if (text[at] == ',')
            {
                at++;
                SkipSpace(text, ref at);
            }
            else if (at == before)
            {
                return null;
            }
        }
    }

    private static SemComparison? Read(string text, ref int at)
    {
        int start = at;
        string sign = Array.Find(Operators, o => StartsAt(text, start, o)) ?? "";
        at += sign.Length;
        SkipSpace(text, ref at);
        if (!SemVersionText.TryRead(text, at, wildcards: true, out var parts, out int end))
            return null;
        at = end;
        string tail = parts.Prerelease.Length > 0 ? "-" + parts.Prerelease : "";
        if (IsWild(parts.Major))
            return Comparison(sign, "0.0.0" + tail, false, false, true);
        if (IsWild(parts.Minor))
            return Comparison(sign, parts.Major + ".0.0" + tail, true, false, true);
        if (IsWild(parts.Patch))
            return Comparison(sign, $"{parts.Major}.{parts.Minor}.0{tail}", false, true, true);
        string metadata = parts.Metadata.Length > 0 ? "+" + parts.Metadata : "";
        return Comparison(sign, $"{parts.Major}.{parts.Minor}.{parts.Patch}{tail}{metadata}", false, false, false);
    }

    private static SemComparison Comparison(string sign, string version, bool minorDirty, bool patchDirty, bool dirty) =>
        new(sign, SemVersion.TryParse(version) ?? throw new SemVersionException("constraint parser error"), minorDirty, patchDirty, dirty);

    private static bool Range(string text, int start, out string? rewritten, out int end)
    {
        rewritten = null;
        end = start;
        int at = start;
        SkipSpace(text, ref at);
        if (!SemVersionText.TryRead(text, at, wildcards: true, out _, out int firstEnd))
            return false;
        string first = text[at..firstEnd];
        at = firstEnd;
        SkipSpace(text, ref at);
        if (at == firstEnd || at >= text.Length || text[at] != '-')
            return false;
        int dash = ++at;
        SkipSpace(text, ref at);
        if (at == dash || !SemVersionText.TryRead(text, at, wildcards: true, out _, out int secondEnd))
            return false;
        string second = text[at..secondEnd];
        at = secondEnd;
        SkipSpace(text, ref at);
        rewritten = $">={first} <={second} ";
        end = at;
        return true;
    }

    private static bool StartsAt(string text, int at, string sign) => string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0;

    private static bool IsWild(string part) => part is "" or "x" or "X" or "*";

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '\n' or '\r' or '\f'))
            at++;
    }
}
