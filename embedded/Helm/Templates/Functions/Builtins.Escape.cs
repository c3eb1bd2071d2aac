using System.Globalization;
using System.Text;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>The escaping functions <c>html</c>, <c>js</c> and <c>urlquery</c>.</summary>
internal static partial class Builtins
{
    /// <summary>Escapes what the arguments print; one string is taken as it is, nil prints "&lt;no value&gt;".</summary>
    private static string Escape(CallContext context, ReadOnlySpan<Value> arguments, Func<string, string> escape)
    {
        object?[] items = Items(arguments);
        if (items is [string text])
            return escape(text);
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = items[i] switch
            {
                null => "<no value>",
                GoPointer pointer => pointer.Target,
                var item => item,
            };
        }
        return escape(GoPrinter.Sprint(context, items));
    }

    private static string HtmlEscape(string text)
    {
        var to = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\0' => to.Append('\uFFFD'),
                '"' => to.Append("&#34;"),
                '\'' => to.Append("&#39;"),
                '&' => to.Append("&amp;"),
                '<' => to.Append("&lt;"),
                '>' => to.Append("&gt;"),
                _ => to.Append(c),
            };
        }
        return to.ToString();
    }

    private static string JsEscape(string text)
    {
        var to = new StringBuilder(text.Length);
        foreach (int rune in GoString.Runes(text))
        {
            _ = rune switch
            {
                '\\' => to.Append("\\\\"),
                '\'' => to.Append("\\'"),
                '"' => to.Append("\\\""),
                '<' or '>' or '&' or '=' or < ' ' => to.Append("\\u00").Append(rune.ToString("X2", CultureInfo.InvariantCulture)),
                < 0x80 => to.Append((char)rune),
                _ when GoUnicode.IsPrint(rune) => to.AppendRune(rune),
                _ => to.Append("\\u").Append(rune.ToString("X4", CultureInfo.InvariantCulture)),
            };
        }
        return to.ToString();
    }

    /// <summary>Go's <c>url.QueryEscape</c>.</summary>
    internal static string UrlQueryEscape(string text)
    {
        var to = new StringBuilder(text.Length);
        foreach (byte b in GoString.ToBytes(text))
        {
            if (b == ' ')
                to.Append('+');
            else if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')
                to.Append((char)b);
            else
                to.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return to.ToString();
    }
}
