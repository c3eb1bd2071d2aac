using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class TomlReader
{
    private object? Value(int depth)
    {
        if (depth > MaxDepth)
            throw Error("nested too deeply");
        if (_at >= text.Length)
            throw Error("unexpected EOF; expected value");
        char c = text[_at];
        switch (c)
        {
            case '"' or '\'': return Quoted(c, multiline: true);
            case '[': return Array(depth);
            case '{': return InlineTable(depth);
            case '\n' or '\r': throw Error("expected value but found '\\n' instead");
        }
        int start = _at;
        while (_at < text.Length && !(text[_at] is ',' or ']' or '}' or '#' or '\n' or '\r' or ' ' or '\t'))
            _at++;
        // A blank may stand between a date and its time.
        if (_at - start == 10 && text[start + 4] == '-' && _at + 2 < text.Length && text[_at] == ' ' && char.IsAsciiDigit(text[_at + 1]))
            while (_at < text.Length && !(text[_at] is ',' or ']' or '}' or '#' or '\n' or '\r') && !(text[_at] == ' ' && _at - start > 10))
                _at++;
        string word = text[start.._at];
        return Scalar(word, out string? problem) ?? throw Error(problem ?? $"expected value but found {GoQuote.Quote(word)} instead");
    }

    private static object? Scalar(string word, out string? problem)
    {
        problem = null;
        switch (word)
        {
            case "true": return true;
            case "false": return false;
            case "inf" or "+inf": return double.PositiveInfinity;
            case "-inf": return double.NegativeInfinity;
            case "nan" or "+nan" or "-nan": return double.NaN;
        }
        return TomlNumber.Read(word, out problem);
    }

    private List<object?> Array(int depth)
    {
        _at++;
        var list = new List<object?>();
        while (true)
        {
            SkipBlank(lines: true);
            if (_at < text.Length && text[_at] == ']')
                break;
            list.Add(Value(depth + 1));
            SkipBlank(lines: true);
            if (_at < text.Length && text[_at] == ',')
                _at++;
            else if (_at >= text.Length || text[_at] != ']')
                throw Error($"expected a comma (',') or array terminator (']'), but got {Shown()}");
        }
        _at++;
        _closed.Add(list);
        return list;
    }

    private Dictionary<string, object?> InlineTable(int depth)
    {
        _at++;
        var table = new Dictionary<string, object?>();
        SkipBlank(lines: false);
        for (bool first = true; _at < text.Length && text[_at] != '}'; first = false)
        {
            if (!first && !Take(","))
                throw Error($"expected a comma or an inline table terminator '}}', but got {Shown()} instead");
            var key = Key();
            if (!Take("="))
                throw Error($"expected '.' or '=', but got {Shown()} instead");
            SkipBlank(lines: false);
            object? value = Value(depth + 1);
            if (!Descend(table, key, key.Count - 1, dotted: true).TryAdd(key[^1], value))
                throw Error($"Key '{string.Join('.', key)}' has already been defined.");
            SkipBlank(lines: false);
        }
        if (!Take("}"))
            throw Error("unexpected EOF; expected a comma or an inline table terminator '}'");
        _closed.Add(table);
        return table;
    }

    private string Quoted(char quote, bool multiline)
    {
        string triple = new(quote, 3);
        bool many = multiline && string.CompareOrdinal(text, _at, triple, 0, 3) == 0;
        _at += many ? 3 : 1;
        if (many && _at < text.Length && text[_at] == '\r')
            _at++;
        if (many && _at < text.Length && text[_at] == '\n')
            _at++;
        var result = new StringBuilder();
        while (true)
        {
            if (_at >= text.Length)
                throw Error("unexpected EOF; expected " + (quote == '"' ? $"'{(many ? triple : "\"")}'" : $"\"{(many ? triple : "'")}\""));
            char c = text[_at];
            if (c == quote && (!many || string.CompareOrdinal(text, _at, triple, 0, 3) == 0))
                break;
            if (c == '\n' && !many)
                throw Error("strings cannot contain newlines");
            _at++;
            if (c == '\\' && quote == '"')
                Escape(result, many);
            else
                result.Append(c);
        }
        _at += many ? 3 : 1;
        // Up to two quotes may stand right before the closing ones.
        while (many && _at < text.Length && text[_at] == quote)
        {
            result.Append(quote);
            _at++;
        }
        return result.ToString();
    }

    private void Escape(StringBuilder result, bool many)
    {
        if (_at >= text.Length)
            throw Error("unexpected EOF; expected '\"'");
        char c = text[_at++];
        switch (c)
        {
            case 'b': result.Append('\b'); return;
            case 't': result.Append('\t'); return;
            case 'n': result.Append('\n'); return;
            case 'f': result.Append('\f'); return;
            case 'r': result.Append('\r'); return;
            case 'e': result.Append('\u001b'); return;
            case '"' or '\\': result.Append(c); return;
            case 'u' or 'U':
                int length = c == 'u' ? 4 : 8;
                if (_at + length <= text.Length && uint.TryParse(text.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) && Rune.IsValid(code))
                {
                    result.Append(new Rune(code));
                    _at += length;
                    return;
                }
                throw Error($"expected {(length == 4 ? "four" : "eight")} hexadecimal digits after '\\{c}'");
        }
        if (!many || !char.IsWhiteSpace(c))
            throw Error($"invalid escape character {GoQuote.QuoteRune(c)}; only the following escape characters are allowed: \\b, \\t, \\n, \\f, \\r, \\\", \\\\, \\uXXXX, and \\UXXXXXXXX");
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }
}
