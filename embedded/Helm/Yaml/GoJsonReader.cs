using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Reads JSON with the errors of Go's scanner. Syntax is checked to the end before the type of a value is.</summary>
internal sealed partial class GoJsonReader
{
    private const int MaxDepth = 10000;
    private readonly string _text;
    private int _at;
    private int _depth;
    private string? _fitError;

    private GoJsonReader(string text) => _text = text;

    public static object? Read(string text)
    {
        var reader = new GoJsonReader(text);
        object? value = reader.Value();
        reader.SkipSpace();
        if (reader._at < text.Length)
            throw reader.Unexpected("after top-level value");
        return reader._fitError is { } error ? throw new GoJsonException(error, value) : value;
    }

    /// <summary>Reads one value at the start of the text and returns where it ended, as json.Decoder does.</summary>
    public static object? ReadPrefix(string text, out int end)
    {
        var reader = new GoJsonReader(text);
        object? value = reader.Value();
        end = reader._at;
        return reader._fitError is { } error ? throw new GoJsonException(error, value) : value;
    }

    private object? Value()
    {
        SkipSpace();
        if (_at >= _text.Length)
            throw End();
        char c = _text[_at];
        switch (c)
        {
            case '{': return Object();
            case '[': return Array();
            case '"': return String();
            case 't': Literal("true"); return true;
            case 'f': Literal("false"); return false;
            case 'n': Literal("null"); return null;
            default:
                if (c == '-' || char.IsAsciiDigit(c))
                    return Number();
                throw Unexpected("looking for beginning of value");
        }
    }

    private Dictionary<string, object?> Object()
    {
        Enter();
        var map = new Dictionary<string, object?>();
        SkipSpace();
        if (Peek() == '}')
            return Leave(map);
        while (true)
        {
            SkipSpace();
            if (Peek() != '"')
                throw Unexpected("looking for beginning of object key string");
            string key = String();
            SkipSpace();
            if (Peek() != ':')
                throw Unexpected("after object key");
            _at++;
            map[key] = Value();
            SkipSpace();
            switch (Peek())
            {
                case ',': _at++; break;
                case '}': return Leave(map);
                default: throw Unexpected("after object key:value pair");
            }
        }
    }

    private List<object?> Array()
    {
        Enter();
        var list = new List<object?>();
        SkipSpace();
        if (Peek() == ']')
            return Leave(list);
        while (true)
        {
            list.Add(Value());
            SkipSpace();
            switch (Peek())
            {
                case ',': _at++; break;
                case ']': return Leave(list);
                default: throw Unexpected("after array element");
            }
        }
    }

    private void Enter()
    {
        _at++;
        if (++_depth > MaxDepth)
            throw new GoJsonException("exceeded max depth");
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    private T Leave<T>(T value)
    {
        _at++;
        _depth--;
        return value;
    }

    private void Literal(string literal)
    {
        for (int i = 0; i < literal.Length; i++, _at++)
        {
            if (PeekInside() != literal[i])
                throw Unexpected($"in literal {literal} (expecting '{literal[i]}')");
        }
    }

    private object? Number()
    {
        int start = _at;
        if (_text[_at] == '-')
        {
            _at++;
            if (!char.IsAsciiDigit(PeekInside()))
                throw Unexpected("in numeric literal");
        }
        if (Peek() == '0')
            _at++;
        else
            Digits();
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            if (!char.IsAsciiDigit(PeekInside()))
                throw Unexpected("after decimal point in numeric literal");
            Digits();
        }
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
            Exponent();
        string number = _text[start.._at];
        double value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsInfinity(value))
            return value;
        _fitError ??= $"json: cannot unmarshal number {number} into Go value of type float64";
        return _depth == 0 ? value : null;
    }

    private void Exponent()
    {
        _at++;
        if (PeekInside() is '+' or '-')
            _at++;
        if (!char.IsAsciiDigit(PeekInside()))
            throw Unexpected("in exponent of numeric literal");
        Digits();
    }

    private void Digits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw End();

    // In the middle of a word Go takes the end for a blank, and complains about that.
    private char PeekInside() => _at < _text.Length ? _text[_at] : ' ';

    private static GoJsonException End() => new("unexpected end of JSON input");

    private GoJsonException Unexpected(string context)
    {
        // Go looks at bytes: of a character beyond ASCII the first byte of its UTF-8 is shown, as a character.
        if (_at >= _text.Length)
            return new GoJsonException($"invalid character ' ' {context}");
        Rune.TryGetRuneAt(_text, _at, out var rune);
        Span<byte> bytes = stackalloc byte[4];
        int first = rune.Value < 0x80 ? _text[_at] : rune.EncodeToUtf8(bytes) > 0 ? bytes[0] : 0xef;
        return new GoJsonException($"invalid character {GoQuote.QuoteRune(first)} {context}");
    }
}
