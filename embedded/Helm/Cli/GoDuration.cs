using System.Globalization;

namespace Coder.Infra.Helm.Cli;

/// <summary>Go's durations: <c>5m0s</c>, <c>1.5h</c>.</summary>
internal static class GoDuration
{
    /// <summary>Reads a duration that the flags have checked.</summary>
    public static TimeSpan Parse(string text)
    {
        bool negative = text.StartsWith('-');
        var rest = text.AsSpan().TrimStart("+-");
        double seconds = 0;
        while (rest.Length > 0)
        {
            int unit = rest.IndexOfAnyExcept("0123456789.");
            if (unit < 0)
                break; // a bare 0
            int end = rest[unit..].IndexOfAny("0123456789.");
            end = end < 0 ? rest.Length : unit + end;
            seconds += double.Parse(rest[..unit], CultureInfo.InvariantCulture) * rest[unit..end] switch
            {
                "ns" => 1e-9,
                "us" or "µs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1,
                "m" => 60,
                _ => 3600,
            };
            rest = rest[end..];
        }
        return TimeSpan.FromSeconds(negative ? -seconds : seconds);
    }
}
