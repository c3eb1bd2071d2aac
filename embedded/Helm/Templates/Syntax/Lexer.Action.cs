
namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>What is between the delimiters.</summary>
internal sealed partial class Lexer
{
    private Token LexInsideAction()
    {
        if (AtRightDelim(out _))
            return _parenDepth == 0 ? LexRightDelim() : Error("unclosed left paren");
        int rune = Take();
        switch (rune)
        {
            case Eof:
                return Error("unclosed action");
            case ' ' or '\t' or '\r' or '\n':
                return LexSpace();
            case '=':
                return Emit(TokenKind.Assign);
            case ':':
                return Take() == '=' ? Emit(TokenKind.Declare) : Error("expected :=");
            case '|':
                return Emit(TokenKind.Pipe);
            case '"':
                return LexQuoted('"', TokenKind.String, "unterminated quoted string");
            case '\'':
                return LexQuoted('\'', TokenKind.CharConstant, "unterminated character constant");
            case '`':
                return LexRawString();
            case '$':
                return AtTerminator() ? Emit(TokenKind.Variable) : LexFieldOrVariable(TokenKind.Variable);
            case '.' when _position < _input.Length && !char.IsAsciiDigit(_input[_position]):
                return AtTerminator() ? Emit(TokenKind.Dot) : LexFieldOrVariable(TokenKind.Field);
            case '.' or '+' or '-' or (>= '0' and <= '9'):
                _position--;
                return LexNumber();
            case '(':
                _parenDepth++;
                return Emit(TokenKind.LeftParen);
            case ')':
                return --_parenDepth < 0 ? Error("unexpected right paren") : Emit(TokenKind.RightParen);
        }
        if (GoUnicode.IsAlphaNumeric(rune))
            return LexIdentifier();
        return rune < 0x80 && GoUnicode.IsPrint(rune)
            ? Emit(TokenKind.Char)
            : Error("unrecognized character in action: " + GoUnicode.Describe(rune));
    }

    /// <summary>A run of spaces; one space before "-}}" belongs to the trim marker.</summary>
    private Token LexSpace()
    {
        int spaces = 1;
        for (; IsSpace(Peek()); spaces++)
            Take();
        if (HasRightTrimMarker(_position - 1) && _input.AsSpan(_position + 1).StartsWith(RightDelim))
        {
            _position--;
            if (_input[_position] == '\n')
                _line--;
            if (spaces == 1)
                return LexRightDelim();
        }
        return Emit(TokenKind.Space);
    }

    private Token LexIdentifier()
    {
        while (GoUnicode.IsAlphaNumeric(Peek()))
            Take();
        if (!AtTerminator())
            return Error("bad character " + GoUnicode.Describe(Peek()));
        var word = _input.AsSpan(_start, _position - _start);
        if (word is "true" or "false")
            return Emit(TokenKind.Bool);
        return Emit(KindOfWord(word));
    }

    private static TokenKind KindOfWord(ReadOnlySpan<char> word) => word switch
    {
        "." => TokenKind.Dot,
        "block" => TokenKind.Block,
        "break" => TokenKind.Break,
        "continue" => TokenKind.Continue,
        "define" => TokenKind.Define,
        "else" => TokenKind.Else,
        "end" => TokenKind.End,
        "if" => TokenKind.If,
        "nil" => TokenKind.Nil,
        "range" => TokenKind.Range,
        "template" => TokenKind.Template,
        "with" => TokenKind.With,
        _ => TokenKind.Identifier,
    };

    private Token LexFieldOrVariable(TokenKind kind)
    {
        while (GoUnicode.IsAlphaNumeric(Peek()))
            Take();
        return AtTerminator() ? Emit(kind) : Error("bad character " + GoUnicode.Describe(Peek()));
    }

    private bool AtTerminator()
    {
        int rune = Peek();
        return IsSpace(rune) || rune is Eof or '.' or ',' or '|' or ':' or ')' or '('
            || _input.AsSpan(_position).StartsWith(RightDelim);
    }

    private Token LexQuoted(char quote, TokenKind kind, string unterminated)
    {
        while (true)
        {
            int rune = Take();
            if (rune == '\\')
                rune = Take() is var next && next != Eof && next != '\n' ? ' ' : Eof;
            if (rune is Eof or '\n')
                return Error(unterminated);
            if (rune == quote)
                return Emit(kind);
        }
    }

    private Token LexRawString()
    {
        while (true)
        {
            int rune = Take();
            if (rune == Eof)
                return Error("unterminated raw quoted string");
            if (rune == '`')
                return Emit(TokenKind.RawString);
        }
    }

    /// <summary>
    /// A number, by a rough syntax that the parser checks: "089" and "1__0" pass here. "1+2i" is one number.
    /// </summary>
    private Token LexNumber()
    {
        if (!ScanNumber())
            return BadNumber();
        if (Peek() is not ('+' or '-'))
            return Emit(TokenKind.Number);
        return ScanNumber() && _input[_position - 1] == 'i' ? Emit(TokenKind.Complex) : BadNumber();
    }

    private Token BadNumber() => Error("bad number syntax: " + GoQuote.Quote(_input[_start.._position]));

    private bool ScanNumber()
    {
        Accept("+-");
        string digits = "0123456789_";
        if (Accept("0"))
        {
            if (Accept("xX"))
                digits = "0123456789abcdefABCDEF_";
            else if (Accept("oO"))
                digits = "01234567_";
            else if (Accept("bB"))
                digits = "01_";
        }
        AcceptRun(digits);
        if (Accept("."))
            AcceptRun(digits);
        if ((digits.Length == 11 && Accept("eE")) || (digits.Length == 23 && Accept("pP")))
        {
            Accept("+-");
            AcceptRun("0123456789_");
        }
        Accept("i");
        if (!GoUnicode.IsAlphaNumeric(Peek()))
            return true;
        Take();
        return false;
    }

    private bool Accept(string valid)
    {
        if (_position >= _input.Length || !valid.Contains(_input[_position]))
            return false;
        _position++;
        return true;
    }

    private void AcceptRun(string valid)
    {
        while (Accept(valid))
        {
        }
    }
}
