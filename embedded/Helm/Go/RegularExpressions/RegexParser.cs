
namespace Coder.Infra.Helm.Go.RegularExpressions;

/// <summary>Parses Go's (RE2's) syntax with the messages of Go's regexp/syntax.</summary>
internal sealed partial class RegexParser
{
    private const int MaxRepeat = 1000;
    private const int MaxNesting = 1000;

    private readonly string _text;
    private readonly RegexNode _root;
    private int _at;
    private int _nesting;
    private bool _fold;
    private bool _multiLine;
    private bool _dotAll;
    private bool _ungreedy;

    public RegexParser(string text)
    {
        _text = text;
        _root = Alternation();
        if (_at < text.Length)
            throw Error("unexpected )", text);
    }

    /// <summary>The names of the groups by number; the whole match and unnamed groups have "".</summary>
    public List<string> GroupNames { get; } = [""];

    private static FunctionException Error(string message, string at) => new($"error parsing regexp: {message}: `{at}`");

    private int Peek() => _at < _text.Length ? RuneAt(_at, out _) : -1;

    private int RuneAt(int at, out int length)
    {
        System.Text.Rune.DecodeFromUtf16(_text.AsSpan(at), out var rune, out length);
        return rune.Value;
    }

    private int Take()
    {
        int rune = RuneAt(_at, out int length);
        _at += length;
        return rune;
    }

    private bool TryTake(string token)
    {
        if (!_text.AsSpan(_at).StartsWith(token))
            return false;
        _at += token.Length;
        return true;
    }

    private RegexNode Alternation()
    {
        if (++_nesting > MaxNesting)
            throw Error("expression nests too deeply", _text);
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(Alternation);
        var choices = new List<RegexNode> { Sequence() };
        while (TryTake("|"))
            choices.Add(Sequence());
        _nesting--;
        return choices.Count == 1 ? choices[0] : new RegexAlternation(choices);
    }

    private RegexSequence Sequence()
    {
        var items = new List<RegexNode>();
        // Where a repetition started that what follows may not repeat again.
        int lastRepeat = -1;
        while (_at < _text.Length && _text[_at] is not ('|' or ')'))
        {
            int start = _at;
            int repeat = -1;
            switch (_text[_at])
            {
                case '(':
                    if (Group() is { } group)
                        items.Add(group);
                    break;
                case '*' or '+' or '?':
                    char op = _text[_at++];
                    Repeat(items, op == '+' ? 1 : 0, op == '?' ? 1 : -1, start, lastRepeat);
                    repeat = start;
                    break;
                case '{':
                    if (!TryCounts(out int min, out int max))
                    {
                        _at = start + 1;
                        items.Add(new RegexLiteral('{', _fold));
                        break;
                    }
                    if (min > MaxRepeat || max > MaxRepeat || (max >= 0 && min > max))
                        throw Error("invalid repeat count", _text[start.._at]);
                    Repeat(items, min, max, start, lastRepeat);
                    repeat = start;
                    break;
                case '[':
                    items.Add(new RegexClass(Class(), _fold));
                    break;
                case '.':
                    _at++;
                    items.Add(new RegexDot(_dotAll));
                    break;
                case '^':
                    _at++;
                    items.Add(new RegexAnchor(_multiLine ? "(?m:^)" : "\\A"));
                    break;
                case '$':
                    _at++;
                    items.Add(new RegexAnchor(_multiLine ? "(?m:$)" : "\\z"));
                    break;
                case '\\':
                    Escape(items);
                    break;
                default:
                    items.Add(new RegexLiteral(Take(), _fold));
                    break;
            }
            lastRepeat = repeat;
        }
        return new RegexSequence(items);
    }

    private void Repeat(List<RegexNode> items, int min, int max, int start, int lastRepeat)
    {
        bool lazy = _ungreedy;
        if (TryTake("?"))
            lazy = !lazy;
        if (lastRepeat >= 0)
            throw Error("invalid nested repetition operator", _text[lastRepeat.._at]);
        if (items.Count == 0)
            throw Error("missing argument to repetition operator", _text[start.._at]);
        var repeated = new RegexRepeat(items[^1], min, max, lazy);
        if ((min >= 2 || max >= 2) && Size(repeated) > MaxRepeat)
            throw Error("invalid repeat count", _text[start.._at]);
        items[^1] = repeated;
    }

