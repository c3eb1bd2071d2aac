namespace Coder.Infra.Helm.Yaml;

/// <summary>Which styles can hold a text in block context.</summary>
internal readonly record struct YamlScalarAnalysis(bool Multiline, bool PlainAllowed, bool SingleQuotedAllowed, bool BlockAllowed)
{
    /// <param name="value">The text.</param>
    /// <param name="v3">Whether to judge as version 3 of the library does: tabs may stand in blocks.</param>
    public static YamlScalarAnalysis Of(string value, bool v3)
    {
        if (value.Length == 0)
            return new(false, true, true, false);
        if (IsWord(value))
            return new(false, true, true, true);
        bool indicators = value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal);
        bool breaks = false, special = false, tabs = false, breakThenSpace = false, spaceThenBreak = false;
        bool afterSpace = false, afterBreak = false, afterWhitespace = true;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            indicators |= IsIndicator(value, i, afterWhitespace);
            tabs |= v3 && c == '\t';
            special |= !IsPrintable(c) && !(v3 && c == '\t');
            bool isBreak = YamlCharacters.IsBreak(c);
            breaks |= isBreak;
            breakThenSpace |= c == ' ' && afterBreak;
            spaceThenBreak |= isBreak && afterSpace;
            afterSpace = c == ' ';
            afterBreak = isBreak;
            afterWhitespace = isBreak || c is ' ' or '\t' or '\0';
        }
        bool edge = value[0] == ' ' || value[^1] == ' ' || YamlCharacters.IsBreak(value[0]) || YamlCharacters.IsBreak(value[^1]);
        bool unfit = spaceThenBreak || special;
        return new(
            Multiline: breaks,
            PlainAllowed: !(edge || breakThenSpace || unfit || tabs || breaks || indicators),
            SingleQuotedAllowed: !(breakThenSpace || unfit || tabs),
            BlockAllowed: !(value[^1] == ' ' || unfit));
    }

    // Most texts are words, which any style can hold.
    private static bool IsWord(string value)
    {
        foreach (char c in value)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '/'))
                return false;
        return true;
    }

    /// <summary>What YAML 1.1 calls printable, but for what lies beyond the Basic Multilingual Plane: the Go port escapes that, too.</summary>
    public static bool IsPrintable(char c) =>
        c is '\n' or (>= ' ' and <= '~') or (>= '\u00a0' and <= '\ud7ff') or (>= '\ue000' and <= '\ufffd' and not '\ufeff');

    private static bool IsIndicator(string value, int i, bool afterWhitespace)
    {
        bool beforeWhitespace = i + 1 >= value.Length || value[i + 1] is ' ' or '\t' || YamlCharacters.IsBreak(value[i + 1]);
        char c = value[i];
        if (i > 0)
            return (c == ':' && beforeWhitespace) || (c == '#' && afterWhitespace);
        return c is '#' or ',' or '[' or ']' or '{' or '}' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`'
            || (c is '?' or ':' or '-' && beforeWhitespace);
    }
}
