using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Loose conversions as Sprig makes them (github.com/spf13/cast): what cannot be converted is 0.</summary>
internal static class Cast
{
    /// <summary>An int64.</summary>
    public static long ToInt64(object? value) => value switch
    {
        nint i => i,
        long l => l,
        double d => Truncate(d),
        bool b => b ? 1 : 0,
        string s => GoNumber.ParseInt(WithoutZeroDecimals(s), 0, out long number) == GoNumber.Failure.None ? number : 0,
        _ when value is not IGoValue && GoInteger.TrySigned(value, out long signed) => signed,
        _ when GoInteger.TryUnsigned(value, out ulong unsigned) => unchecked((long)unsigned),
        Time.GoEnum e => e.Number,
        _ => 0,
    };

    /// <summary>An int.</summary>
    public static nint ToInt(object? value) => (nint)ToInt64(value);

    /// <summary>A float64.</summary>
    public static double ToFloat64(object? value) => value switch
    {
        double d => d,
        nint i => i,
        long l => l,
        bool b => b ? 1 : 0,
        string s => GoNumber.ParseFloat(s, out double number) == GoNumber.Failure.None ? number : 0,
        _ when value is not IGoValue && GoInteger.TrySigned(value, out long signed) => signed,
        _ when GoInteger.TryUnsigned(value, out ulong unsigned) => unsigned,
        _ => 0,
    };

    /// <summary>Go on amd64: what does not fit is the smallest int64.</summary>
    private static long Truncate(double value) =>
        value is >= long.MinValue and < 9223372036854775808.0 ? (long)value : long.MinValue;

    /// <summary>"3.00" is taken as "3"; "3." and "3.5" stay.</summary>
    private static string WithoutZeroDecimals(string text)
    {
        int i = text.Length;
        while (i > 0 && text[i - 1] == '0')
            i--;
        return i < text.Length && i > 0 && text[i - 1] == '.' ? text[..(i - 1)] : text;
    }

    /// <summary>The text of any value, as Sprig's <c>toString</c> gives it.</summary>
    public static string ToText(CallContext context, object? value) => value switch
    {
        string text => text,
        byte[] bytes => GoString.FromBytes(bytes),
        IGoStringer stringer => stringer.GoText(),
        _ => GoPrinter.Sprint(context, value),
    };

    /// <summary>The texts of a list's items without nils; any other value is a list of one.</summary>
    public static List<string> ToTexts(CallContext context, object? value)
    {
        switch (value)
        {
            case null: return [];
            case List<string> texts: return texts;
        }
        if (!Lists.TryGet(value, out var items))
            return [ToText(context, value)];
        var result = new List<string>(items.Count);
        foreach (object? item in items)
        {
            if (item != null)
                result.Add(ToText(context, item));
        }
        return result;
    }
}
