using System.Text;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>
/// The lexer of Go's text/template with the delimiters <c>{{</c> and <c>}}</c>. It gives tokens one by one; an error is a
/// token too, and ends the text.
/// </summary>
internal sealed partial class Lexer(string input)
{
    private const string LeftDelim = "{{";
    private const string RightDelim = "}}";
    private const string LeftComment = "/*";
    private const string RightComment = "*/";
    private const int TrimMarkerLength = 2;
    private const int Eof = -1;

    private string _input = input;
    private int _position;
    private int _start;
    private int _line = 1;
    private int _startLine = 1;
    private int _parenDepth;
    private bool _insideAction;

    /// <summary>The next token; after the end always <see cref="TokenKind.Eof"/>.</summary>
    public Token Next() => _insideAction ? LexInsideAction() : LexText();

    private Token LexText()
    {
        while (true)
        {
            int found = _input.AsSpan(_position).IndexOf(LeftDelim);
            if (found < 0)
            {
                _position = _input.Length;
                if (_position <= _start)
                    return Emit(TokenKind.Eof);
                CountLines();
                return Emit(TokenKind.Text);
            }
            if (found > 0)
            {
                _position += found;
                int trim = 0;
                if (HasLeftTrimMarker(_position + LeftDelim.Length))
                    trim = _position - _start - _input.AsSpan(_start, _position - _start).TrimEnd(" \t\r\n").Length;
                _position -= trim;
                CountLines();
                var text = Emit(TokenKind.Text);
                _position += trim;
                Ignore();
                if (text.Text.Length > 0)
                    return text;
            }
            // At a left delimiter: a comment is skipped, anything else opens an action.
            _position += LeftDelim.Length;
            int marker = HasLeftTrimMarker(_position) ? TrimMarkerLength : 0;
            if (!_input.AsSpan(_position + marker).StartsWith(LeftComment))
            {
                var delim = Emit(TokenKind.LeftDelim);
                _insideAction = true;
                _position += marker;
                Ignore();
                _parenDepth = 0;
                return delim;
            }
            _position += marker;
            Ignore();
            if (SkipComment() is { } error)
                return error;
        }
    }

    private Token? SkipComment()
    {
        _position += LeftComment.Length;
        int end = _input.AsSpan(_position).IndexOf(RightComment);
        if (end < 0)
            return Error("unclosed comment");
        _position += end + RightComment.Length;
        if (!AtRightDelim(out bool trim))
            return Error("comment ends before closing delimiter");
        if (trim)
            _position += TrimMarkerLength;
        _position += RightDelim.Length;
        if (trim)
            SkipSpaces();
        Ignore();
        return null;
    }

    private Token LexRightDelim()
    {
        AtRightDelim(out bool trim);
        if (trim)
        {
            _position += TrimMarkerLength;
            Ignore();
        }
        _position += RightDelim.Length;
        var token = Emit(TokenKind.RightDelim);
        if (trim)
        {
            SkipSpaces();
            Ignore();
        }
        _insideAction = false;
        return token;
    }

    private void SkipSpaces()
    {
        while (_position < _input.Length && IsSpace(_input[_position]))
            _position++;
    }

    private bool HasLeftTrimMarker(int at) => at + 1 < _input.Length && _input[at] == '-' && IsSpace(_input[at + 1]);

    private bool HasRightTrimMarker(int at) => at + 1 < _input.Length && IsSpace(_input[at]) && _input[at + 1] == '-';

    private bool AtRightDelim(out bool trim)
    {
        trim = HasRightTrimMarker(_position) && _input.AsSpan(_position + TrimMarkerLength).StartsWith(RightDelim);
        return trim || _input.AsSpan(_position).StartsWith(RightDelim);
    }

    private static bool IsSpace(int rune) => rune is ' ' or '\t' or '\r' or '\n';

    private int Peek()
    {
        if (_position >= _input.Length)
            return Eof;
        char c = _input[_position];
        if (!char.IsSurrogate(c))
            return c;
        Rune.DecodeFromUtf16(_input.AsSpan(_position), out var rune, out _);
        return rune.Value;
    }

    /// <summary>Takes a character, as long as it is not the end; a new line counts.</summary>
    private int Take()
    {
        int rune = Peek();
        if (rune == Eof)
            return Eof;
        _position += rune > 0xFFFF ? 2 : 1;
        if (rune == '\n')
            _line++;
        return rune;
    }

    private void CountLines() => _line += _input.AsSpan(_start, _position - _start).Count('\n');

    private void Ignore()
    {
        CountLines();
        _start = _position;
        _startLine = _line;
    }

    private Token Emit(TokenKind kind)
    {
        var token = new Token(kind, _start, kind == TokenKind.Eof ? "EOF" : _input[_start.._position], _startLine);
        _start = _position;
        _startLine = _line;
        return token;
    }

    private Token Error(string message)
    {
        var token = new Token(TokenKind.Error, _start, message, _startLine);
        _start = _position = 0;
        _input = "";
        _insideAction = false;
        return token;
    }
}
