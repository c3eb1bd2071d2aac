using System.Text;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Case of words, abbreviating and wrapping.</summary>
internal static partial class Strings
{
    /// <summary>Go's <c>strings.Title</c>: a letter after anything that is no letter, digit or underscore is upper case.</summary>
    private static string Title(string text)
    {
        var to = new StringBuilder(text.Length);
        int previous = ' ';
        foreach (int rune in GoString.Runes(text))
        {
            to.AppendRune(IsSeparator(previous) ? GoUnicode.ToTitle(rune) : rune);
            previous = rune;
        }
        return to.ToString();

        static bool IsSeparator(int rune)
        {
            if (GoUnicode.IsAlphaNumeric(rune))
                return false;
            return rune < 0x80 || GoUnicode.IsSpace(rune);
        }
    }

    private static string Untitle(string text)
    {
        var to = new StringBuilder(text.Length);
        bool start = true;
        foreach (int rune in GoString.Runes(text))
        {
            to.AppendRune(start ? GoUnicode.ToLower(rune) : rune);
            start = GoUnicode.IsSpace(rune);
        }
        return to.ToString();
    }

    /// <summary>The first byte of every word, each as a character of its own: the library does not know of longer ones.</summary>
    private static string Initials(string text)
    {
        var to = new StringBuilder();
        bool start = true;
        foreach (byte character in GoString.ToBytes(text))
        {
            bool space = GoUnicode.IsSpace(character);
            if (start && !space)
                to.Append((char)character);
            start = space;
        }
        return to.ToString();
    }

    /// <summary>Lower case at the start of a word becomes title case, which differs for a few digraphs.</summary>
    private static string SwapCase(string text)
    {
        bool start = true;
        return MapRunes(text, rune =>
        {
            if (GoUnicode.IsUpper(rune) || GoUnicode.IsTitle(rune))
            {
                start = false;
                return GoUnicode.ToLower(rune);
            }
            if (GoUnicode.IsLower(rune))
            {
                int swapped = start ? GoUnicode.ToTitle(rune) : GoUnicode.ToUpper(rune);
                start = false;
                return swapped;
            }
            start = GoUnicode.IsSpace(rune);
            return rune;
        });
    }

    /// <summary>goutils' <c>AbbreviateFull</c>: dots at the end, and at the start when the offset is beyond 4.</summary>
    private static string Abbreviate(string text, int offset, int width)
    {
        int length = GoString.ByteLength(text);
        if (text.Length == 0 || length <= width)
            return text;
        offset = Math.Min(offset, length);
        if (length - offset < width - 3)
            offset = length - (width - 3);
        if (offset <= 4)
            return GoString.Slice(text, 0, width - 3) + "...";
        if (width < 7)
            return "";
        return offset + width - 3 < length
            ? "..." + Abbreviate(GoString.Slice(text, offset, length), 0, width - 3)
            : "..." + GoString.Slice(text, length - (width - 3), length);
    }

    /// <summary>goutils' <c>WrapCustom</c>: lines break at spaces; longer words are cut only when asked to.</summary>
    private static string Wrap(string text, nint wanted, string newLine, bool cutWords)
    {
        if (text.Length == 0)
            return "";
        byte[] bytes = GoString.ToBytes(text);
        byte[] line = GoString.ToBytes(newLine.Length > 0 ? newLine : "\n");
        int width = (int)Math.Clamp(wanted, 1, int.MaxValue);
        int offset = 0;
        var to = new List<byte>(bytes.Length + 16);
        while (bytes.Length - offset > width)
        {
            if (bytes[offset] == ' ')
            {
                offset++;
                continue;
            }
            int space = bytes.AsSpan(offset, width + 1).LastIndexOf((byte)' ');
            int cut = offset + width;
            int next = cut;
            if (space >= 0)
            {
                cut = offset + space;
                next = cut + 1;
            }
            else if (!cutWords)
            {
                space = bytes.AsSpan(cut).IndexOf((byte)' ');
                if (space < 0)
                    break;
                cut += space;
                next = cut + 1;
            }
            to.AddRange(bytes.AsSpan(offset, cut - offset));
            to.AddRange(line);
            offset = next;
        }
        to.AddRange(bytes.AsSpan(offset));
        return GoString.FromBytes([.. to]);
    }
}
