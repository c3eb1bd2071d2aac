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

    /// <summary>A time as Go's <c>time.ParseDuration</c> reads it, in nanoseconds (a tick is 100 of them); empty when unset.</summary>
    internal static string ToGoDuration(TimeSpan? time) =>
        time is { Ticks: var ticks } ? ticks.ToString(CultureInfo.InvariantCulture) + "00ns" : "";
}
