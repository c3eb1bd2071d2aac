using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>The shortest decimal text of a float64 that reads back as the same number, laid out as Go's strconv.FormatFloat does with precision -1.</summary>
public static class GoFloat
{
    /// <summary>Format <c>'g'</c>: numbers below 1e-4 and from 1e6 on are written with an exponent (as Go's %v and go-yaml do).</summary>
    public static string FormatG(double value) => Special(value) ?? General(Digits(value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Format <c>'g'</c> of the number as float32.</summary>
    public static string FormatG32(float value) => Special(value) ?? General(Digits(value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Format <c>'f'</c>: never an exponent.</summary>
    public static string FormatF(double value) => Special(value) ?? Fixed(Digits(value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Format <c>'e'</c>: always an exponent of two digits or more.</summary>
    public static string FormatE(double value) => Special(value) ?? Scientific(Digits(value.ToString("R", CultureInfo.InvariantCulture)));

    private static string? Special(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : null;

    private static string General((bool Negative, string Digits, int Point) number)
    {
        int exponent = number.Point - 1;
        // With the shortest precision Go decides as if the precision were 6.
        return exponent < -4 || exponent >= 6 ? Scientific(number) : Fixed(number);
    }

    private static string Fixed((bool Negative, string Digits, int Point) number)
    {
        var text = new StringBuilder();
        if (number.Negative)
            text.Append('-');
        if (number.Point <= 0)
            return text.Append("0.").Append('0', -number.Point).Append(number.Digits).ToString();
        if (number.Point >= number.Digits.Length)
            return text.Append(number.Digits).Append('0', number.Point - number.Digits.Length).ToString();
        return text.Append(number.Digits, 0, number.Point).Append('.').Append(number.Digits, number.Point, number.Digits.Length - number.Point).ToString();
    }

    private static string Scientific((bool Negative, string Digits, int Point) number)
    {
        var text = new StringBuilder();
        if (number.Negative)
            text.Append('-');
        text.Append(number.Digits[0]);
        if (number.Digits.Length > 1)
            text.Append('.').Append(number.Digits, 1, number.Digits.Length - 1);
        int exponent = number.Digits == "0" ? 0 : number.Point - 1;
        return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(CultureInfo.InvariantCulture, $"{Math.Abs(exponent):00}").ToString();
    }

    // .NET writes the same shortest digits as Go; only the layout is another.
    private static (bool Negative, string Digits, int Point) Digits(string text)
    {
        bool negative = text[0] == '-';
        if (negative)
            text = text[1..];
        int exponent = 0;
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        int point = (dot < 0 ? text.Length : dot) + exponent;
        string digits = dot < 0 ? text : text.Remove(dot, 1);
        string significant = digits.TrimStart('0');
        point -= digits.Length - significant.Length;
        significant = significant.TrimEnd('0');
        return significant.Length == 0 ? (negative, "0", 1) : (negative, significant, point);
    }
}
