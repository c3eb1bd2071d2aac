using System.Globalization;

namespace Pulumi;

/// <summary>How long a resource's operations may take; the provider decides what is unset.</summary>
public sealed class CustomTimeouts
{
    /// <summary>Time to create.</summary>
    public TimeSpan? Create { get; set; }

    /// <summary>Time to update.</summary>
    public TimeSpan? Update { get; set; }

    /// <summary>Time to delete.</summary>
    public TimeSpan? Delete { get; set; }

    /// <summary>Timeouts as they travel; null where none is set.</summary>
    internal static CustomTimeouts? FromWire(string create, string update, string delete) => create.Length + update.Length + delete.Length == 0
        ? null
        : new CustomTimeouts { Create = FromGoDuration(create), Update = FromGoDuration(update), Delete = FromGoDuration(delete) };

    /// <summary>A time as Go's <c>time.ParseDuration</c> reads it, in nanoseconds (a tick is 100 of them); empty when unset.</summary>
    internal static string ToGoDuration(TimeSpan? time) =>
        time is { Ticks: var ticks } ? ticks.ToString(CultureInfo.InvariantCulture) + "00ns" : "";

    /// <summary>
    /// A time as Go's <c>time.Duration</c> is written (<c>1h30m0.5s</c>); null when empty.
    /// </summary>
    /// <exception cref="FormatException">It is no such time.</exception>
    internal static TimeSpan? FromGoDuration(string text)
    {
        if (text.Length == 0)
            return null;
        var ticks = 0m;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            var unit = digits < 0 ? [] : rest[digits..];
            unit = unit.IndexOfAny("0123456789.") is var next and >= 0 ? unit[..next] : unit;
            if (digits <= 0 || UnitTicks(unit) is not { } scale || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                throw new FormatException($"'{text}' is no duration; expected a number with a unit, as in 90s or 1h30m.");
            ticks += number * scale;
            rest = rest[(digits + unit.Length)..];
        }

        return TimeSpan.FromTicks((long)ticks);
    }

    private static decimal? UnitTicks(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 0.01m,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };
}
