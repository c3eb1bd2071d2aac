namespace Coder.Infra.Helm.Yaml;

internal sealed partial class YamlScanner
{
    private char At(int offset) => _mark.Index + offset < _text.Length ? _text[_mark.Index + offset] : '\0';

    private bool IsEnd(int offset) => _mark.Index + offset >= _text.Length;

    private bool IsBlank(int offset) => At(offset) is ' ' or '\t';

    private bool IsBreak(int offset) => YamlCharacters.IsBreak(At(offset));

    private bool IsBreakOrEnd(int offset) => IsEnd(offset) || IsBreak(offset);

    private bool IsBlankOrEnd(int offset) => IsEnd(offset) || IsBlank(offset) || IsBreak(offset);

    private bool IsWord(int offset) => At(offset) is var c && (char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private bool IsDocumentIndicator(char c) => At(0) == c && At(1) == c && At(2) == c && IsBlankOrEnd(3);

    private void Skip()
    {
        // A surrogate pair is one character and one column.
        int width = char.IsHighSurrogate(At(0)) ? 2 : 1;
        _mark = new YamlMark(_mark.Index + width, _mark.Line, _mark.Column + 1);
    }

    private void SkipLine()
    {
        if (!IsBreak(0))
            return;
        int width = At(0) == '\r' && At(1) == '\n' ? 2 : 1;
        _mark = new YamlMark(_mark.Index + width, _mark.Line + 1, 0);
    }

    /// <summary>Appends the character here and goes on.</summary>
    private void Read(System.Text.StringBuilder into)
    {
        char c = At(0);
        into.Append(c);
        if (char.IsHighSurrogate(c))
            into.Append(At(1));
        Skip();
    }

    /// <summary>Appends the rest of the line. The column counts a surrogate pair as two, but behind the line it is 0 again.</summary>
    private void ReadToBreak(System.Text.StringBuilder into)
    {
        int length = LengthToBreak();
        into.Append(_text, _mark.Index, length);
        _mark = new YamlMark(_mark.Index + length, _mark.Line, _mark.Column + length);
    }

    private int LengthToBreak()
    {
        var rest = _text.AsSpan(_mark.Index);
        int length = rest.IndexOfAny(YamlCharacters.Breaks);
        return length < 0 ? rest.Length : length;
    }

    /// <summary>How many characters from here are letters and the like, which mean nothing in a plain scalar wherever they stand.</summary>
    private int PlainRun()
    {
        int at = _mark.Index;
        while (at < _text.Length && _text[at] is > ' ' and <= '~' and not (':' or ',' or '?' or '[' or ']' or '{' or '}'))
            at++;
        return at - _mark.Index;
    }

    /// <summary>Appends the line break here, made a line feed unless it is a Unicode separator.</summary>
    private void ReadLine(System.Text.StringBuilder into)
    {
        char c = At(0);
        into.Append(c is '\u2028' or '\u2029' ? c : '\n');
        SkipLine();
    }
}

/// <summary>Classes of characters in YAML 1.1.</summary>
internal static class YamlCharacters
{
    private const string Forbidden = "yaml: control characters are not allowed";

    /// <summary>The line breaks.</summary>
    public const string Breaks = "\n\r\u0085\u2028\u2029";

    public static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>Throws where the text has a character that YAML does not allow.</summary>
    public static void Check(string text)
    {
        foreach (char c in text)
            if (!IsAllowed(c))
                throw new YamlException(Forbidden);
    }

    public static bool IsAllowed(char c) => c is >= ' ' and <= '~' or '\n' or '\r' or '\t' or '\u0085' or (>= '\u00a0' and <= '\ufffd');
}
