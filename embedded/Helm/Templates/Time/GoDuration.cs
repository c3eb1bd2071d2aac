using System.Globalization;
using System.Numerics;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Time;

/// <summary>Go's <c>time.Duration</c>.</summary>
internal sealed record GoDuration(long Nanoseconds) : IGoValue, IGoStringer, IGoMarshaler
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;

    public static readonly GoType DurationType = new("time.Duration", GoKind.Int64)
    {
        IsNamed = true,
        MakeMethods = Methods,
    };

    public GoType Type => DurationType;

    private static TemplateFunction[] Methods() =>
    [
        Fn.Method<GoDuration, string>("String", d => d.GoText()),
        Fn.Method<GoDuration, double>("Hours", d => d.Nanoseconds / (double)Hour),
        Fn.Method<GoDuration, double>("Minutes", d => d.Nanoseconds / (double)Minute),
        Fn.Method<GoDuration, double>("Seconds", d => d.Nanoseconds / (double)Second),
        Fn.Method<GoDuration, long>("Milliseconds", d => d.Nanoseconds / 1_000_000),
        Fn.Method<GoDuration, long>("Microseconds", d => d.Nanoseconds / 1000),
        Fn.Method<GoDuration, long>("Nanoseconds", d => d.Nanoseconds),
        Fn.Method<GoDuration, GoDuration>("Abs", d => new GoDuration(Math.Abs(d.Nanoseconds))),
    ];

    public object? ToPlain() => Nanoseconds;

    /// <summary><c>1h2m3.5s</c>, <c>1.5ms</c>, <c>0s</c>.</summary>
    public string GoText()
    {
        if (Nanoseconds == 0)
            return "0s";
        string sign = Nanoseconds < 0 ? "-" : "";
        ulong value = Nanoseconds < 0 ? unchecked((ulong)-Nanoseconds) : (ulong)Nanoseconds;
        if (value < Second)
        {
            var (unit, places) = value < 1000 ? ("ns", 0) : value < 1_000_000 ? ("µs", 3) : ("ms", 6);
            return sign + Fraction(value, places) + unit;
        }
        ulong seconds = value / Second;
        string text = Fraction(value % Second + seconds % 60 * Second, 9) + "s";
        if (seconds >= 60)
            text = Text(seconds / 60 % 60) + "m" + text;
        if (seconds >= 3600)
            text = Text(seconds / 3600) + "h" + text;
        return sign + text;
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Fraction(ulong value, int places)
    {
        ulong scale = (ulong)Math.Pow(10, places);
        string fraction = Text(value % scale).PadLeft(places, '0').TrimEnd('0');
        return Text(value / scale) + (fraction.Length > 0 && places > 0 ? "." + fraction : "");
    }

    /// <summary>Go's <c>time.ParseDuration</c>.</summary>
    /// <exception cref="FunctionException">With Go's message.</exception>
    public static GoDuration Parse(string text)
    {
        string rest = text;
        bool negative = false;
        if (rest.Length > 0 && rest[0] is '-' or '+')
        {
            negative = rest[0] == '-';
            rest = rest[1..];
        }
        if (rest == "0")
            return new GoDuration(0);
        if (rest.Length == 0)
            throw Invalid(text);
        BigInteger sum = 0;
        while (rest.Length > 0)
        {
            int i = 0;
            while (i < rest.Length && (char.IsAsciiDigit(rest[i]) || (rest[i] == '.' && !rest[..i].Contains('.'))))
                i++;
            string number = rest[..i];
            if (!number.Any(char.IsAsciiDigit))
                throw Invalid(text);
            rest = rest[i..];
            i = 0;
            while (i < rest.Length && rest[i] != '.' && !char.IsAsciiDigit(rest[i]))
                i++;
            if (i == 0)
                throw new FunctionException("time: missing unit in duration " + TimeText.Quote(text));
            string unit = rest[..i];
            rest = rest[i..];
            long factor = unit switch
            {
                "ns" => 1,
                "us" or "µs" or "μs" => 1000,
                "ms" => 1_000_000,
                "s" => Second,
                "m" => Minute,
                "h" => Hour,
                _ => throw new FunctionException($"time: unknown unit {TimeText.Quote(unit)} in duration {TimeText.Quote(text)}"),
            };
            int dot = number.IndexOf('.');
            string whole = dot < 0 ? number : number[..dot];
            string fraction = dot < 0 ? "" : number[(dot + 1)..];
            sum += BigInteger.Parse("0" + whole, CultureInfo.InvariantCulture) * factor;
            if (fraction.Length > 0)
                sum += BigInteger.Parse(fraction, CultureInfo.InvariantCulture) * factor / BigInteger.Pow(10, fraction.Length);
            if (sum > (BigInteger)long.MaxValue + 1)
                throw Invalid(text);
        }
        if (negative)
            return new GoDuration((long)-sum);
        return sum <= long.MaxValue ? new GoDuration((long)sum) : throw Invalid(text);
    }

    private static FunctionException Invalid(string text) => new("time: invalid duration " + TimeText.Quote(text));
}
