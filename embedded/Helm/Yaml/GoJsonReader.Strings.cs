using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class GoJsonReader
{
    private string String()
    {
        int start = ++_at;
        while (true)
        {
            char c = Peek();
            if (c == '"')
                return _text[start.._at++];
            if (c == '\\')
                break;
            if (c < ' ')
                throw Unexpected("in string literal");
            _at++;
        }
        var text = new StringBuilder(_text, start, _at - start, Math.Max(16, (_at - start) * 2));
        while (true)
        {
            char c = Peek();
            if (c == '"')
            {
                _at++;
                return WithoutLoneSurrogates(text);
            }
            if (c < ' ')
                throw Unexpected("in string literal");
            _at++;
            text.Append(c == '\\' ? Escape() : c);
        }
    }

    private char Escape()
    {
        char c = PeekInside();
        switch (c)
        {
            case '"' or '\\' or '/': _at++; return c;
            case 'b': _at++; return '\b';
            case 'f': _at++; return '\f';
            case 'n': _at++; return '\n';
            case 'r': _at++; return '\r';
            case 't': _at++; return '\t';
            case 'u': break;
            default: throw Unexpected("in string escape code");
        }
        _at++;
        int value = 0;
        for (int i = 0; i < 4; i++, _at++)
        {
            if (!char.IsAsciiHexDigit(PeekInside()))
                throw Unexpected("in \\u hexadecimal character escape");
            value = value * 16 + Convert.ToInt32(_text[_at].ToString(), 16);
        }
        return (char)value;
    }

    private static string WithoutLoneSurrogates(StringBuilder text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                text[i] = '\ufffd';
        }
        return text.ToString();
    }
}
