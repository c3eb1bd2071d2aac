namespace Coder.Infra.Helm.Templates.Time;

/// <summary>The proleptic Gregorian calendar, for any year (.NET's stops at 1 and 9999).</summary>
internal static class Civil
{
    /// <summary>Days since 1970-01-01 of a date; month and day may be out of range and carry over.</summary>
    public static long Days(long year, long month, long day)
    {
        year += Math.DivRem(month - 1, 12, out long m);
        if (m < 0)
        {
            m += 12;
            year--;
        }
        month = m + 1;
        // Years count from March, so that the leap day is the last.
        long y = month <= 2 ? year - 1 : year;
        long era = (y >= 0 ? y : y - 399) / 400;
        long yearOfEra = y - era * 400;
        long dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468 + (day - 1);
    }

    /// <summary>The date of a day since 1970-01-01.</summary>
    public static (long Year, int Month, int Day) Date(long days)
    {
        days += 719468;
        long era = (days >= 0 ? days : days - 146096) / 146097;
        long dayOfEra = days - era * 146097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * shifted + 2) / 5 + 1));
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(int month, long year) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
