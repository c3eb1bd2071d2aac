using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Go's <c>time.ParseDuration</c>: <c>5m0s</c>, <c>1.5h</c>.</summary>
internal static class GoDurationText
{
    /// <summary>Why the text is no duration, in Go's words; null when it is one.</summary>
    public static string? Problem(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>The duration in nanoseconds.</summary>
    /// <exception cref="FormatException">With Go's message.</exception>
    public static long Parse(string text)
    {
        string rest = text;
        bool negative = rest.StartsWith('-');
        if (negative || rest.StartsWith('+'))
            rest = rest[1..];
        if (rest == "0")
            return 0;
        if (rest.Length == 0)
            throw Invalid(text);
        Int128 sum = 0;
        while (rest.Length > 0)
        {
            string number = Number(rest);
            if (!number.Any(char.IsAsciiDigit))
                throw Invalid(text);
            rest = rest[number.Length..];
            int unitLength = rest.AsSpan().IndexOfAny("0123456789.");
            string unit = unitLength < 0 ? rest : rest[..unitLength];
            if (unit.Length == 0)
                throw new FormatException("time: missing unit in duration " + Quote(text));
            rest = rest[unit.Length..];
            sum += Nanoseconds(number, Factor(unit, text)) ?? throw Invalid(text);
            if (sum > (Int128)long.MaxValue + 1)
                throw Invalid(text);
        }
        if (negative)
            return (long)-sum;
        return sum <= long.MaxValue ? (long)sum : throw Invalid(text);
    }

    /// <summary>Go's <c>time</c> package quotes on its own: bytes beyond ASCII and control characters as \xhh.</summary>
    public static string Quote(string text)
    {
        var to = new StringBuilder("\"");
        foreach (byte b in GoString.ToBytes(text))
        {
            if (b is >= 0x80 or < 0x20)
                to.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
            else if (b is (byte)'"' or (byte)'\\')
                to.Append('\\').Append((char)b);
            else
                to.Append((char)b);
        }
        return to.Append('"').ToString();
    }

    private static string Number(string text)
    {
        int end = 0;
        bool dot = false;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && !dot)))
            dot |= text[end++] == '.';
        return text[..end];
    }

    private static long Factor(string unit, string text) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => throw new FormatException($"time: unknown unit {Quote(unit)} in duration {Quote(text)}"),
    };

    // Null when it is more than a duration can hold. Digits beyond the eighteenth of a fraction are below any unit's nanosecond.
    private static Int128? Nanoseconds(string number, long factor)
    {
        string[] parts = number.Split('.');
        string whole = parts[0].TrimStart('0'), fraction = parts.Length > 1 ? parts[1] : "";
        if (whole.Length > 19)
            return null;
        Int128 value = (whole.Length == 0 ? 0 : Int128.Parse(whole, CultureInfo.InvariantCulture)) * factor;
        if (fraction.Length > 18)
            fraction = fraction[..18];
        Int128 scale = 1;
        foreach (char _ in fraction)
            scale *= 10;
        return fraction.Length == 0 ? value : value + Int128.Parse(fraction, CultureInfo.InvariantCulture) * factor / scale;
    }

    private static FormatException Invalid(string text) => new("time: invalid duration " + Quote(text));
}
