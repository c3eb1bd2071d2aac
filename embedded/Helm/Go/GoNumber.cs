using System.Globalization;
using System.Numerics;

namespace Coder.Infra.Helm.Go;

/// <summary>Go's <c>strconv.ParseInt</c>, <c>ParseUint</c> and <c>ParseFloat</c>.</summary>
internal static class GoNumber
{
    /// <summary>Why a number was not taken.</summary>
    public enum Failure
    {
        /// <summary>It was taken.</summary>
        None,

        /// <summary>Not a number of this syntax.</summary>
        Syntax,

        /// <summary>A number that does not fit.</summary>
        Range,
    }

    /// <summary>Parses an int64; base 0 takes the base from the prefix and allows underscores.</summary>
    public static Failure ParseInt(string text, int radix, out long value)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        string digits = negative || text.StartsWith('+') ? text[1..] : text;
        var failure = ParseMagnitude(digits, radix, text, out ulong magnitude);
        if (failure == Failure.Syntax)
            return failure;
        if (magnitude > (ulong)long.MaxValue + (negative ? 1UL : 0))
        {
            value = negative ? long.MinValue : long.MaxValue;
            return Failure.Range;
        }
        value = unchecked((long)(negative ? 0 - magnitude : magnitude));
        return Failure.None;
    }

    /// <summary>Parses a uint64; no sign is allowed.</summary>
    public static Failure ParseUint(string text, int radix, out ulong value) => ParseMagnitude(text, radix, text, out value);

    /// <summary>One that does not fit gives the largest; as in Go, nothing after the digit at which that shows is looked at.</summary>
    private static Failure ParseMagnitude(string digits, int radix, string whole, out ulong value)
    {
        value = 0;
        if (digits.Length == 0)
            return Failure.Syntax;
        bool prefixed = radix == 0;
        if (prefixed)
        {
            radix = 10;
            if (digits[0] == '0')
            {
                (radix, int skip) = digits.Length >= 3 ? char.ToLowerInvariant(digits[1]) switch
                {
                    'x' => (16, 2),
                    'b' => (2, 2),
                    'o' => (8, 2),
                    _ => (8, 1),
                } : (8, 1);
                digits = digits[skip..];
            }
        }
        bool underscores = false;
        ulong sum = 0;
        foreach (char c in digits)
        {
            if (c == '_' && prefixed)
            {
                underscores = true;
                continue;
            }
            int digit = c is >= '0' and <= '9' ? c - '0' : char.ToLowerInvariant(c) is var l and >= 'a' and <= 'z' ? l - 'a' + 10 : 99;
            if (digit >= radix)
                return Failure.Syntax;
            if (sum > (ulong.MaxValue - (uint)digit) / (uint)radix)
            {
                value = ulong.MaxValue;
                return Failure.Range;
            }
            sum = sum * (uint)radix + (uint)digit;
        }
        if (underscores && !UnderscoresOk(whole))
            return Failure.Syntax;
        value = sum;
        return Failure.None;
    }

    /// <summary>Underscores must stand between digits, or between the base prefix and a digit.</summary>
    private static bool UnderscoresOk(string text)
    {
        char saw = '^';
        int i = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        bool hex = false;
        if (text.Length - i >= 2 && text[i] == '0' && char.ToLowerInvariant(text[i + 1]) is 'b' or 'o' or 'x')
        {
            hex = char.ToLowerInvariant(text[i + 1]) == 'x';
            saw = '0';
            i += 2;
        }
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || (hex && char.IsAsciiHexDigit(text[i])))
            {
                saw = '0';
            }
            else if (text[i] == '_')
            {
                if (saw != '0')
                    return false;
                saw = '_';
            }
            else
            {
                if (saw == '_')
                    return false;
                saw = '!';
            }
        }
        return saw != '_';
    }

    /// <summary>Parses a float64: decimal or hexadecimal, <c>inf</c>, <c>infinity</c>, <c>nan</c>.</summary>
    public static Failure ParseFloat(string text, out double value)
    {
        value = 0;
        string body = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        double sign = text.StartsWith('-') ? -1 : 1;
        switch (body.ToLowerInvariant())
        {
            case "inf" or "infinity": value = sign * double.PositiveInfinity; return Failure.None;
            case "nan" when body.Length == text.Length: value = double.NaN; return Failure.None;
        }
        if (body.Contains('_'))
        {
            if (!UnderscoresOk(text))
                return Failure.Syntax;
            body = body.Replace("_", "");
        }
        if (body.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ParseHex(body[2..], sign, out value);
        if (!IsDecimal(body))
            return Failure.Syntax;
        value = sign * double.Parse(body, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? Failure.Range : Failure.None;
    }

    private static bool IsDecimal(string body)
    {
        int i = 0, digits = 0;
        for (; i < body.Length && char.IsAsciiDigit(body[i]); i++)
            digits++;
        if (i < body.Length && body[i] == '.')
        {
            for (i++; i < body.Length && char.IsAsciiDigit(body[i]); i++)
                digits++;
        }
        if (digits == 0)
            return false;
        if (i < body.Length && body[i] is 'e' or 'E')
        {
            i++;
            if (i < body.Length && body[i] is '+' or '-')
                i++;
            int first = i;
            while (i < body.Length && char.IsAsciiDigit(body[i]))
                i++;
            if (i == first)
                return false;
        }
        return i == body.Length;
    }

    private static Failure ParseHex(string body, double sign, out double value)
    {
        value = 0;
        int p = body.IndexOfAny(['p', 'P']);
        if (p < 0 || !int.TryParse(body[(p + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent))
            return Failure.Syntax;
        string mantissa = body[..p];
        int dot = mantissa.IndexOf('.');
        if (dot >= 0)
        {
            exponent -= 4 * (mantissa.Length - dot - 1);
            mantissa = mantissa.Remove(dot, 1);
        }
        if (mantissa.Length == 0 || !BigInteger.TryParse("0" + mantissa, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            return Failure.Syntax;
        value = sign * Math.ScaleB((double)bits, exponent);
        return double.IsInfinity(value) ? Failure.Range : Failure.None;
    }
}
