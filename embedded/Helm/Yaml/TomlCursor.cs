using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Characters of a TOML document, with the line they are on. What no document may contain ends the reading at once.</summary>
internal sealed class TomlCursor(string text)
{
    /// <summary>Stands for the end; the character itself cannot be in a document.</summary>
    public const int End = 0;

    private int _at;
    private int _previous;
    private int _line = 1;
    private bool _ended;

    /// <summary>What to say in front of an error: the key that is being read.</summary>
    public Func<string> Key { get; init; } = static () => "";

    /// <summary>Where the next character is.</summary>
    public int Position => _at;

    /// <summary>The line, counted from 1.</summary>
    public int Line => _line;

    /// <summary>Takes a character; at the end, <see cref="End"/>.</summary>
    public int Next()
    {
        if (_at >= text.Length)
        {
            _ended = true;
            return End;
        }
        int rune = Look();
        _previous = _at;
        _at += rune > 0xFFFF ? 2 : 1;
        if (rune == '\n')
            _line++;
        return rune;
    }

    /// <summary>Gives the last character back; once after each <see cref="Next"/>.</summary>
    public void Back()
    {
        if (_ended)
        {
            _ended = false;
            return;
        }
        _at = _previous;
        if (text[_at] == '\n')
            _line--;
    }

    public int Peek() => _at >= text.Length ? End : Look();

    public bool Accept(char wanted)
    {
        if (Peek() != wanted)
            return false;
        Next();
        return true;
    }

    /// <summary>Takes characters as long as they are wanted.</summary>
    public void While(Func<int, bool> wanted)
    {
        while (Peek() is not End and var rune && wanted(rune))
            Next();
    }

    public void SkipBlanks() => While(static rune => rune is ' ' or '\t');

    /// <summary>The text from a position up to here.</summary>
    public string From(int start) => text[start.._at];

    /// <summary>An error here; one at the end of the document is on the last line that has something.</summary>
    public TomlException Error(string problem) => Error(problem, _ended && _at > 0 && text[_at - 1] == '\n' ? _line - 1 : _line);

    /// <summary>An error of the character just taken, which may be a line break.</summary>
    public TomlException Unexpected(string expected, int rune, string tail = "") =>
        rune == '\n' ? Error($"{expected}{Quote(rune)}{tail}", _line - 1) : Error($"{expected}{Quote(rune)}{tail}");

    /// <summary>An error on a line.</summary>
    public TomlException Error(string problem, int line)
    {
        string key = Key();
        key = key.Length > 0 ? $" (last key {GoQuote.Quote(key)})" : "";
        return new TomlException(string.Create(CultureInfo.InvariantCulture, $"toml: line {line}{key}: {problem}"));
    }

    /// <summary>A character as Go quotes it.</summary>
    public static string Quote(int rune) => GoQuote.QuoteRune(rune);

    private int Look()
    {
        char c = text[_at];
        if (char.IsSurrogate(c))
        {
            return Rune.TryGetRuneAt(text, _at, out var rune)
                ? rune.Value
                : throw Error(string.Create(CultureInfo.InvariantCulture, $"invalid UTF-8 byte: 0x{c & 0xFF:x2}"));
        }
        bool control = c is (< ' ' and not ('\t' or '\r' or '\n')) or '\x7f' || (c == '\r' && (_at + 1 >= text.Length || text[_at + 1] != '\n'));
        return control ? throw Error(string.Create(CultureInfo.InvariantCulture, $"TOML files cannot contain control characters: '0x{(int)c:x2}'")) : c;
    }
}
