using System.Globalization;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's arithmetic: int64 that wraps around, and decimal for the functions ending in f.</summary>
internal static class Numbers
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "atoi" => Fn.Of(name, (string s) => Atoi(s)),
        "int" => Fn.Of(name, (object? v) => Cast.ToInt(v)),
        "int64" => Fn.Of(name, (object? v) => Cast.ToInt64(v)),
        "float64" => Fn.Of(name, (object? v) => Cast.ToFloat64(v)),
        "toDecimal" => Fn.In(name, (CallContext c, object? v) =>
            GoNumber.ParseInt(GoPrinter.Sprint(c, v), 8, out long number) == GoNumber.Failure.None ? number : 0L),
        "add1" => Fn.Of(name, (object? v) => unchecked(Cast.ToInt64(v) + 1)),
        "add" => Fn.Variadic(name, (object?[] v) => v.Aggregate(0L, (sum, x) => unchecked(sum + Cast.ToInt64(x)))),
        "sub" => Fn.Of(name, (object? a, object? b) => unchecked(Cast.ToInt64(a) - Cast.ToInt64(b))),
        "mul" => Fn.Variadic(name, (object? a, object?[] v) => v.Aggregate(Cast.ToInt64(a), (product, x) => unchecked(product * Cast.ToInt64(x)))),
        "div" => Fn.Of(name, (object? a, object? b) => Divide(Cast.ToInt64(a), Cast.ToInt64(b)).Quotient),
        "mod" => Fn.Of(name, (object? a, object? b) => Divide(Cast.ToInt64(a), Cast.ToInt64(b)).Remainder),
        "max" or "biggest" => Fn.Variadic(name, (object? a, object?[] v) => v.Aggregate(Cast.ToInt64(a), (most, x) => Math.Max(most, Cast.ToInt64(x)))),
        "min" => Fn.Variadic(name, (object? a, object?[] v) => v.Aggregate(Cast.ToInt64(a), (least, x) => Math.Min(least, Cast.ToInt64(x)))),
        "maxf" => Fn.Variadic(name, (object? a, object?[] v) => v.Aggregate(Cast.ToFloat64(a), (most, x) => Math.Max(most, Cast.ToFloat64(x)))),
        "minf" => Fn.Variadic(name, (object? a, object?[] v) => v.Aggregate(Cast.ToFloat64(a), (least, x) => Math.Min(least, Cast.ToFloat64(x)))),
        "add1f" => Fn.Of(name, (object? v) => Decimal(v, [1.0], (a, b) => a + b)),
        "addf" => Fn.Variadic(name, (object?[] v) => Decimal(0.0, v, (a, b) => a + b)),
        "subf" => Fn.Variadic(name, (object? a, object?[] v) => Decimal(a, v, (x, y) => x - y)),
        "mulf" => Fn.Variadic(name, (object? a, object?[] v) => Decimal(a, v, (x, y) => x * y)),
        "divf" => Fn.Variadic(name, (object? a, object?[] v) => Decimal(a, v, (x, y) => x / y)),
        "ceil" => Fn.Of(name, (object? v) => Math.Ceiling(Cast.ToFloat64(v))),
        "floor" => Fn.Of(name, (object? v) => Math.Floor(Cast.ToFloat64(v))),
        "round" => Fn.Variadic(name, (object? v, nint places, double[] on) => Round(Cast.ToFloat64(v), places, on.Length > 0 ? on[0] : 0.5)),
        "until" => Fn.In(name, (CallContext c, nint count) => UntilStep(c, 0, count, count < 0 ? -1 : 1)),
        "untilStep" => Fn.In(name, (CallContext c, nint start, nint stop, nint step) => UntilStep(c, start, stop, step)),
        "seq" => new(name, [GoType.Int], true, (c, a) => Value.Of(Sequence(c, Array.ConvertAll(a.ToArray(), v => (nint)v.Item!)))),
        "randInt" => Fn.In(name, (CallContext c, nint min, nint max) => max > min
            ? (nint)Chance.Below(c, max - min) + min
            : throw new FunctionException("invalid argument to Intn")),
        _ => null,
    };

    private static nint Atoi(string text)
    {
        GoNumber.ParseInt(text, 10, out long number);
        return (nint)number;
    }

    private static (long Quotient, long Remainder) Divide(long a, long b) => b switch
    {
        0 => throw new FunctionException("runtime error: integer divide by zero"),
        // The smallest int64 has no opposite; Go wraps around.
        -1 => (unchecked(-a), 0),
        _ => (a / b, a % b),
    };

    private static double Round(double value, nint places, double on)
    {
        double power = Math.Pow(10, places);
        double digit = power * value;
        double fraction = digit - Math.Truncate(digit);
        return (fraction >= on ? Math.Ceiling(digit) : Math.Floor(digit)) / power;
    }

    private static double Decimal(object? first, object?[] others, Func<GoDecimal, GoDecimal, GoDecimal> operation)
    {
        var result = GoDecimal.Of(Cast.ToFloat64(first));
        foreach (object? other in others)
            result = operation(result, GoDecimal.Of(Cast.ToFloat64(other)));
        return result.ToDouble();
    }

    private static List<nint> UntilStep(CallContext context, nint start, nint stop, nint step)
    {
        var numbers = new List<nint>();
        if (stop < start ? step >= 0 : step <= 0)
            return numbers;
        context.Limits.CheckCount((long)Int128.Min(Int128.Abs(((Int128)stop - start) / step), long.MaxValue));
        for (Int128 i = start; stop < start ? i > stop : i < stop; i += step)
            numbers.Add((nint)i);
        return numbers;
    }

    private static string Sequence(CallContext context, nint[] numbers)
    {
        switch (numbers)
        {
            case [var end]:
                nint direction = end < 1 ? -1 : 1;
                return Text(UntilStep(context, 1, end + direction, direction));
            case [var from, var to]:
                direction = to < from ? -1 : 1;
                return Text(UntilStep(context, from, to + direction, direction));
            case [var from, var step, var to]:
                if (to < from && step > 0)
                    return "";
                return Text(UntilStep(context, from, to + (to < from ? -1 : 1), step));
            default:
                return "";
        }

        static string Text(List<nint> list) => string.Join(' ', list.Select(n => ((long)n).ToString(CultureInfo.InvariantCulture)));
    }
}
