using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Templates.Time;

/// <summary>Writing times.</summary>
internal static partial class TimeLayout
{
    /// <summary>Go's <c>Time.Format</c>.</summary>
    public static string Format(GoTime time, string layout)
    {
        var to = new StringBuilder();
        var date = time.Date;
        int second = time.SecondOfDay;
        var (offset, zone) = time.Zone.At(time.Unix);
        for (int from = 0; ;)
        {
            var element = Next(layout, from, out int at, out int length);
            to.Append(layout, from, at - from);
            if (element == TimeElement.None)
                return to.ToString();
            from = at + length;
            int hour = second / 3600;
            int hour12 = hour % 12 == 0 ? 12 : hour % 12;
            _ = element switch
            {
                TimeElement.Year => to.Append(Zero(Math.Max(date.Year, 0) % 100, 2)),
                TimeElement.LongYear => to.Append(Zero(date.Year, 4)),
                TimeElement.Month => to.Append(TimeText.Months[date.Month - 1].AsSpan(0, 3)),
                TimeElement.LongMonth => to.Append(TimeText.Months[date.Month - 1]),
                TimeElement.NumMonth => to.Append(date.Month),
                TimeElement.ZeroMonth => to.Append(Zero(date.Month, 2)),
                TimeElement.Weekday => to.Append(TimeText.Days[time.Weekday].AsSpan(0, 3)),
                TimeElement.LongWeekday => to.Append(TimeText.Days[time.Weekday]),
                TimeElement.Day => to.Append(date.Day),
                TimeElement.UnderDay => to.Append(Space(date.Day, 2)),
                TimeElement.ZeroDay => to.Append(Zero(date.Day, 2)),
                TimeElement.UnderYearDay => to.Append(Space(time.YearDay, 3)),
                TimeElement.ZeroYearDay => to.Append(Zero(time.YearDay, 3)),
                TimeElement.Hour => to.Append(Zero(hour, 2)),
                TimeElement.Hour12 => to.Append(hour12),
                TimeElement.ZeroHour12 => to.Append(Zero(hour12, 2)),
                TimeElement.Minute => to.Append(second / 60 % 60),
                TimeElement.ZeroMinute => to.Append(Zero(second / 60 % 60, 2)),
                TimeElement.Second => to.Append(second % 60),
                TimeElement.ZeroSecond => to.Append(Zero(second % 60, 2)),
                TimeElement.UpperPm => to.Append(hour >= 12 ? "PM" : "AM"),
                TimeElement.LowerPm => to.Append(hour >= 12 ? "pm" : "am"),
                TimeElement.ZoneName when zone.Length > 0 => to.Append(zone),
                // A zone without a name is written as its offset.
                TimeElement.ZoneName => to.Append(offset < 0 ? '-' : '+').Append(Zero(Math.Abs(offset / 60) / 60, 2)).Append(Zero(Math.Abs(offset / 60) % 60, 2)),
                TimeElement.Fraction0 or TimeElement.Fraction9 => to.Append(Fraction(time.Nanosecond, layout[at], length - 1, element == TimeElement.Fraction9)),
                _ => AppendOffset(to, element, offset),
            };
        }
    }

    private static bool IsIso(TimeElement element) => element is TimeElement.IsoZone or TimeElement.IsoSecondsZone
        or TimeElement.IsoShortZone or TimeElement.IsoColonZone or TimeElement.IsoColonSecondsZone;

    private static StringBuilder AppendOffset(StringBuilder to, TimeElement element, int offset)
    {
        if (offset == 0 && IsIso(element))
            return to.Append('Z');
        int minutes = Math.Abs(offset / 60);
        string colon = element is TimeElement.IsoColonZone or TimeElement.NumColonZone or TimeElement.IsoColonSecondsZone or TimeElement.NumColonSecondsZone ? ":" : "";
        to.Append(offset < 0 ? '-' : '+').Append(Zero(minutes / 60, 2));
        if (element is not (TimeElement.IsoShortZone or TimeElement.NumShortZone))
            to.Append(colon).Append(Zero(minutes % 60, 2));
        if (element is TimeElement.IsoSecondsZone or TimeElement.NumSecondsZone or TimeElement.IsoColonSecondsZone or TimeElement.NumColonSecondsZone)
            to.Append(colon).Append(Zero(Math.Abs(offset) % 60, 2));
        return to;
    }

    private static string Fraction(int nanosecond, char point, int digits, bool trim)
    {
        string text = Zero(nanosecond, 9);
        text = text[..Math.Min(digits, 9)];
        if (trim)
            text = text.TrimEnd('0');
        return text.Length == 0 && trim ? "" : point + text;
    }

    private static string Zero(long number, int width) => (number < 0 ? "-" : "") + Math.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static string Space(long number, int width) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
}
