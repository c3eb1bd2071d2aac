using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Reads TOML 1.0 into the value model.</summary>
internal sealed partial class TomlReader(string text)
{
    private const int MaxDepth = 500;
    private readonly Dictionary<string, object?> _root = [];
    // What may not be opened or extended again: tables with a header, inline tables and arrays.
    private readonly HashSet<object> _closed = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _headed = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _tableArrays = new(ReferenceEqualityComparer.Instance);
    private int _at;
    private string _lastKey = "";

    public Dictionary<string, object?> Document()
    {
        var table = _root;
        while (true)
        {
            SkipBlank(lines: true);
            if (_at >= text.Length)
                return _root;
            if (text[_at] == '[')
                table = Header();
            else
                Assignment(table);
            SkipBlank(lines: false);
            if (_at < text.Length && text[_at] is not ('\n' or '\r'))
                throw Error($"expected a top-level item to end with a newline, comment, or EOF, but got {Shown()} instead");
        }
    }

    private Dictionary<string, object?> Header()
    {
        bool array = _at + 1 < text.Length && text[_at + 1] == '[';
        _at += array ? 2 : 1;
        var key = Key();
        if (!Take(array ? "]]" : "]"))
            throw Error($"expected '.' or ']' to end table name, but got {Shown()} instead");
        _lastKey = string.Join('.', key);
        var parent = Descend(_root, key, key.Count - 1, dotted: false);
        string last = key[^1];
        if (array)
        {
            if (!parent.TryGetValue(last, out object? there))
            {
                parent[last] = there = new List<object?>();
                _tableArrays.Add(there);
            }
            if (there is not List<object?> list || !_tableArrays.Contains(list))
                throw Error($"Key '{_lastKey}' was already created and cannot be used as an array.");
            var item = new Dictionary<string, object?>();
            list.Add(item);
            return item;
        }
        if (!parent.TryGetValue(last, out object? found))
            parent[last] = found = new Dictionary<string, object?>();
        if (found is not Dictionary<string, object?> table || _closed.Contains(table) || !_headed.Add(table))
            throw Error($"Key '{_lastKey}' has already been defined.");
        return table;
    }

    private void Assignment(Dictionary<string, object?> table)
    {
        var key = Key();
        if (!Take("="))
            throw Error(_at >= text.Length ? "unexpected EOF; expected key separator '='" : $"expected '.' or '=', but got {Shown()} instead");
        _lastKey = string.Join('.', key);
        SkipBlank(lines: false);
        object? value = Value(0);
        var parent = Descend(table, key, key.Count - 1, dotted: true);
        if (!parent.TryAdd(key[^1], value))
            throw Error($"Key '{_lastKey}' has already been defined.");
    }

    private Dictionary<string, object?> Descend(Dictionary<string, object?> table, List<string> key, int count, bool dotted)
    {
        for (int i = 0; i < count; i++)
        {
            if (!table.TryGetValue(key[i], out object? inner))
                table[key[i]] = inner = new Dictionary<string, object?>();
            if (inner is List<object?> { Count: > 0 } list && _tableArrays.Contains(list))
                inner = list[^1];
            if (inner is not Dictionary<string, object?> next || _closed.Contains(next) || (dotted && _headed.Contains(next)))
                throw Error($"Key '{string.Join('.', key.Take(i + 1))}' has already been defined.");
            table = next;
        }
        return table;
    }

    private List<string> Key()
    {
        var key = new List<string>();
        while (true)
        {
            SkipBlank(lines: false);
            key.Add(KeyPart());
            SkipBlank(lines: false);
            if (_at >= text.Length || text[_at] != '.')
                return key;
            _at++;
        }
    }

    private string KeyPart()
    {
        if (_at >= text.Length)
            throw Error("unexpected EOF; expected key");
        char c = text[_at];
        if (c is '"' or '\'')
            return Quoted(c, multiline: false);
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '-'))
            _at++;
        if (_at > start)
            return text[start.._at];
        throw Error(c switch
        {
            '=' => "unexpected '=': key name appears blank",
            '.' => "unexpected '.': keys cannot start with a '.'",
            ']' => "unexpected end of table name (table names cannot be empty)",
            _ => $"bare keys cannot contain {Shown()}",
        });
    }

    private bool Take(string sign)
    {
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0)
            return false;
        _at += sign.Length;
        return true;
    }

    private void SkipBlank(bool lines)
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '#')
                while (_at < text.Length && text[_at] != '\n')
                    _at++;
            else if (c is ' ' or '\t' || (lines && c is '\n' or '\r'))
                _at++;
            else
                return;
        }
    }

    private string Shown() => _at >= text.Length ? "EOF" : GoQuote.QuoteRune(text[_at]);

    private TomlException Error(string problem)
    {
        int line = 1 + text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n');
        string key = _lastKey.Length > 0 ? $" (last key {GoQuote.Quote(_lastKey)})" : "";
        return new TomlException(string.Create(CultureInfo.InvariantCulture, $"toml: line {line}{key}: {problem}"));
    }
}
