
namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>The kinds of token of Go's text/template; those after <see cref="Keyword"/> are keywords.</summary>
internal enum TokenKind
{
    Error,
    Bool,
    Char,
    CharConstant,
    Comment,
    Complex,
    Assign,
    Declare,
    Eof,
    Field,
    Identifier,
    LeftDelim,
    LeftParen,
    Number,
    Pipe,
    RawString,
    RightDelim,
    RightParen,
    Space,
    String,
    Text,
    Variable,
    Keyword,
    Block,
    Break,
    Continue,
    Dot,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

/// <summary>A token: where it starts (UTF-16 index into the text), its text (or the error) and its line.</summary>
internal readonly record struct Token(TokenKind Kind, int Position, string Text, int Line)
{
    /// <summary>As Go prints a token in its messages.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.Eof => "EOF",
        TokenKind.Error => Text,
        > TokenKind.Keyword => $"<{Text}>",
        _ when GoString.ByteLength(Text) > 10 => GoQuote.Quote(FirstRunes(Text, 10)) + "...",
        _ => GoQuote.Quote(Text),
    };

    private static string FirstRunes(string text, int count)
    {
        int at = 0;
        for (; count > 0 && at < text.Length; count--)
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        return text[..at];
    }
}
