namespace Coder.Infra.Helm.Yaml;

/// <summary>Which texts go-yaml takes for a date or a time.</summary>
internal static class YamlTimestamp
{
    /// <summary><c>2006-1-2</c>, alone or with <c>T15:4:5.9Z</c>, <c>t15:4:5+07:00</c> or <c> 15:4:5</c>.</summary>
    public static bool IsTimestamp(string text)
    {
        if (text.Length < 8 || text[4] != '-')
            return false;
        int at = 0;
        if (!Number(text, ref at, 4, 4, out int year) || !Sign(text, ref at, '-') || !Number(text, ref at, 1, 2, out int month)
            || !Sign(text, ref at, '-') || !Number(text, ref at, 1, 2, out int day))
            return false;
        if (month is < 1 or > 12 || day < 1 || day > DaysIn(year, month))
            return false;
        if (at == text.Length)
            return true;
        char separator = text[at++];
        if (separator is not ('T' or 't' or ' ') || !Time(text, ref at))
            return false;
        return separator == ' ' ? at == text.Length : Zone(text, ref at) && at == text.Length;
    }

    private static bool Time(string text, ref int at)
    {
        if (!Number(text, ref at, 1, 2, out int hour) || !Sign(text, ref at, ':') || !Number(text, ref at, 1, 2, out int minute)
            || !Sign(text, ref at, ':') || !Number(text, ref at, 1, 2, out int second) || hour > 23 || minute > 59 || second > 59)
            return false;
        if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
        }
        return true;
    }

    private static bool Zone(string text, ref int at)
    {
        if (at < text.Length && text[at] == 'Z')
        {
            at++;
            return true;
        }
        if (at >= text.Length || text[at] is not ('+' or '-'))
            return false;
        at++;
        return Number(text, ref at, 2, 2, out int hours) && Sign(text, ref at, ':') && Number(text, ref at, 2, 2, out int minutes) && hours <= 24 && minutes < 60;
    }

    private static bool Number(string text, ref int at, int least, int most, out int number)
    {
        number = 0;
        int start = at;
        while (at < text.Length && at - start < most && char.IsAsciiDigit(text[at]))
            number = number * 10 + text[at++] - '0';
        return at - start >= least;
    }

    private static bool Sign(string text, ref int at, char sign) => at < text.Length && text[at++] == sign;

    private static int DaysIn(int year, int month) => year == 0 ? (month == 2 ? 29 : DateTime.DaysInMonth(4, month)) : DateTime.DaysInMonth(year, month);
}
