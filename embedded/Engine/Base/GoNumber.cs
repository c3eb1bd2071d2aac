using System.Globalization;
using System.Text;

namespace Coder.Infra.Engine.Base;

/// <summary>Numbers as Go's <c>encoding/json</c> writes a float64: the shortest digits, an exponent only below 1e-6 and from 1e21.</summary>
internal static class GoNumber
{
    public static string Format(double value)
    {
        if (value == Math.Truncate(value) && Math.Abs(value) < 1e15)
            return value == 0 && double.IsNegative(value) ? "-0" : ((long)value).ToString(CultureInfo.InvariantCulture);
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        var magnitude = Math.Abs(value);
        var exponential = magnitude is < 1e-6 or >= 1e21;
        var at = digits.IndexOf('E', StringComparison.Ordinal);
        if (exponential)
            return at < 0 ? Scientific(digits) : Exponent(digits[..at], int.Parse(digits.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return at < 0 ? digits : Plain(digits[..at], int.Parse(digits.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static string Exponent(string mantissa, int exponent) =>
        // Go writes e-7 and e+21; a one-digit negative exponent loses its leading zero in encoding/json.
        $"{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";

    private static string Scientific(string digits)
    {
        var negative = digits.StartsWith('-');
        var text = digits.TrimStart('-');
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var all = text.Replace(".", "", StringComparison.Ordinal);
        var lead = all.TakeWhile(c => c == '0').Count();
        var exponent = (point < 0 ? text.Length : point) - lead - 1;
        var rest = all[lead..].TrimEnd('0');
        return Exponent((negative ? "-" : "") + (rest.Length > 1 ? $"{rest[0]}.{rest[1..]}" : rest), exponent);
    }

    private static string Plain(string mantissa, int exponent)
    {
        var negative = mantissa.StartsWith('-');
        var text = mantissa.TrimStart('-');
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var all = new StringBuilder(text.Replace(".", "", StringComparison.Ordinal));
        var place = (point < 0 ? text.Length : point) + exponent;
        if (place <= 0)
            all.Insert(0, "0." + new string('0', -place));
        else if (place >= all.Length)
            all.Append('0', place - all.Length);
        else
            all.Insert(place, '.');
        return (negative ? "-" : "") + all;
    }
}
