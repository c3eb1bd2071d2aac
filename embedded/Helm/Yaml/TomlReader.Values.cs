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
}
