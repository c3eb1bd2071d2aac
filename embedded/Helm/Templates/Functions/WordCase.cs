using System.Text;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Finds words in names, with the rules of the Go library xstrings, for <c>snakecase</c>, <c>kebabcase</c> and <c>camelcase</c>.</summary>
internal static class WordCase
{
    private enum WordKind
    {
        None,
        Number,
        Upper,
        Letters,
        Connector,
        Punctuation,
        Other,
    }

    /// <summary>Words in lower case, joined by the connector.</summary>
    public static string Lower(string text, char connector)
    {
        int[] runes = [.. GoString.Runes(text)];
        var to = new StringBuilder(text.Length + 8);
        int at = 0;
        var word = Next(runes, ref at);
        while (at < runes.Length)
        {
            if (word.Kind != WordKind.Connector)
                Append(to, word, runes, connector);
            var previous = word;
            word = Next(runes, ref at);
            switch (previous.Kind)
            {
                case WordKind.Number:
                    TakeWordOfNumber(to, runes, ref word, ref at, connector);
                    break;
                case WordKind.Connector:
                    Append(to, previous, runes, connector);
                    break;
                case WordKind.Punctuation:
                    break;
                default:
                    if (word.Kind != WordKind.Number)
                    {
                        Connect(to, word.Kind, connector);
                        break;
                    }
                    if (at >= runes.Length)
                        break;
                    var number = word;
                    word = Next(runes, ref at);
                    if (word.Kind != WordKind.Letters)
                    {
                        // The number belongs to the word before: Bld4Floor is bld4_floor.
                        Append(to, number, runes, connector);
                        Connect(to, word.Kind, connector);
                        break;
                    }
                    // The number belongs to the letters after it: HTTP2xx is http_2xx.
                    to.Append(connector);
                    Append(to, number, runes, connector);
                    TakeWordOfNumber(to, runes, ref word, ref at, connector);
                    break;
            }
        }
        Append(to, word, runes, connector);
        return to.ToString();
    }

    private static void TakeWordOfNumber(StringBuilder to, int[] runes, ref (WordKind Kind, int From, int To) word, ref int at, char connector)
    {
        while (word.Kind is WordKind.Letters or WordKind.Number)
        {
            Append(to, word, runes, connector);
            word = Next(runes, ref at);
        }
        if (word.Kind != WordKind.None)
            Connect(to, word.Kind, connector);
    }

    private static void Connect(StringBuilder to, WordKind next, char connector)
    {
        if (next is not (WordKind.Connector or WordKind.Punctuation))
            to.Append(connector);
    }

    private static void Append(StringBuilder to, (WordKind Kind, int From, int To) word, int[] runes, char connector)
    {
        for (int i = word.From; i < word.To; i++)
        {
            if (word.Kind is not (WordKind.Upper or WordKind.Connector))
                to.AppendRune(runes[i]);
            else if (IsConnector(runes[i]))
                to.Append(connector);
            else
                to.AppendRune(GoUnicode.IsUpper(runes[i]) ? GoUnicode.ToLower(runes[i]) : runes[i]);
        }
    }

    private static (WordKind Kind, int From, int To) Next(int[] runes, ref int at)
    {
        int from = at;
        if (at >= runes.Length)
            return (WordKind.None, from, from);
        int first = runes[at++];
        if (IsConnector(first))
            return (WordKind.Connector, from, Run(runes, ref at, IsConnector));
        if (IsPunctuation(first))
            return (WordKind.Punctuation, from, Run(runes, ref at, IsPunctuation));
        if (GoUnicode.IsUpper(first))
        {
            if (at < runes.Length && GoUnicode.IsUpper(runes[at]))
            {
                Run(runes, ref at, GoUnicode.IsUpper);
                // HTTPStatus is HTTP and Status: the last capital belongs to the next word.
                if (at < runes.Length && IsAlphabet(runes[at]))
                    at--;
            }
            else if (at < runes.Length && IsAlphabet(runes[at]))
            {
                Run(runes, ref at, IsLowerAlphabet);
            }
            return (WordKind.Upper, from, at);
        }
        if (IsAlphabet(first))
            return (WordKind.Letters, from, Run(runes, ref at, IsLowerAlphabet));
        if (IsNumber(first))
            return (WordKind.Number, from, Run(runes, ref at, IsNumber));
        return (WordKind.Other, from, Run(runes, ref at, r => !IsConnector(r) && !IsAlphabet(r) && !IsNumber(r) && !IsPunctuation(r)));
    }

    private static int Run(int[] runes, ref int at, Func<int, bool> belongs)
    {
        while (at < runes.Length && belongs(runes[at]))
            at++;
        return at;
    }

    private static bool IsConnector(int rune) => rune is '-' or '_' || GoUnicode.IsSpace(rune);

    private static bool IsPunctuation(int rune) => Rune.IsValid(rune) && Rune.IsPunctuation(new Rune(rune));

    private static bool IsNumber(int rune) => Rune.IsValid(rune) && Rune.IsNumber(new Rune(rune));

    private static bool IsLowerAlphabet(int rune) => IsAlphabet(rune) && !GoUnicode.IsUpper(rune);

    /// <summary>A letter that is not one of the CJK ideographs.</summary>
    private static bool IsAlphabet(int rune) => GoUnicode.IsLetter(rune)
        && rune is not ((>= 0x4E00 and <= 0x9FCC) or (>= 0x3400 and <= 0x4D85) or (>= 0x20000 and <= 0x2B81D));

    /// <summary>Words joined, each with a capital; leading connectors stay.</summary>
    public static string Pascal(string text)
    {
        int[] runes = [.. GoString.Runes(text)];
        var to = new StringBuilder(text.Length);
        if (runes.Length == 0)
            return "";
        int at = 0, current = 0;
        bool afterCapital = false;
        while (at < runes.Length)
        {
            current = runes[at++];
            if (!IsConnector(current))
            {
                afterCapital = GoUnicode.IsUpper(current);
                current = GoUnicode.ToUpper(current);
                break;
            }
            to.AppendRune(current);
        }
        if (at >= runes.Length)
            return to.AppendRune(current).ToString();
        while (at < runes.Length)
        {
            int previous = current;
            current = runes[at++];
            if (IsConnector(current) && IsConnector(previous))
            {
                to.AppendRune(previous);
                continue;
            }
            if (IsConnector(previous))
            {
                afterCapital = GoUnicode.IsUpper(current);
                current = GoUnicode.ToUpper(current);
                continue;
            }
            if (afterCapital)
            {
                if (GoUnicode.IsUpper(current))
                    current = GoUnicode.ToLower(current);
                else
                    afterCapital = false;
            }
            to.AppendRune(previous);
        }
        return to.AppendRune(current).ToString();
    }
}
