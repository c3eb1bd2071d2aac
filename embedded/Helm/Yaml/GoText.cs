using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Text as Go's strconv writes it.</summary>
public static class GoText
{
    /// <summary>The text in double quotes with Go's escapes, as <c>%q</c> prints it.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            AppendEscaped(result, rune, '"');
        return result.Append('"').ToString();
    }

    /// <summary>A character in single quotes with Go's escapes, as encoding/json shows it in its errors.</summary>
    public static string QuoteCharacter(int character)
    {
        if (character == '\'')
            return @"'\''";
        if (character == '"')
            return "'\"'";
        var result = new StringBuilder("'");
        AppendEscaped(result, new Rune(character), '\'');
        return result.Append('\'').ToString();
    }

    private static void AppendEscaped(StringBuilder result, Rune rune, char quote)
    {
        int value = rune.Value;
        switch (value)
        {
            case '\a': result.Append(@"\a"); return;
            case '\b': result.Append(@"\b"); return;
            case '\f': result.Append(@"\f"); return;
            case '\n': result.Append(@"\n"); return;
            case '\r': result.Append(@"\r"); return;
            case '\t': result.Append(@"\t"); return;
            case '\v': result.Append(@"\v"); return;
            case '\\': result.Append(@"\\"); return;
        }
        if (value == quote)
            result.Append('\\').Append(quote);
        else if (value < ' ' || value == 0x7f)
            result.Append(CultureInfo.InvariantCulture, $@"\x{value:x2}");
        else if (value < 0x7f || IsPrint(rune))
            result.Append(rune);
        else if (value < 0x10000)
            result.Append(CultureInfo.InvariantCulture, $@"\u{value:x4}");
        else
            result.Append(CultureInfo.InvariantCulture, $@"\U{value:x8}");
    }

    private static bool IsPrint(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator => false,
        _ => true,
    };
}
