namespace Coder.Infra.Helm.Yaml;

/// <summary>
/// Reads TOML 1.1 into the value model with the errors of BurntSushi's library: which of two problems is reported follows from
/// its reading and checking a document item by item.
/// </summary>
internal sealed partial class TomlReader
{
    private const int MaxDepth = 500;
    private readonly TomlCursor _cursor;
    private readonly TomlTables _tables;
    // The line of the key or header that is being read.
    private int _keyLine = 1;

    private TomlReader(string text)
    {
        _cursor = new TomlCursor(text) { Key = () => _tables!.Current };
        _tables = new TomlTables { Error = problem => _cursor.Error(problem, _keyLine) };
    }

    public static Dictionary<string, object?> Read(string text)
    {
        if (text.StartsWith('\ufeff'))
            text = text[1..];
        if (text.AsSpan(0, Math.Min(text.Length, 6)).Contains('\0'))
            throw new TomlException("toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8");
        var reader = new TomlReader(text);
        while (reader.Item())
        {
        }
        return reader._tables.Root;
    }

    // A line of the document; false at the end.
    private bool Item()
    {
        switch (_cursor.Next())
        {
            case TomlCursor.End:
                return false;
            case ' ' or '\t' or '\n' or '\r':
                return true;
            case '#':
                Comment();
                return true;
            case '[':
                Header();
                break;
            default:
                _cursor.Back();
                Assignment(inline: null);
                break;
        }
        _cursor.SkipBlanks();
        switch (_cursor.Next())
        {
            case TomlCursor.End:
                return false;
            case '#':
                Comment();
                return true;
            case '\n' or '\r':
                return true;
            case var other:
                throw _cursor.Error($"expected a top-level item to end with a newline, comment, or EOF, but got {TomlCursor.Quote(other)} instead");
        }
    }

    private void Comment() => _cursor.While(static rune => rune is not ('\n' or '\r'));

    private void Header()
    {
        bool array = _cursor.Accept('[');
        var key = new List<string>();
        while (true)
        {
            _cursor.SkipBlanks();
            switch (_cursor.Peek())
            {
                case ']' or TomlCursor.End: throw _cursor.Error("unexpected end of table name (table names cannot be empty)");
                case '.': throw _cursor.Error("unexpected table separator (table names cannot be empty)");
            }
            KeyPart(key);
            _cursor.SkipBlanks();
            int end = _cursor.Next();
            if (end == ']')
                break;
            if (end != '.')
                throw _cursor.Error($"expected '.' or ']' to end table name, but got {TomlCursor.Quote(end)} instead");
        }
        if (array && _cursor.Next() is not ']' and var other)
            throw _cursor.Error($"expected end of table array name delimiter ']', but got {TomlCursor.Quote(other)} instead");
        _tables.Open(key, array);
    }

    /// <param name="inline">The inline table that the key is in.</param>
    /// <param name="depth">How deep the value is nested.</param>
    private void Assignment(Dictionary<string, object?>? inline, int depth = 0)
    {
        var context = _tables.Context;
        var key = Key();
        _tables.Key = key[^1];
        for (int i = 0; i + 1 < key.Count; i++)
            _tables.OpenImplicit([.. _tables.Context, key[i]]);
        object? value = Value(inArray: false, depth);
        _tables.Set(key[^1], value);
        if (inline != null)
        {
            for (int i = 0; i + 1 < key.Count; i++)
            {
                if (!inline.TryGetValue(key[i], out object? inner))
                    inline[key[i]] = inner = new Dictionary<string, object?>();
                inline = inner as Dictionary<string, object?> ?? throw _cursor.Error($"{GoQuote.Quote(_tables.Current)} is not a table", _keyLine);
            }
            inline[key[^1]] = value;
        }
        _tables.Context = context;
        // In an inline table the key stays the last one until the table ends.
        if (inline == null)
            _tables.Key = "";
    }

    private List<string> Key()
    {
        _cursor.SkipBlanks();
        switch (_cursor.Peek())
        {
            case '=' or TomlCursor.End: throw _cursor.Error("unexpected '=': key name appears blank");
            case '.': throw _cursor.Error("unexpected '.': keys cannot start with a '.'");
        }
        var key = new List<string>();
        while (true)
        {
            _cursor.SkipBlanks();
            switch (_cursor.Peek())
            {
                case '=' or TomlCursor.End: throw _cursor.Error("unexpected '='");
                case '.': throw _cursor.Error("unexpected '.'");
            }
            KeyPart(key);
            _cursor.SkipBlanks();
            switch (_cursor.Next())
            {
                case '.': break;
                case '=': return key;
                case TomlCursor.End: throw _cursor.Error("unexpected EOF; expected key separator '='");
                case var other: throw _cursor.Unexpected("expected '.' or '=', but got ", other, " instead");
            }
        }
    }

    // A name may come out empty; then what follows is no end of a key, which is reported.
    private void KeyPart(List<string> key)
    {
        int start = _cursor.Position;
        if (_cursor.Peek() is '"' or '\'')
        {
            string part = Quoted(_cursor.Next());
            NoteLine(key);
            key.Add(part);
            return;
        }
        _cursor.While(static rune => rune < 0x80 && (char.IsAsciiLetterOrDigit((char)rune) || rune is '_' or '-'));
        NoteLine(key);
        key.Add(_cursor.From(start));
    }

    private void NoteLine(List<string> key)
    {
        if (key.Count == 0)
            _keyLine = _cursor.Line;
    }
}
