using System.Globalization;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Integers of every Go type, as <c>range</c> counts over them.</summary>
internal static class GoInteger
{
    /// <summary>Whether the value is an integer, and how to make numbers of its type.</summary>
    public static bool TryCount(object value, out long count, out Func<long, object> make)
    {
        (count, make) = value switch
        {
            nint i => (i, n => (nint)n),
            long l => (l, n => n),
            int i => (i, n => (int)n),
            uint u => (u, n => (uint)n),
            byte b => (b, n => (byte)n),
            ulong u => ((long)Math.Min(u, long.MaxValue), n => (ulong)n),
            _ => (0L, (Func<long, object>?)null!),
        };
        return make != null;
    }

    /// <summary>Whether the value is a signed integer; its value.</summary>
    public static bool TrySigned(object? value, out long number)
    {
        (bool found, number) = value switch
        {
            nint i => (true, (long)i),
            long l => (true, l),
            int i => (true, i),
            Time.GoDuration d => (true, d.Nanoseconds),
            Time.GoEnum e => (true, e.Number),
            _ => (false, 0),
        };
        return found;
    }

    /// <summary>Whether the value is an unsigned integer; its value.</summary>
    public static bool TryUnsigned(object? value, out ulong number)
    {
        (bool found, number) = value switch
        {
            ulong u => (true, u),
            uint u => (true, (ulong)u),
            byte b => (true, (ulong)b),
            _ => (false, 0UL),
        };
        return found;
    }

    /// <summary>An integer literal as a value of the wanted type.</summary>
    public static object OfType(long number, Types.GoType type) => type.Kind switch
    {
        Types.GoKind.Int => (object)(nint)number,
        Types.GoKind.Int32 => (int)number,
        _ when type == Time.GoDuration.DurationType => new Time.GoDuration(number),
        _ => number,
    };

    /// <summary>The number in decimal.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
