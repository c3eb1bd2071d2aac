using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>The questions Go's <c>unicode</c> package answers, as its lexer, quoting and Sprig ask them.</summary>
internal static class GoUnicode
{
    /// <summary>Go's <c>unicode.IsSpace</c>.</summary>
    public static bool IsSpace(int rune) => rune is '\t' or '\n' or '\v' or '\f' or '\r' or ' ' or 0x85 or 0xA0 or 0x1680
        or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    /// <summary>Go's <c>unicode.IsPrint</c>: letters, marks, numbers, punctuation, symbols and the ASCII space.</summary>
    public static bool IsPrint(int rune)
    {
        if (rune is >= 0x20 and < 0x7F)
            return true;
        if (rune < 0xA1 || !Rune.IsValid(rune))
            return false;
        return Rune.GetUnicodeCategory(new Rune(rune)) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }

    /// <summary>Go's <c>unicode.IsLetter</c>.</summary>
    public static bool IsLetter(int rune) => Rune.IsValid(rune) && Rune.IsLetter(new Rune(rune));

    /// <summary>Go's <c>unicode.IsDigit</c> (decimal digits).</summary>
    public static bool IsDigit(int rune) => Rune.IsValid(rune) && Rune.IsDigit(new Rune(rune));

    /// <summary>A letter, digit or underscore: what may stand in an identifier of a template.</summary>
    public static bool IsAlphaNumeric(int rune) => rune == '_' || IsLetter(rune) || IsDigit(rune);

    /// <summary>Go's <c>unicode.IsUpper</c>.</summary>
    public static bool IsUpper(int rune) => Rune.IsValid(rune) && Rune.IsUpper(new Rune(rune));

    /// <summary>Go's <c>unicode.IsLower</c>.</summary>
    public static bool IsLower(int rune) => Rune.IsValid(rune) && Rune.IsLower(new Rune(rune));

    /// <summary>Go's <c>unicode.IsTitle</c>.</summary>
    public static bool IsTitle(int rune) => Rune.IsValid(rune)
        && Rune.GetUnicodeCategory(new Rune(rune)) == UnicodeCategory.TitlecaseLetter;

    /// <summary>Go's <c>unicode.ToUpper</c>; .NET leaves the dotless i and the long s as they are.</summary>
    public static int ToUpper(int rune) => rune switch
    {
        'ı' => 'I',
        'ſ' => 'S',
        _ => Rune.IsValid(rune) ? Rune.ToUpperInvariant(new Rune(rune)).Value : rune,
    };

    /// <summary>Go's <c>unicode.ToLower</c>; .NET leaves the dotted I as it is.</summary>
    public static int ToLower(int rune) => rune == 'İ' ? 'i' : Rune.IsValid(rune) ? Rune.ToLowerInvariant(new Rune(rune)).Value : rune;

    /// <summary>Go's <c>unicode.ToTitle</c>: digraphs have a form of their own, Georgian has none.</summary>
    public static int ToTitle(int rune) => rune switch
    {
        >= 0x1C4 and <= 0x1C6 => 0x1C5,
        >= 0x1C7 and <= 0x1C9 => 0x1C8,
        >= 0x1CA and <= 0x1CC => 0x1CB,
        >= 0x1F1 and <= 0x1F3 => 0x1F2,
        >= 0x10D0 and <= 0x10FF => rune,
        _ => ToUpper(rune),
    };

    /// <summary>Appends a code point; an invalid one becomes U+FFFD, as Go encodes it.</summary>
    public static StringBuilder AppendRune(this StringBuilder text, int rune)
    {
        if (rune is >= 0 and < 0xD800)
            return text.Append((char)rune);
        Span<char> pair = stackalloc char[2];
        var valid = Rune.IsValid(rune) ? new Rune(rune) : Rune.ReplacementChar;
        return text.Append(pair[..valid.EncodeToUtf16(pair)]);
    }

    /// <summary>Go's <c>%#U</c>: the code point and, when printable, the character.</summary>
    public static string Describe(int rune)
    {
        string code = "U+" + rune.ToString("X4", CultureInfo.InvariantCulture);
        return IsPrint(rune) ? $"{code} '{new Rune(rune)}'" : code;
    }
}
