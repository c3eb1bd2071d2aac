using System.Globalization;
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
        try
        {
            return new GoDuration(GoDurationText.Parse(text));
        }
        catch (FormatException e)
        {
            throw new FunctionException(e.Message);
        }
    }
}
