namespace Coder.Infra.Helm.Templates.Time;

/// <summary>The elements a Go layout is made of.</summary>
internal enum TimeElement
{
    None,
    LongMonth,
    Month,
    NumMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    UnderDay,
    ZeroDay,
    UnderYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    UpperPm,
    LowerPm,
    ZoneName,
    IsoZone,
    IsoSecondsZone,
    IsoShortZone,
    IsoColonZone,
    IsoColonSecondsZone,
    NumZone,
    NumSecondsZone,
    NumShortZone,
    NumColonZone,
    NumColonSecondsZone,
    Fraction0,
    Fraction9,
}

/// <summary>Go's layouts, which write the reference time Mon Jan 2 15:04:05 MST 2006 the way it shall look.</summary>
internal static partial class TimeLayout
{
    private static readonly (string Text, TimeElement Element)[] Zones =
    [
        ("-07:00:00", TimeElement.NumColonSecondsZone),
        ("-070000", TimeElement.NumSecondsZone),
        ("-07:00", TimeElement.NumColonZone),
        ("-0700", TimeElement.NumZone),
        ("-07", TimeElement.NumShortZone),
        ("Z07:00:00", TimeElement.IsoColonSecondsZone),
        ("Z070000", TimeElement.IsoSecondsZone),
        ("Z07:00", TimeElement.IsoColonZone),
        ("Z0700", TimeElement.IsoZone),
        ("Z07", TimeElement.IsoShortZone),
    ];

    private static readonly TimeElement[] ZeroElements =
    [
        TimeElement.ZeroMonth, TimeElement.ZeroDay, TimeElement.ZeroHour12, TimeElement.ZeroMinute, TimeElement.ZeroSecond, TimeElement.Year,
    ];

    /// <summary>Finds the next element from <paramref name="from"/>; its place and length.</summary>
    private static TimeElement Next(string layout, int from, out int at, out int length)
    {
        for (at = from; at < layout.Length; at++)
        {
            var element = ElementAt(layout, ref at, out length);
            if (element != TimeElement.None)
                return element;
        }
        length = 0;
        return TimeElement.None;
    }

    private static TimeElement ElementAt(string layout, ref int at, out int length)
    {
        var rest = layout.AsSpan(at);
        switch (rest[0])
        {
            case 'J' when rest.StartsWith("January"): length = 7; return TimeElement.LongMonth;
            case 'J' when rest.StartsWith("Jan") && !LowerAt(rest, 3): length = 3; return TimeElement.Month;
            case 'M' when rest.StartsWith("Monday"): length = 6; return TimeElement.LongWeekday;
            case 'M' when rest.StartsWith("Mon") && !LowerAt(rest, 3): length = 3; return TimeElement.Weekday;
            case 'M' when rest.StartsWith("MST"): length = 3; return TimeElement.ZoneName;
            case '0' when rest.Length >= 2 && rest[1] is >= '1' and <= '6': length = 2; return ZeroElements[rest[1] - '1'];
            case '0' when rest.StartsWith("002"): length = 3; return TimeElement.ZeroYearDay;
            case '1' when rest.StartsWith("15"): length = 2; return TimeElement.Hour;
            case '1': length = 1; return TimeElement.NumMonth;
            case '2' when rest.StartsWith("2006"): length = 4; return TimeElement.LongYear;
            case '2': length = 1; return TimeElement.Day;
            case '_' when rest.StartsWith("_2006"):
                // A literal underscore and the year.
                at++;
                length = 4;
                return TimeElement.LongYear;
            case '_' when rest.StartsWith("_2"): length = 2; return TimeElement.UnderDay;
            case '_' when rest.StartsWith("__2"): length = 3; return TimeElement.UnderYearDay;
            case '3': length = 1; return TimeElement.Hour12;
            case '4': length = 1; return TimeElement.Minute;
            case '5': length = 1; return TimeElement.Second;
            case 'P' when rest.StartsWith("PM"): length = 2; return TimeElement.UpperPm;
            case 'p' when rest.StartsWith("pm"): length = 2; return TimeElement.LowerPm;
            case '-' or 'Z':
                foreach (var (text, element) in Zones)
                {
                    if (rest.StartsWith(text))
                    {
                        length = text.Length;
                        return element;
                    }
                }
                break;
            case '.' or ',' when rest.Length > 1 && rest[1] is '0' or '9':
                int end = 1;
                while (end < rest.Length && rest[end] == rest[1])
                    end++;
                if (end < rest.Length && char.IsAsciiDigit(rest[end]))
                    break;
                length = end;
                return rest[1] == '0' ? TimeElement.Fraction0 : TimeElement.Fraction9;
        }
        length = 0;
        return TimeElement.None;
    }

    private static bool LowerAt(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] is >= 'a' and <= 'z';
}
