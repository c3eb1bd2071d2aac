namespace Coder.Infra.Helm.Go.RegularExpressions;

/// <summary>Escapes and character classes.</summary>
internal sealed partial class RegexParser
{
    private const string WordBoundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoWordBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

    private void Escape(List<RegexNode> items)
    {
        if (_at + 1 < _text.Length)
        {
            switch (_text[_at + 1])
            {
                case 'A': Anchor("\\A"); return;
                case 'z': Anchor("\\z"); return;
                case 'b': Anchor(WordBoundary); return;
                case 'B': Anchor(NoWordBoundary); return;
                case 'Q':
                    _at += 2;
                    int end = _text.IndexOf("\\E", _at, StringComparison.Ordinal);
                    int stop = end < 0 ? _text.Length : end;
                    while (_at < stop)
                        items.Add(new RegexLiteral(Take(), _fold));
                    if (end >= 0)
                        _at += 2;
                    return;
            }
            var shorthand = new RuneClass();
            if (TryShorthand(shorthand))
            {
                items.Add(new RegexClass(shorthand, _fold));
                return;
            }
        }
        items.Add(new RegexLiteral(EscapedRune(), _fold));

        void Anchor(string pattern)
        {
            _at += 2;
            items.Add(new RegexAnchor(pattern));
        }
    }

    /// <summary>\d, \w, \s, \pL and their negations.</summary>
    private bool TryShorthand(RuneClass to)
    {
        if (_at + 1 >= _text.Length || _text[_at] != '\\')
            return false;
        char c = _text[_at + 1];
        switch (char.ToLowerInvariant(c))
        {
            case 'd' or 'w' or 's':
                _at += 2;
                to.AddPerl(char.ToLowerInvariant(c), char.IsAsciiLetterUpper(c));
                return true;
            case 'p':
                UnicodeClass(to);
                return true;
            default:
                return false;
        }
    }

    private void UnicodeClass(RuneClass to)
    {
        int start = _at;
        bool negated = _text[_at + 1] == 'P';
        _at += 2;
        if (_at >= _text.Length)
            throw Error("invalid character class range", _text[start..]);
        string name;
        if (_text[_at] == '{')
        {
            int end = _text.IndexOf('}', _at);
            if (end < 0)
                throw Error("invalid character class range", _text[start..]);
            name = _text[(_at + 1)..end];
            _at = end + 1;
        }
        else
        {
            name = _text[_at..(_at + (char.IsSurrogate(_text[_at]) ? 2 : 1))];
            _at += name.Length;
        }
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }
        if (!to.TryAddUnicode(name, negated))
            throw Error("invalid character class range", _text[start.._at]);
    }

    private int EscapedRune()
    {
        int start = _at++;
        if (_at >= _text.Length)
            throw Error("trailing backslash at end of expression", "");
        int c = Take();
        switch (c)
        {
            case >= '1' and <= '7' when _at >= _text.Length || _text[_at] is < '0' or > '7':
                break;
            case >= '0' and <= '7':
                int octal = c - '0';
                for (int i = 1; i < 3 && _at < _text.Length && _text[_at] is >= '0' and <= '7'; i++)
                    octal = octal * 8 + (_text[_at++] - '0');
                return octal;
            case 'x':
                if (TryHex(out int rune))
                    return rune;
                break;
            case 'a': return '\a';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'v': return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)c):
                return c;
        }
        throw Error("invalid escape sequence", _text[start.._at]);
    }

    private bool TryHex(out int rune)
    {
        rune = 0;
        if (_at >= _text.Length)
            return false;
        if (_text[_at] == '{')
        {
            _at++;
            int digits = 0;
            for (; _at < _text.Length; _at++)
            {
                if (_text[_at] == '}')
                {
                    _at++;
                    return digits > 0;
                }
                if (!char.IsAsciiHexDigit(_text[_at]))
                {
                    _at++;
                    return false;
                }
                rune = rune * 16 + System.Convert.ToInt32(_text[_at].ToString(), 16);
                if (rune > 0x10FFFF)
                {
                    _at++;
                    return false;
                }
                digits++;
            }
            return false;
        }
        // Both characters are taken before either is looked at, which the error shows.
        bool valid = true;
        for (int i = 0; i < 2; i++)
        {
            int digit = _at < _text.Length ? Take() : 0;
            valid &= digit < 0x80 && char.IsAsciiHexDigit((char)digit);
            rune = rune * 16 + (valid ? System.Convert.ToInt32(((char)digit).ToString(), 16) : 0);
        }
        return valid;
    }

    private RuneClass Class()
    {
        int start = _at++;
        var set = new RuneClass();
        if (_at < _text.Length && _text[_at] == '^')
        {
            set.IsNegated = true;
            _at++;
        }
        for (bool first = true; _at >= _text.Length || _text[_at] != ']' || first; first = false)
        {
            if (_at >= _text.Length)
                throw Error("missing closing ]", _text[start..]);
            if (_text.AsSpan(_at).StartsWith("[:") && TryPosix(set))
                continue;
            if (TryShorthand(set))
                continue;
            int from = _at;
            int low = ClassRune(start);
            int high = low;
            if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                high = ClassRune(start);
                if (high < low)
                    throw Error("invalid character class range", _text[from.._at]);
            }
            set.Add(low, high);
        }
        _at++;
        return set;
    }

    private int ClassRune(int start)
    {
        if (_at >= _text.Length)
            throw Error("missing closing ]", _text[start..]);
        return _text[_at] == '\\' ? EscapedRune() : Take();
    }

    private bool TryPosix(RuneClass set)
    {
        int end = _text.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            return false;
        string name = _text[(_at + 2)..end];
        string whole = _text[_at..(end + 2)];
        _at = end + 2;
        bool negated = name.StartsWith('^');
        if (!set.TryAddPosix(negated ? name[1..] : name, negated))
            throw Error("invalid character class range", whole);
        return true;
    }
}
