using System.Globalization;
using System.Numerics;
using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Go's <c>strconv.FormatFloat</c> for float64: formats e, E, f, g, G, x, X, b; precision -1 is the shortest text that reads back.</summary>
internal static class GoFloat
{
    /// <summary>What <c>%v</c> prints.</summary>
    public static string Shortest(double value) => Format(value, 'g', -1);

    /// <summary>Format <c>g</c> of a float32: the shortest text that reads back as one.</summary>
    public static string Shortest32(float value)
    {
        if (!float.IsFinite(value))
            return Shortest(value);
        var (digits, point) = ShortestDigits(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        return (float.IsNegative(value) ? "-" : "") + General(digits, point, 6, 'g');
    }

    /// <summary>Formats a number as Go does; ties round to even on the exact binary value.</summary>
    public static string Format(double value, char format, int precision)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";
        string sign = double.IsNegative(value) ? "-" : "";
        value = Math.Abs(value);
        switch (format)
        {
            case 'b': return sign + Binary(value);
            case 'x' or 'X': return Hexadecimal(value, sign, format, precision);
        }
        bool shortest = precision < 0;
        var (digits, point) = shortest ? ShortestDigits(value.ToString("R", CultureInfo.InvariantCulture)) : ExactDigits(value);
        switch (format)
        {
            case 'e' or 'E':
                if (shortest)
                    precision = Math.Max(digits.Length - 1, 0);
                else
                    (digits, point) = Round(digits, point, precision + 1);
                return sign + Exponent(digits, point, precision, format);
            case 'f':
                if (shortest)
                    precision = Math.Max(digits.Length - point, 0);
                else
                    (digits, point) = Round(digits, point, point + precision);
                return sign + Fixed(digits, point, precision);
            default:
                int decide = precision;
                if (shortest)
                {
                    decide = 6;
                }
                else
                {
                    if (precision == 0)
                        precision = decide = 1;
                    (digits, point) = Round(digits, point, precision);
                    digits = digits.TrimEnd('0');
                    if (decide > digits.Length && digits.Length >= point)
                        decide = digits.Length;
                }
                return sign + General(digits, point, decide, format, shortest ? null : precision);
        }
    }

    /// <summary>With an exponent where it is below -4 or not below a limit.</summary>
    private static string General(string digits, int point, int limit, char format, int? precision = null)
    {
        int exponent = point - 1;
        if (exponent >= -4 && exponent < limit)
            return Fixed(digits, point, Math.Max(digits.Length - point, 0));
        int places = precision is { } given && given <= digits.Length ? given : digits.Length;
        return Exponent(digits, point, Math.Max(places - 1, 0), format == 'g' ? 'e' : 'E');
    }

    /// <summary>The shortest digits that read back, and the position of the decimal point after the first of them.</summary>
    private static (string Digits, int Point) ShortestDigits(string round)
    {
        if (round == "0")
            return ("", 0);
        int e = round.IndexOf('E');
        int exponent = e < 0 ? 0 : int.Parse(round.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? round : round[..e];
        int dot = mantissa.IndexOf('.');
        int point = (dot < 0 ? mantissa.Length : dot) + exponent;
        string digits = dot < 0 ? mantissa : mantissa.Remove(dot, 1);
        int zeros = digits.Length - digits.TrimStart('0').Length;
        return (digits[zeros..].TrimEnd('0'), point - zeros);
    }

    /// <summary>All digits of the exact value.</summary>
    private static (string Digits, int Point) ExactDigits(double value)
    {
        if (value == 0)
            return ("", 0);
        var (mantissa, exponent) = Parts(value);
        if (exponent >= 0)
        {
            string whole = (new BigInteger(mantissa) << exponent).ToString(CultureInfo.InvariantCulture);
            return (whole, whole.Length);
        }
        string scaled = (new BigInteger(mantissa) * BigInteger.Pow(5, -exponent)).ToString(CultureInfo.InvariantCulture);
        return (scaled, scaled.Length + exponent);
    }

    private static (ulong Mantissa, int Exponent) Parts(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        ulong mantissa = (ulong)bits & 0xFFFFFFFFFFFFF;
        return exponent == 0 ? (mantissa, -1074) : (mantissa | (1UL << 52), exponent - 1075);
    }

    /// <summary>Keeps <paramref name="keep"/> digits; a tie goes to the even digit.</summary>
    private static (string Digits, int Point) Round(string digits, int point, int keep)
    {
        if (keep >= digits.Length)
            return (digits, point);
        if (keep < 0)
            return ("", 0);
        bool up = digits[keep] > '5'
            || (digits[keep] == '5' && (digits.AsSpan(keep + 1).ContainsAnyExcept('0') || (keep > 0 && (digits[keep - 1] - '0') % 2 == 1)));
        var kept = digits[..keep].ToCharArray();
        if (!up)
            return (new string(kept), keep == 0 ? 0 : point);
        for (int i = keep - 1; i >= 0; i--)
        {
            if (kept[i] < '9')
            {
                kept[i]++;
                return (new string(kept), point);
            }
            kept[i] = '0';
        }
        return ("1" + new string(kept), point + 1);
    }

    private static string Exponent(string digits, int point, int precision, char e)
    {
        int exponent = digits.Length == 0 ? 0 : point - 1;
        var text = new StringBuilder().Append(digits.Length > 0 ? digits[0] : '0');
        if (precision > 0)
            text.Append('.').Append(digits.Length > 1 ? digits[1..Math.Min(digits.Length, precision + 1)].PadRight(precision, '0') : new string('0', precision));
        return text.Append(e).Append(exponent < 0 ? '-' : '+')
            .Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    private static string Fixed(string digits, int point, int precision)
    {
        var text = new StringBuilder();
        if (point > 0)
            text.Append(digits.Length >= point ? digits[..point] : digits.PadRight(point, '0'));
        else
            text.Append('0');
        if (precision <= 0)
            return text.ToString();
        text.Append('.');
        for (int i = point; i < point + precision; i++)
            text.Append(i >= 0 && i < digits.Length ? digits[i] : '0');
        return text.ToString();
    }

    private static string Binary(double value)
    {
        var (mantissa, exponent) = Parts(value);
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}p{exponent:+0;-0}");
    }

    private static string Hexadecimal(double value, string sign, char format, int precision)
    {
        var (mantissa, exponent) = Parts(value);
        if (mantissa == 0)
        {
            exponent = 0;
        }
        else
        {
            while (mantissa < 1UL << 52)
            {
                mantissa <<= 1;
                exponent--;
            }
            exponent += 52;
        }
        // One hexadecimal digit before the point, up to 13 after it.
        if (precision >= 0 && precision < 13)
        {
            int drop = (13 - precision) * 4;
            ulong extra = mantissa & ((1UL << drop) - 1);
            mantissa >>= drop;
            ulong half = 1UL << (drop - 1);
            if (extra > half || (extra == half && (mantissa & 1) == 1))
                mantissa++;
            mantissa <<= drop;
            if (mantissa >= 1UL << 53)
            {
                mantissa >>= 1;
                exponent++;
            }
        }
        string fraction = (mantissa & 0xFFFFFFFFFFFFF).ToString("x13", CultureInfo.InvariantCulture);
        fraction = precision < 0 ? fraction.TrimEnd('0') : precision > 13 ? fraction.PadRight(precision, '0') : fraction[..precision];
        string text = $"{sign}0x{mantissa >> 52}{(fraction.Length > 0 ? "." : "")}{fraction}p{(exponent < 0 ? '-' : '+')}"
            + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return format == 'X' ? text.ToUpperInvariant() : text;
    }
}
