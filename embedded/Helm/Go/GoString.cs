using System.Buffers;
using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>
/// Go strings are bytes, .NET strings are UTF-16. A byte that is not part of valid UTF-8 is kept as a lone surrogate
/// U+DC80..U+DCFF (the idea of Python's "surrogateescape"), so that binary data passes through templates unharmed.
/// </summary>
internal static class GoString
{
    private const char EscapeFirst = '\uDC80';
    private const char EscapeLast = '\uDCFF';

    /// <summary>The text of Go's bytes; bytes that are not UTF-8 are escaped.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out int used) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
                bytes = bytes[used..];
            }
            else
            {
                text.Append((char)(0xDC00 + bytes[0]));
                bytes = bytes[1..];
            }
        }
        return text.ToString();
    }

    /// <summary>Go's bytes of a text: UTF-8, escaped bytes as they were, any other lone surrogate as U+FFFD.</summary>
    public static byte[] ToBytes(string text)
    {
        if (!HasLoneSurrogate(text))
            return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length);
        Span<byte> buffer = stackalloc byte[4];
        for (int i = 0; i < text.Length;)
        {
            if (IsEscape(text, i))
            {
                bytes.Add((byte)(text[i++] - 0xDC00));
                continue;
            }
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int used);
            foreach (byte b in buffer[..rune.EncodeToUtf8(buffer)])
                bytes.Add(b);
            i += used;
        }
        return [.. bytes];
    }

    /// <summary>The text with U+FFFD in place of each byte that is not UTF-8, as Go's JSON has it.</summary>
    public static string WithoutEscapes(string text)
    {
        if (!HasLoneSurrogate(text))
            return text;
        var valid = new StringBuilder(text.Length);
        foreach (int rune in Runes(text))
            valid.AppendRune(rune);
        return valid.ToString();
    }

    /// <summary>Go's <c>len(s)</c>.</summary>
    public static int ByteLength(string text) => System.Text.Ascii.IsValid(text) ? text.Length
        : HasLoneSurrogate(text) ? ToBytes(text).Length : Encoding.UTF8.GetByteCount(text);

    /// <summary>Go's <c>s[from:to]</c>, in bytes; the caller has checked the bounds.</summary>
    public static string Slice(string text, int from, int to) => System.Text.Ascii.IsValid(text)
        ? text[from..to]
        : FromBytes(ToBytes(text).AsSpan(from, to - from));

    /// <summary>Order of Go's <c>&lt;</c>: by bytes, which is by code point (UTF-16 order differs beyond U+FFFF).</summary>
    public static int Compare(string a, string b)
    {
        int n = Math.Min(a.Length, b.Length);
        for (int i = 0; i < n; i++)
        {
            if (a[i] == b[i])
                continue;
            return Weight(a[i]).CompareTo(Weight(b[i]));
        }
        return a.Length.CompareTo(b.Length);

        // Surrogates stand for code points above every other UTF-16 unit.
        static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    /// <summary>A comparer of <see cref="Compare"/>.</summary>
    public static readonly IComparer<string> Order = Comparer<string>.Create(Compare);

    /// <summary>A map's keys in that order.</summary>
    public static string[] SortedKeys(Dictionary<string, object?> map)
    {
        var keys = new string[map.Count];
        map.Keys.CopyTo(keys, 0);
        Array.Sort(keys, Compare);
        return keys;
    }

    /// <summary>Joins escaped bytes that, side by side now, are valid UTF-8 again.</summary>
    public static string Rejoin(string text) => text.AsSpan().IndexOfAnyInRange(EscapeFirst, EscapeLast) < 0 || !HasLoneSurrogate(text)
        ? text
        : FromBytes(ToBytes(text));

    /// <summary>The code points of a text as Go's <c>range</c> sees them: an escaped byte is U+FFFD.</summary>
    public static IEnumerable<int> Runes(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int used);
            i += used;
            yield return rune.Value;
        }
    }

    /// <summary>Go's <c>utf8.RuneCountInString</c>.</summary>
    public static int RuneCount(string text) => System.Text.Ascii.IsValid(text) ? text.Length : Runes(text).Count();

    private static bool IsEscape(string text, int i) => text[i] is >= EscapeFirst and <= EscapeLast
        && (i == 0 || !char.IsHighSurrogate(text[i - 1]));

    /// <summary>Whether the text holds half a pair of surrogates: an escaped byte, or what is no text at all.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        int first = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int i = first < 0 ? text.Length : first; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                return true;
        }
        return false;
    }
}
