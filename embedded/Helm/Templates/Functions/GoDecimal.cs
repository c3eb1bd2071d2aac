using System.Globalization;
using System.Numerics;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Decimal numbers as shopspring/decimal has them: exact but for division, which gives 16 places.</summary>
internal readonly record struct GoDecimal(BigInteger Coefficient, int Exponent)
{
    private const int DivisionPlaces = 16;

    /// <summary>The shortest decimal that reads back as the number.</summary>
    public static GoDecimal Of(double value)
    {
        if (!double.IsFinite(value))
            throw new FunctionException("Cannot create a Decimal from " + GoFloat.Shortest(value));
        string text = GoFloat.Format(value, 'e', -1);
        int e = text.IndexOf('e');
        int exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int dot = text.IndexOf('.');
        string digits = dot < 0 ? text[..e] : text[..dot] + text[(dot + 1)..e];
        return new GoDecimal(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent - (dot < 0 ? 0 : e - dot - 1));
    }

    public double ToDouble() => double.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{Coefficient}e{Exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);

    public static GoDecimal operator +(GoDecimal a, GoDecimal b)
    {
        int exponent = Math.Min(a.Exponent, b.Exponent);
        return new GoDecimal(a.Scaled(exponent) + b.Scaled(exponent), exponent);
    }

    public static GoDecimal operator -(GoDecimal a, GoDecimal b) => a + new GoDecimal(-b.Coefficient, b.Exponent);

    public static GoDecimal operator *(GoDecimal a, GoDecimal b) => new(a.Coefficient * b.Coefficient, a.Exponent + b.Exponent);

    /// <summary>Rounded half away from zero.</summary>
    public static GoDecimal operator /(GoDecimal a, GoDecimal b)
    {
        if (b.Coefficient.IsZero)
            throw new FunctionException("decimal division by 0");
        int shift = a.Exponent - b.Exponent + DivisionPlaces;
        var numerator = shift >= 0 ? a.Coefficient * BigInteger.Pow(10, shift) : a.Coefficient;
        var denominator = shift < 0 ? b.Coefficient * BigInteger.Pow(10, -shift) : b.Coefficient;
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        if (BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(denominator))
            quotient += numerator.Sign * denominator.Sign;
        return new GoDecimal(quotient, -DivisionPlaces);
    }

    /// <summary>Whether it is a whole number of steps.</summary>
    public bool IsMultipleOf(GoDecimal step)
    {
        int exponent = Math.Min(Exponent, step.Exponent);
        return (Scaled(exponent) % step.Scaled(exponent)).IsZero;
    }

    private BigInteger Scaled(int exponent) => Coefficient * BigInteger.Pow(10, Exponent - exponent);
}
