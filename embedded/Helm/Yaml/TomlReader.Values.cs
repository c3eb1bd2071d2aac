using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class TomlReader
{
    private object? Value(bool inArray, int depth)
    {
        if (depth > MaxDepth)
            throw _cursor.Error("nested too deeply");
        _cursor.SkipBlanks();
        int start = _cursor.Position;
        int first = _cursor.Next();
        switch (first)
        {
            case >= '0' and <= '9':
                _cursor.Back();
                return Number();
            case '[': return Array(depth);
            case '{': return InlineTable(inArray, depth);
            case '"' or '\'': return Text(first);
            case '.': throw _cursor.Error("floats must start with a digit, not '.'");
            case '-' or '+': return SignedNumber(start);
            case 'i' or 'n' when TakesSpecialFloat(): return TomlNumber.Float(_cursor.From(start), out _);
            case TomlCursor.End: throw _cursor.Error("unexpected EOF; expected value");
        }
        if (!GoUnicode.IsLetter(first))
            throw _cursor.Unexpected("expected value but found ", first, " instead");
        // A word that begins like inf or nan has lost letters to the attempt: the library goes only one back.
        bool attempted = first is 'i' or 'n' && _cursor.Position > start + 1;
        int from = attempted ? _cursor.Position - 1 : start;
        _cursor.While(GoUnicode.IsLetter);
        string word = _cursor.From(from);
        return word switch
        {
            "true" => true,
            "false" => false,
            _ => throw _cursor.Error($"expected value but found {GoQuote.Quote(word)} instead"),
        };
    }

    // As the library tries it: the rest of inf or nan may follow either letter.
    private bool TakesSpecialFloat() =>
        (_cursor.Accept('n') && _cursor.Accept('f')) || (_cursor.Accept('a') && _cursor.Accept('n'));

    private object? SignedNumber(int start)
    {
        int digit = _cursor.Next();
        switch (digit)
        {
            case 'i' or 'n':
                bool complete = digit == 'i' ? _cursor.Accept('n') && _cursor.Accept('f') : _cursor.Accept('a') && _cursor.Accept('n');
                return complete ? TomlNumber.Float(_cursor.From(start), out _) : throw _cursor.Error($"invalid float: '{_cursor.From(start)}'");
            case '0' when _cursor.Peek() is 'b' or 'o' or 'x':
                throw _cursor.Error($"cannot use sign with non-decimal numbers: '{_cursor.From(start)}{(char)_cursor.Peek()}'");
            case '.':
                throw _cursor.Error("floats must start with a digit, not '.'");
            case < '0' or > '9':
                throw _cursor.Error($"expected a digit but got {TomlCursor.Quote(digit)}");
        }
        return Decimal(start);
    }

    // Digits first: what follows them tells integer, float and date apart.
    private object? Number()
    {
        int start = _cursor.Position;
        bool zero = _cursor.Next() == '0';
        if (zero && _cursor.Peek() is 'b' or 'o' or 'x')
            return Based(start);
        bool date = !zero || _cursor.Peek() is >= '0' and <= '9';
        _cursor.While(static rune => rune is >= '0' and <= '9');
        return date && _cursor.Peek() is '-' or ':' ? Date(start) : Decimal(start);
    }

    private object? Decimal(int start)
    {
        _cursor.While(static rune => rune is (>= '0' and <= '9') or '_');
        if (_cursor.Peek() is not ('.' or 'e' or 'E'))
            return Checked(TomlNumber.Integer(_cursor.From(start), out string? problem), problem);
        _cursor.While(static rune => rune is (>= '0' and <= '9') or '_' or '.' or '-' or '+' or 'e' or 'E');
        return Checked(TomlNumber.Float(_cursor.From(start), out string? wrong), wrong);
    }

    private object? Based(int start)
    {
        (Func<int, bool> isDigit, string name) = _cursor.Next() switch
        {
            'x' => ((Func<int, bool>)(static rune => rune < 0x80 && char.IsAsciiHexDigit((char)rune)), "a hexadecimal"),
            'o' => (static rune => rune is >= '0' and <= '7', "an octal"),
            _ => (static rune => rune is '0' or '1', "a binary"),
        };
        if (_cursor.Peek() is var digit && !isDigit(digit))
            throw _cursor.Error($"not {name} number: '{_cursor.From(start)}{char.ConvertFromUtf32(digit)}'");
        _cursor.While(rune => rune == '_' || isDigit(rune));
        return Checked(TomlNumber.Integer(_cursor.From(start), out string? problem), problem);
    }

    private TomlTime Date(int start)
    {
        _cursor.While(static rune => rune is (>= '0' and <= '9') or '-' or ':' or 'T' or 't' or ' ' or '.' or 'Z' or 'z' or '+');
        string word = _cursor.From(start).Trim(' ').Replace(' ', 'T').Replace('t', 'T').Replace('z', 'Z');
        return TomlTime.Parse(word) ?? throw _cursor.Error($"invalid datetime: {GoQuote.Quote(word)}");
    }

    private object? Checked(object? value, string? problem) => problem == null ? value : throw _cursor.Error(problem);

    private List<object?> Array(int depth)
    {
        _tables.StartArray();
        var list = new List<object?>();
        while (true)
        {
            SkipBlanksAndComments();
            switch (_cursor.Peek())
            {
                case ',':
                    _cursor.Next();
                    throw _cursor.Error("unexpected comma");
                case ']':
                    _cursor.Next();
                    return list;
            }
            list.Add(Value(inArray: true, depth + 1));
            SkipBlanksAndComments();
            switch (_cursor.Next())
            {
                case ',': break;
                case ']': return list;
                case var other: throw _cursor.Error($"expected a comma (',') or array terminator (']'), but got {Shown(other)}");
            }
        }
    }

    private Dictionary<string, object?> InlineTable(bool inArray, int depth)
    {
        var table = new Dictionary<string, object?>();
        var outer = _tables.Context;
        string outerKey = _tables.Key;
        _tables.OpenInline(inArray);
        for (bool first = true; ; first = false)
        {
            SkipBlanksAndComments();
            int next = _cursor.Next();
            if (next == '}')
                break;
            if (!first)
            {
                if (next != ',')
                    throw _cursor.Error($"expected a comma or an inline table terminator '}}', but got {Shown(next)} instead");
                // Right behind the comma blanks are blanks; further lines are those of the next key.
                _cursor.SkipBlanks();
                if (_cursor.Peek() == '}')
                    continue;
                SkipBlanksAndComments();
                next = _cursor.Next();
                if (next == '}')
                    break;
            }
            if (next == ',')
                throw _cursor.Error("unexpected comma");
            _cursor.Back();
            Assignment(table, depth + 1);
        }
        _tables.Context = outer;
        _tables.Key = outerKey;
        return table;
    }

    private void SkipBlanksAndComments()
    {
        while (true)
        {
            _cursor.While(static rune => rune is ' ' or '\t' or '\n' or '\r');
            if (!_cursor.Accept('#'))
                return;
            Comment();
        }
    }

    private static string Shown(int rune) => rune == TomlCursor.End ? "end of file" : $"'{char.ConvertFromUtf32(rune)}'";

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
