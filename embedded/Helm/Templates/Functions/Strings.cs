using System.Text;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's string functions. Lengths and places are in bytes, as Go's are.</summary>
internal static partial class Strings
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "hello" => Fn.Of(name, () => "Hello!"),
        "trim" => Fn.Of(name, (string s) => Trim(s)),
        "upper" => Fn.Of(name, (string s) => MapRunes(s, GoUnicode.ToUpper)),
        "lower" => Fn.Of(name, (string s) => MapRunes(s, GoUnicode.ToLower)),
        "title" => Fn.Of(name, (string s) => Title(s)),
        "untitle" => Fn.Of(name, (string s) => Untitle(s)),
        "initials" => Fn.Of(name, (string s) => Initials(s)),
        "swapcase" => Fn.Of(name, (string s) => SwapCase(s)),
        "snakecase" => Fn.Of(name, (string s) => WordCase.Lower(s, '_')),
        "kebabcase" => Fn.Of(name, (string s) => WordCase.Lower(s, '-')),
        "camelcase" => Fn.Of(name, (string s) => WordCase.Pascal(s)),
        "nospace" => Fn.Of(name, (string s) => NoSpace(s)),
        "trunc" => Fn.Of(name, (nint count, string s) => Truncate(count, s)),
        "substr" => Fn.Of(name, (nint start, nint end, string s) => Substring(start, end, s)),
        "abbrev" => Fn.Of(name, (nint width, string s) => width < 4 ? s : Abbreviate(s, 0, (int)Math.Min(width, int.MaxValue))),
        "abbrevboth" => Fn.Of(name, (nint left, nint right, string s) =>
            right < 4 || (left > 0 && right < 7) ? s : Abbreviate(s, (int)Math.Clamp(left, int.MinValue, int.MaxValue), (int)Math.Min(right, int.MaxValue))),
        "repeat" => Fn.In(name, (CallContext c, nint count, string s) => Repeat(c, s, count)),
        "trimall" or "trimAll" => Fn.Of(name, (string cutset, string s) => TrimSet(s, cutset)),
        "trimSuffix" => Fn.Of(name, (string suffix, string s) => suffix.Length > 0 && s.EndsWith(suffix, StringComparison.Ordinal) ? s[..^suffix.Length] : s),
        "trimPrefix" => Fn.Of(name, (string prefix, string s) => s.StartsWith(prefix, StringComparison.Ordinal) ? s[prefix.Length..] : s),
        "contains" => Fn.Of(name, (string part, string s) => s.Contains(part, StringComparison.Ordinal)),
        "hasPrefix" => Fn.Of(name, (string prefix, string s) => s.StartsWith(prefix, StringComparison.Ordinal)),
        "hasSuffix" => Fn.Of(name, (string suffix, string s) => s.EndsWith(suffix, StringComparison.Ordinal)),
        "replace" => Fn.In(name, (CallContext c, string old, string @new, string s) => Replace(c, s, old, @new)),
        "plural" => Fn.Of(name, (string one, string many, nint count) => count == 1 ? one : many),
        "indent" => Fn.In(name, (CallContext c, nint spaces, string s) => Indent(c, spaces, s)),
        "nindent" => Fn.In(name, (CallContext c, nint spaces, string s) => "\n" + Indent(c, spaces, s)),
        "wrap" => Fn.Of(name, (nint width, string s) => Wrap(s, width, "", false)),
        "wrapWith" => Fn.Of(name, (nint width, string line, string s) => Wrap(s, width, line, true)),
        "toString" => Fn.In(name, (CallContext c, object? value) => Cast.ToText(c, value)),
        "toStrings" => Fn.In(name, (CallContext c, object? value) => Cast.ToTexts(c, value)),
        "join" => Fn.In(name, (CallContext c, string separator, object? list) => string.Join(separator, Cast.ToTexts(c, list))),
        "split" => Fn.Of(name, (string separator, string s) => Numbered(Split(s, separator, -1))),
        "splitn" => Fn.Of(name, (string separator, nint count, string s) => Numbered(Split(s, separator, count))),
        "splitList" => Fn.Of(name, (string separator, string s) => Split(s, separator, -1)),
        "quote" => new(name, [Types.GoType.Any], true, (c, a) => Types.Value.Of(Quote(c, a, doubled: true))),
        "squote" => new(name, [Types.GoType.Any], true, (c, a) => Types.Value.Of(Quote(c, a, doubled: false))),
        "cat" => new(name, [Types.GoType.Any], true, (c, a) => Types.Value.Of(Cat(c, a))),
        "shuffle" => Fn.In(name, (CallContext c, string s) => Shuffle(c, s)),
        "randAlphaNum" => Fn.In(name, (CallContext c, nint count) => Chance.Text(c, count, Chance.Letters + Chance.Digits)),
        "randAlpha" => Fn.In(name, (CallContext c, nint count) => Chance.Text(c, count, Chance.Letters)),
        "randNumeric" => Fn.In(name, (CallContext c, nint count) => Chance.Text(c, count, Chance.Digits)),
        "randAscii" => Fn.In(name, (CallContext c, nint count) => Chance.Text(c, count, Chance.Ascii)),
        _ => null,
    };

    private static string MapRunes(string text, Func<int, int> map)
    {
        var to = new StringBuilder(text.Length);
        foreach (int rune in GoString.Runes(text))
            to.AppendRune(map(rune));
        return to.ToString();
    }

    internal static string Trim(string text) => TrimWhere(text, GoUnicode.IsSpace);

    private static string TrimSet(string text, string cutset)
    {
        var set = GoString.Runes(cutset).ToHashSet();
        return TrimWhere(text, set.Contains);
    }

    private static string TrimWhere(string text, Func<int, bool> cut)
    {
        int start = 0, end = text.Length;
        while (start < end && Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out var rune, out int used) is var _ && cut(rune.Value))
            start += used;
        while (end > start && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var rune, out int used) is var _ && cut(rune.Value))
            end -= used;
        return text[start..end];
    }

    /// <summary>
    /// Without blanks. The library takes each byte for a character: where it leaves one out, those that are not ASCII come out mangled.
    /// </summary>
    private static string NoSpace(string text)
    {
        byte[] bytes = GoString.ToBytes(text);
        var to = new StringBuilder(bytes.Length);
        foreach (byte character in bytes)
        {
            if (!GoUnicode.IsSpace(character))
                to.Append((char)character);
        }
        return to.Length == bytes.Length ? text : to.ToString();
    }

    private static string Truncate(nint count, string text)
    {
        int length = GoString.ByteLength(text);
        if (count < 0 && length + count > 0)
            return GoString.Slice(text, (int)(length + count), length);
        return count >= 0 && length > count ? GoString.Slice(text, 0, (int)count) : text;
    }

    private static string Substring(nint start, nint end, string text)
    {
        int length = GoString.ByteLength(text);
        if (start < 0)
        {
            if (end < 0)
                throw OutOfRange($"[:{end}]");
            return end <= length ? GoString.Slice(text, 0, (int)end) : throw OutOfRange($"[:{end}] with length {length}");
        }
        if (end < 0 || end > length)
            return start <= length ? GoString.Slice(text, (int)start, length) : throw OutOfRange($"[{start}:{length}]");
        return start <= end ? GoString.Slice(text, (int)start, (int)end) : throw OutOfRange($"[{start}:{end}]");
    }

    internal static FunctionException OutOfRange(string bounds) => new("runtime error: slice bounds out of range " + bounds);

    internal static string Repeat(CallContext context, string text, nint count)
    {
        if (count < 0)
            throw new FunctionException("strings: negative Repeat count");
        context.Limits.CheckLength(text.Length == 0 ? 0 : (long)Math.Min(count, int.MaxValue) * text.Length);
        return text.Length == 0 ? "" : new StringBuilder().Insert(0, text, (int)count).ToString();
    }

    private static string Replace(CallContext context, string text, string old, string @new)
    {
        if (old.Length > 0)
        {
            if (@new.Length > old.Length)
                context.Limits.CheckLength(text.Length + (long)text.AsSpan().Count(old) * (@new.Length - old.Length));
            return text.Replace(old, @new, StringComparison.Ordinal);
        }
        // Replacing nothing puts the new text around every character.
        context.Limits.CheckLength(text.Length + (text.Length + 1L) * @new.Length);
        var to = new StringBuilder(@new);
        foreach (int rune in GoString.Runes(text))
            to.AppendRune(rune).Append(@new);
        return to.ToString();
    }

    internal static string Indent(CallContext context, nint spaces, string text)
    {
        string pad = Repeat(context, " ", spaces);
        context.Limits.CheckLength(text.Length + (text.AsSpan().Count('\n') + 1L) * pad.Length);
        return pad + text.Replace("\n", "\n" + pad, StringComparison.Ordinal);
    }

    /// <summary>Go's <c>strings.SplitN</c>: a negative count is without limit, an empty separator splits characters.</summary>
    internal static List<string> Split(string text, string separator, nint count)
    {
        if (count == 0)
            return NilStrings();
        var parts = new List<string>();
        int from = 0;
        while (count < 0 || parts.Count < count - 1)
        {
            int at = separator.Length > 0
                ? text.IndexOf(separator, from, StringComparison.Ordinal)
                : from + 1 < text.Length && char.IsSurrogatePair(text[from], text[from + 1]) ? from + 2 : from + 1;
            if (at < 0 || (separator.Length == 0 && at >= text.Length))
                break;
            parts.Add(text[from..at]);
            from = at + separator.Length;
        }
        if (separator.Length > 0 || from < text.Length)
            parts.Add(text[from..]);
        return parts;
    }

    private static List<string> NilStrings() => Types.NilStringList.Instance;

    private static Dictionary<string, string> Numbered(List<string> parts)
    {
        var map = new Dictionary<string, string>(parts.Count);
        for (int i = 0; i < parts.Count; i++)
            map["_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = parts[i];
        return map;
    }

    private static string Quote(CallContext context, ReadOnlySpan<Types.Value> values, bool doubled)
    {
        var to = new StringBuilder();
        foreach (var value in values)
        {
            if (value.Item == null)
                continue;
            if (to.Length > 0)
                to.Append(' ');
            to.Append(doubled ? GoQuote.Quote(Cast.ToText(context, value.Item)) : $"'{GoPrinter.Sprint(context, value.Item)}'");
        }
        return to.ToString();
    }

    private static string Cat(CallContext context, ReadOnlySpan<Types.Value> values)
    {
        var parts = new List<string>();
        foreach (var value in values)
        {
            if (value.Item != null)
                parts.Add(GoPrinter.Sprintf(context, "%v", [value.Item]));
        }
        return string.Join(' ', parts);
    }

    private static string Shuffle(CallContext context, string text)
    {
        int[] runes = [.. GoString.Runes(text)];
        for (int i = runes.Length - 1; i > 0; i--)
        {
            int j = (int)Chance.Below(context, i + 1);
            (runes[i], runes[j]) = (runes[j], runes[i]);
        }
        var to = new StringBuilder(text.Length);
        foreach (int rune in runes)
            to.AppendRune(rune);
        return to.ToString();
    }
}