    /// <summary>How often counted repetitions, multiplied, repeat what is innermost.</summary>
    private static long Size(RegexNode node) => node switch
    {
        RegexRepeat { Min: >= 2 or 0 or 1, Max: var max, Min: var min } repeat when max >= 2 || min >= 2 => Math.Max(max, min) * Size(repeat.Inner),
        RegexRepeat repeat => Size(repeat.Inner),
        RegexGroup group => Size(group.Inner),
        RegexSequence sequence => sequence.Items.Count == 0 ? 1 : sequence.Items.Max(Size),
        RegexAlternation alternation => alternation.Choices.Max(Size),
        _ => 1,
    };

    /// <summary>{n}, {n,} or {n,m}; anything else is a literal brace. A number that is too large is a count beyond the limit.</summary>
    private bool TryCounts(out int min, out int max)
    {
        max = -1;
        _at++;
        if (!TryNumber(out min))
            return false;
        if (TryTake(","))
        {
            if (_at >= _text.Length || (_text[_at] != '}' && !TryNumber(out max)))
                return false;
        }
        else
        {
            max = min;
        }
        return TryTake("}");
    }

    private bool TryNumber(out int number)
    {
        int start = _at;
        long value = 0;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            value = Math.Min(value * 10 + (_text[_at++] - '0'), 100_000_000);
        number = (int)value;
        // As in Go, a number does not start with a 0 that more digits follow.
        return _at > start && !(_text[start] == '0' && _at > start + 1);
    }

    private RegexNode? Group()
    {
        int start = _at++;
        var flags = (_fold, _multiLine, _dotAll, _ungreedy);
        bool captures = true;
        if (_at < _text.Length && _text[_at] == '?')
        {
            _at = start;
            if (TryName(start))
            {
                captures = true;
            }
            else
            {
                captures = false;
                // Flags without ":" hold until the enclosing group ends.
                if (!Flags(start))
                    return null;
            }
        }
        else
        {
            GroupNames.Add("");
        }
        var inner = Alternation();
        if (!TryTake(")"))
            throw Error("missing closing )", _text);
        (_fold, _multiLine, _dotAll, _ungreedy) = flags;
        return new RegexGroup(inner, captures);
    }

    private bool TryName(int start)
    {
        var rest = _text.AsSpan(start);
        int prefix = rest.Length > 4 && rest.StartsWith("(?P<") ? 4 : rest.Length > 3 && rest.StartsWith("(?<") ? 3 : 0;
        if (prefix == 0)
            return false;
        int end = rest.IndexOf('>');
        if (end < 0)
            throw Error("invalid named capture", rest.ToString());
        string name = rest[prefix..end].ToString();
        if (name.Length == 0 || !GoString.Runes(name).All(r => r == '_' || (r < 0x80 && char.IsAsciiLetterOrDigit((char)r))))
            throw Error("invalid named capture", rest[..(end + 1)].ToString());
        GroupNames.Add(name);
        _at = start + end + 1;
        return true;
    }

    /// <summary>(?flags) and (?flags:…); true when a group opens.</summary>
    private bool Flags(int start)
    {
        _at = start + 2;
        bool value = true, saw = false;
        while (_at < _text.Length)
        {
            switch (Take())
            {
                case 'i': _fold = value; break;
                case 'm': _multiLine = value; break;
                case 's': _dotAll = value; break;
                case 'U': _ungreedy = value; break;
                case '-' when value:
                    value = false;
                    saw = false;
                    continue;
                case ':' when value || saw: return true;
                case ')' when value || saw: return false;
                default: throw Error("invalid or unsupported Perl syntax", _text[start.._at]);
            }
            saw = true;
        }
        throw Error("invalid or unsupported Perl syntax", _text[start..]);
    }
}
