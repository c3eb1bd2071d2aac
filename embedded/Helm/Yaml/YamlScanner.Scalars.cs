using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class YamlScanner
{
    private YamlToken ScanBlockScalar(bool literal)
    {
        var start = _mark;
        Skip();
        var (chomping, increment) = ScanBlockScalarHeader();
        var text = new StringBuilder();
        var leadingBreak = new StringBuilder();
        var trailingBreaks = new StringBuilder();
        int indent = increment == 0 ? 0 : _indent >= 0 ? _indent + increment : increment;
        var end = ScanBlockScalarBreaks(ref indent, trailingBreaks);
        bool leadingBlank = false;
        while (_mark.Column == indent && !IsEnd(0))
        {
            bool trailingBlank = IsBlank(0);
            bool folded = !literal && !leadingBlank && !trailingBlank && leadingBreak.Length > 0 && leadingBreak[0] == '\n';
            if (!folded)
                text.Append(leadingBreak);
            else if (trailingBreaks.Length == 0)
                text.Append(' ');
            leadingBreak.Clear();
            text.Append(trailingBreaks);
            trailingBreaks.Clear();
            leadingBlank = IsBlank(0);
            ReadToBreak(text);
            if (!IsEnd(0))
                ReadLine(leadingBreak);
            end = ScanBlockScalarBreaks(ref indent, trailingBreaks);
        }
        if (chomping != -1)
            text.Append(leadingBreak);
        if (chomping == 1)
            text.Append(trailingBreaks);
        return new YamlToken(YamlTokenKind.Scalar, start, end, text.ToString());
    }

    private (int Chomping, int Increment) ScanBlockScalarHeader()
    {
        int chomping = Chomping();
        int increment = 0;
        if (char.IsAsciiDigit(At(0)))
        {
            if (At(0) == '0')
                throw Error("found an indentation indicator equal to 0");
            increment = At(0) - '0';
            Skip();
            if (chomping == 0)
                chomping = Chomping();
        }
        while (IsBlank(0))
            Skip();
        if (At(0) == '#')
            while (!IsBreakOrEnd(0))
                Skip();
        if (!IsBreakOrEnd(0))
            throw Error("did not find expected comment or line break");
        SkipLine();
        return (chomping, increment);
    }

    private int Chomping()
    {
        int chomping = At(0) switch { '+' => 1, '-' => -1, _ => 0 };
        if (chomping != 0)
            Skip();
        return chomping;
    }

    private YamlMark ScanBlockScalarBreaks(ref int indent, StringBuilder breaks)
    {
        var end = _mark;
        int deepest = 0;
        while (true)
        {
            while ((indent == 0 || _mark.Column < indent) && At(0) == ' ')
                Skip();
            deepest = Math.Max(deepest, _mark.Column);
            if ((indent == 0 || _mark.Column < indent) && At(0) == '\t')
                throw Error("found a tab character where an indentation space is expected");
            if (!IsBreak(0))
                break;
            ReadLine(breaks);
            end = _mark;
        }
        if (indent == 0)
            indent = Math.Max(Math.Max(deepest, _indent + 1), 1);
        return end;
    }

    private YamlToken ScanFlowScalar(bool single)
    {
        var start = _mark;
        Skip();
        var text = _scalar.Clear();
        var blanks = _blanks.Clear();
        while (true)
        {
            if (_mark.Column == 0 && (IsDocumentIndicator('-') || IsDocumentIndicator('.')))
                throw Error("found unexpected document indicator");
            if (IsEnd(0))
                throw Error("found unexpected end of stream");
            bool leadingBlanks = ScanFlowScalarLine(single, text);
            if (!leadingBlanks && At(0) == (single ? '\'' : '"'))
                break;
            blanks.Start(leadingBlanks);
            ScanBlanks(blanks, -1);
            blanks.FoldInto(text);
        }
        Skip();
        return new YamlToken(YamlTokenKind.Scalar, start, _mark, text.ToString());
    }

    // Reads up to a blank or the closing quote; true where an escaped line break was met.
    private bool ScanFlowScalarLine(bool single, StringBuilder text)
    {
        while (!IsBlankOrEnd(0))
        {
            char c = At(0);
            if (single && c == '\'')
            {
                if (At(1) != '\'')
                    return false;
                text.Append('\'');
                Skip();
                Skip();
            }
            else if (!single && c == '"')
            {
                return false;
            }
            else if (!single && c == '\\')
            {
                if (IsBreak(1))
                {
                    Skip();
                    SkipLine();
                    return true;
                }
                ScanEscape(text);
            }
            else
            {
                Read(text);
            }
        }
        return false;
    }

    private void ScanEscape(StringBuilder text)
    {
        int digits = 0;
        switch (At(1))
        {
            case '0': text.Append('\0'); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 't' or '\t': text.Append('\t'); break;
            case 'n': text.Append('\n'); break;
            case 'v': text.Append('\v'); break;
            case 'f': text.Append('\f'); break;
            case 'r': text.Append('\r'); break;
            case 'e': text.Append('\u001b'); break;
            case ' ' or '"' or '\'' or '\\': text.Append(At(1)); break;
            case 'N': text.Append('\u0085'); break;
            case '_': text.Append('\u00a0'); break;
            case 'L': text.Append('\u2028'); break;
            case 'P': text.Append('\u2029'); break;
            case 'x': digits = 2; break;
            case 'u': digits = 4; break;
            case 'U': digits = 8; break;
            default: throw Error("found unknown escape character");
        }
        Skip();
        Skip();
        if (digits == 0)
            return;
        uint value = 0;
        for (int i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(At(i)))
                throw Error("did not find expected hexdecimal number");
            value = value * 16 + Convert.ToUInt32(At(i).ToString(), 16);
        }
        if (!Rune.IsValid(value))
            throw Error("found invalid Unicode character escape code");
        text.Append(new Rune(value));
        for (int i = 0; i < digits; i++)
            Skip();
    }

    private YamlToken ScanPlainScalar()
    {
        var (start, end) = (_mark, _mark);
        var text = _scalar.Clear();
        var blanks = _blanks.Clear();
        int indent = _indent + 1;
        while (true)
        {
            if (_mark.Column == 0 && (IsDocumentIndicator('-') || IsDocumentIndicator('.')))
                break;
            if (At(0) == '#')
                break;
            while (!IsBlankOrEnd(0) && !EndsPlainScalar())
            {
                blanks.FoldInto(text);
                if (PlainRun() is > 0 and var length)
                {
                    text.Append(_text, _mark.Index, length);
                    _mark = new YamlMark(_mark.Index + length, _mark.Line, _mark.Column + length);
                }
                else
                {
                    Read(text);
                }
                end = _mark;
            }
            if (!(IsBlank(0) || IsBreak(0)))
                break;
            ScanBlanks(blanks, indent);
            if (_flowLevel == 0 && _mark.Column < indent)
                break;
        }
        if (blanks.LeadingBlanks)
            _simpleKeyAllowed = true;
        return new YamlToken(YamlTokenKind.Scalar, start, end, text.ToString(), Plain: true);
    }

    private bool EndsPlainScalar() =>
        (At(0) == ':' && IsBlankOrEnd(1)) || (_flowLevel > 0 && At(0) is ',' or '?' or '[' or ']' or '{' or '}');

    // An indent of -1 means that tabs may stand anywhere.
    private void ScanBlanks(YamlBlanks blanks, int indent)
    {
        while (IsBlank(0) || IsBreak(0))
        {
            if (IsBlank(0))
            {
                if (blanks.LeadingBlanks && _mark.Column < indent && At(0) == '\t')
                    throw Error("found a tab character that violates indentation");
                if (blanks.LeadingBlanks)
                    Skip();
                else
                    Read(blanks.Whitespace);
            }
            else if (!blanks.LeadingBlanks)
            {
                blanks.Whitespace.Clear();
                ReadLine(blanks.LeadingBreak);
                blanks.LeadingBlanks = true;
            }
            else
            {
                ReadLine(blanks.TrailingBreaks);
            }
        }
    }
}
