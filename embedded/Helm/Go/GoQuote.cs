using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Go's <c>strconv.Quote</c>, <c>Unquote</c> and their relatives.</summary>
public static class GoQuote
{
    /// <summary>A double-quoted Go string literal; <paramref name="ascii"/> escapes all beyond ASCII (<c>%+q</c>).</summary>
    public static string Quote(string text, bool ascii = false) => QuoteWith(text, '"', ascii);

    /// <summary>A single-quoted Go character literal; an invalid code point becomes U+FFFD.</summary>
    public static string QuoteRune(int rune, bool ascii = false)
    {
        var to = new StringBuilder("'");
        AppendEscaped(to, Rune.IsValid(rune) ? rune : 0xFFFD, '\'', ascii);
        return to.Append('\'').ToString();
    }

    /// <summary>Whether <c>%#q</c> may print the text between backquotes.</summary>
    public static bool CanBackquote(string text)
    {
        foreach (int rune in GoString.Runes(text))
        {
            if (rune is 0xFEFF or 0xFFFD or '`' or 0x7F || (rune < ' ' && rune != '\t'))
                return false;
        }
        return true;
    }

    private static string QuoteWith(string text, char quote, bool ascii)
    {
        var to = new StringBuilder(text.Length + 2).Append(quote);
        for (int i = 0; i < text.Length;)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])))
            {
                // A byte that is not UTF-8.
                to.Append("\\x").Append(((text[i++] - 0xDC00) & 0xFF).ToString("x2", CultureInfo.InvariantCulture));
                continue;
            }
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int used);
            i += used;
            AppendEscaped(to, rune.Value, quote, ascii);
        }
        return to.Append(quote).ToString();
    }

    private static void AppendEscaped(StringBuilder to, int rune, char quote, bool ascii)
    {
        if (rune == quote || rune == '\\')
        {
            to.Append('\\').Append((char)rune);
            return;
        }
        if (rune < 0x80 ? rune is >= 0x20 and < 0x7F : !ascii && GoUnicode.IsPrint(rune))
        {
            to.AppendRune(rune);
            return;
        }
        _ = rune switch
        {
            '\a' => to.Append("\\a"),
            '\b' => to.Append("\\b"),
            '\f' => to.Append("\\f"),
            '\n' => to.Append("\\n"),
            '\r' => to.Append("\\r"),
            '\t' => to.Append("\\t"),
            '\v' => to.Append("\\v"),
            < ' ' or 0x7F => to.Append("\\x").Append(rune.ToString("x2", CultureInfo.InvariantCulture)),
            < 0x10000 => to.Append("\\u").Append(rune.ToString("x4", CultureInfo.InvariantCulture)),
            _ => to.Append("\\U").Append(rune.ToString("x8", CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Go's <c>strconv.Unquote</c> of a string literal, raw or interpreted.</summary>
    public static bool TryUnquote(string literal, out string text)
    {
        text = "";
        if (literal.Length < 2 || literal[0] != literal[^1])
            return false;
        if (literal[0] == '`')
        {
            text = literal[1..^1].Replace("\r", "");
            return !text.Contains('`');
        }
        if (literal[0] != '"' || literal.Contains('\n'))
            return false;
        if (!literal.Contains('\\'))
        {
            text = literal[1..^1];
            return !text.Contains('"');
        }
        var to = new StringBuilder(literal.Length);
        bool bytes = false;
        int at = 1;
        while (at < literal.Length - 1)
        {
            if (!TryUnquoteChar(literal, ref at, '"', out int rune, out bool isByte))
                return false;
            if (isByte && rune >= 0x80)
            {
                to.Append((char)(0xDC00 + rune));
                bytes = true;
            }
            else
            {
                to.AppendRune(rune);
            }
        }
        text = bytes ? GoString.Rejoin(to.ToString()) : to.ToString();
        return at == literal.Length - 1;
    }

    /// <summary>Go's <c>strconv.UnquoteChar</c>: one character or escape at <paramref name="at"/>, which moves past it.</summary>
    public static bool TryUnquoteChar(string literal, ref int at, char quote, out int rune, out bool isByte)
    {
        rune = 0;
        isByte = false;
        if (at >= literal.Length || literal[at] == quote)
            return false;
        if (literal[at] != '\\')
        {
            Rune.DecodeFromUtf16(literal.AsSpan(at), out var plain, out int used);
            rune = plain.Value;
            at += used;
            return true;
        }
        if (at + 1 >= literal.Length)
            return false;
        char escape = literal[at + 1];
        at += 2;
        switch (escape)
        {
            case 'a': rune = '\a'; return true;
            case 'b': rune = '\b'; return true;
            case 'f': rune = '\f'; return true;
            case 'n': rune = '\n'; return true;
            case 'r': rune = '\r'; return true;
            case 't': rune = '\t'; return true;
            case 'v': rune = '\v'; return true;
            case '\\': rune = '\\'; return true;
            case '\'' or '"': rune = escape; return escape == quote;
            case 'x': isByte = true; return Digits(literal, ref at, 2, 16, out rune);
            case 'u': return Digits(literal, ref at, 4, 16, out rune) && Rune.IsValid(rune);
            case 'U': return Digits(literal, ref at, 8, 16, out rune) && Rune.IsValid(rune);
            case >= '0' and <= '7':
                isByte = true;
                at--;
                return Digits(literal, ref at, 3, 8, out rune) && rune < 256;
            default: return false;
        }
    }

    private static bool Digits(string literal, ref int at, int count, int radix, out int value)
    {
        long sum = 0;
        value = 0;
        if (at + count > literal.Length)
            return false;
        for (int i = 0; i < count; i++, at++)
        {
            int digit = char.IsAsciiHexDigit(literal[at]) ? Convert.ToInt32(literal[at].ToString(), 16) : 99;
            if (digit >= radix)
                return false;
            sum = sum * radix + digit;
        }
        value = (int)Math.Min(sum, int.MaxValue);
        return true;
    }
}
