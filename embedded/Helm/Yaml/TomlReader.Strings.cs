using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class TomlReader
{
    private string Text(int quote)
    {
        if (!_cursor.Accept((char)quote))
            return Quoted(quote);
        return _cursor.Accept((char)quote) ? Multiline(quote) : "";
    }

    // The opening quote has been taken.
    private string Quoted(int quote)
    {
        int start = _cursor.Position;
        bool escaped = false;
        while (true)
        {
            int rune = _cursor.Next();
            if (rune == quote)
                break;
            switch (rune)
            {
                case TomlCursor.End:
                    throw _cursor.Error(quote == '"' ? "unexpected EOF; expected '\"'" : "unexpected EOF; expected \"'\"");
                case '\n' or '\r':
                    throw _cursor.Error("strings cannot contain newlines", _cursor.Line - 1);
                case '\\' when quote == '"':
                    escaped = true;
                    Escape(start);
                    break;
            }
        }
        string text = _cursor.From(start)[..^1];
        return escaped ? Unescape(text) : text;
    }

    // The opening quotes have been taken.
    private string Multiline(int quote)
    {
        int start = _cursor.Position;
        string quotes = new((char)quote, 3);
        while (true)
        {
            int rune = _cursor.Next();
            if (rune == TomlCursor.End)
                throw _cursor.Error("unexpected EOF; expected " + (quote == '"' ? $"'{quotes}'" : $"\"{quotes}\""));
            if (rune == '\\' && quote == '"')
            {
                if (_cursor.Peek() is '\n' or '\r')
                    _cursor.Next();
                else
                    Escape(start);
            }
            else if (rune == quote && _cursor.Accept((char)quote) && _cursor.Accept((char)quote))
            {
                // Up to two quotes may stand right before the closing ones.
                int extra = 0;
                while (extra < 2 && _cursor.Accept((char)quote))
                    extra++;
                if (_cursor.Peek() == quote)
                    throw _cursor.Error("unexpected " + (quote == '"' ? "'\"\"\"\"\"\"'" : "\"''''''\""));
                break;
            }
        }
        string text = _cursor.From(start)[..^3];
        text = text.StartsWith('\n') ? text[1..] : text.StartsWith("\r\n", StringComparison.Ordinal) ? text[2..] : text;
        return quote == '"' ? Unescape(JoinLines(text)) : text;
    }

    // Checks an escape; it is replaced when the string is complete.
    private void Escape(int start)
    {
        int rune = _cursor.Next();
        (int digits, string count) = rune switch
        {
            'x' => (2, "two"),
            'u' => (4, "four"),
            'U' => (8, "eight"),
            _ => (0, ""),
        };
        if (digits == 0 && rune is not ('e' or 'b' or 't' or 'n' or 'f' or 'r' or '"' or ' ' or '\t' or '\\'))
        {
            string shown = rune == TomlCursor.End ? "\0" : char.ConvertFromUtf32(rune);
            throw _cursor.Error($@"invalid escape in string '\{shown}'", rune == TomlCursor.End ? _cursor.Line - 1 : _cursor.Line);
        }
        for (int i = 0; i < digits; i++)
        {
            int digit = _cursor.Next();
            if (digit >= 0x80 || !char.IsAsciiHexDigit((char)digit))
                throw _cursor.Error($@"expected {count} hexadecimal digits after '\{(char)rune}', but got {GoQuote.Quote(_cursor.From(start))} instead");
        }
    }

    // A backslash at the end of a line takes the blanks and lines after it away.
    private static string JoinLines(string text)
    {
        var to = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                to.Append(text[i]);
                continue;
            }
            int end = i + 1;
            while (end < text.Length && text[end] is ' ' or '\t' or '\r' or '\n')
                end++;
            if (text.AsSpan(i, end - i).Contains('\n'))
            {
                i = end - 1;
                continue;
            }
            to.Append('\\');
            if (i + 1 < text.Length && text[i + 1] == '\\')
                to.Append(text[++i]);
        }
        return to.ToString();
    }

    private string Unescape(string text)
    {
        var to = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                to.Append(text[i]);
                continue;
            }
            char c = text[++i];
            int digits = c switch
            {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            if (digits > 0)
            {
                string code = text.Substring(i + 1, digits);
                uint value = Convert.ToUInt32(code, 16);
                if (!Rune.IsValid(value))
                    throw _cursor.Error($@"Escaped character '\u{code}' is not valid UTF-8.");
                to.Append(new Rune(value));
                i += digits;
                continue;
            }
            to.Append(c switch
            {
                'b' => '\b',
                't' => '\t',
                'n' => '\n',
                'f' => '\f',
                'r' => '\r',
                'e' => '\u001b',
                ' ' or '\t' => throw _cursor.Error($@"invalid escape: '\{c}'"),
                _ => c,
            });
        }
        return to.ToString();
    }
}
