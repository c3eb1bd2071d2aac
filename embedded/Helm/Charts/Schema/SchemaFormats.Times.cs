using System.Globalization;
using Coder.Infra.Helm.Templates.Time;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>Dates, times and spans, as RFC 3339 has them.</summary>
internal static partial class SchemaFormats
{
    private static string? Date(string text) => Failure(() => TimeLayout.Parse("2006-01-02", text));

    private static string? DateTime(string text)
    {
        if (GoString.ByteLength(text) < 20)
            return "less than 20 characters long";
        if (text.Length < 11 || text[10] is not ('T' or 't'))
            return "11th character must be t or T";
        if (Date(text[..10]) is { } date)
            return "invalid date element: " + date;
        return Time(text[11..]) is { } time ? "invalid time element: " + time : null;
    }

    private static string? Time(string text)
    {
        if (GoString.ByteLength(text) < 9)
            return "less than 9 characters long";
        if (text.Length < 8 || text[2] != ':' || text[5] != ':')
            return "missing colon in correct place";
        if (Numbers(text[..8], "hour/min/sec", out int[] parts) is { } problem)
            return problem;
        var (hour, minute, second) = (parts[0], parts[1], parts[2]);
        if (hour > 23 || minute > 59 || second > 60)
            return "hour/min/sec out of range";
        string rest = text[8..];
        if (rest.StartsWith('.'))
        {
            string behind = rest[1..].TrimStart(Digits);
            if (behind.Length == rest.Length - 1)
                return "no digits in second fraction";
            rest = behind;
        }
        if (rest is not ("z" or "Z"))
        {
            if (Offset(rest, out int offset) is { } wrong)
                return wrong;
            int minutes = hour * 60 + minute - offset;
            minutes += minutes < 0 ? 24 * 60 : 0;
            (hour, minute) = (minutes / 60, minutes % 60);
        }
        return second >= 60 && (hour != 23 || minute != 59) ? "invalid leap second" : null;
    }

    private static string? Offset(string text, out int minutes)
    {
        minutes = 0;
        if (GoString.ByteLength(text) != 6)
            return "offset must be 6 characters long";
        if (text[0] is not ('+' or '-'))
            return "offset must begin with plus/minus";
        if (text.Length < 6 || text[3] != ':')
            return "missing colon in offset in correct place";
        if (Numbers(text[1..], "hour/min in offset", out int[] parts) is { } problem)
            return problem;
        if (parts[0] > 23 || parts[1] > 59)
            return "hour/min in offset out of range";
        minutes = (text[0] == '+' ? 1 : -1) * (parts[0] * 60 + parts[1]);
        return null;
    }

    private static string? Numbers(string text, string what, out int[] numbers)
    {
        string[] words = text.Split(':');
        numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
                return "invalid " + what;
            if (numbers[i] < 0)
                return "non-positive " + what;
        }
        return null;
    }

    private static string? Duration(string text)
    {
        if (!text.StartsWith('P'))
            return "must start with P";
        text = text[1..];
        if (text.Length == 0)
            return "nothing after P";
        if (text.EndsWith('W'))
            return text.Length == 1 ? "no number in week" : text[..^1].All(char.IsAsciiDigit) ? null : "invalid week";
        string[] all = ["YMD", "HMS"];
        string[] parts = text.Split('T');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0 && parts[i].Length == 0)
                return "no time elements";
            if (i >= all.Length)
                return "more than one T";
            string units = all[i];
            for (string rest = parts[i]; rest.Length > 0;)
            {
                string unit = rest.TrimStart(Digits);
                if (unit.Length == rest.Length)
                    return "missing number";
                if (unit.Length == 0)
                    return "missing unit";
                int at = units.IndexOf(unit[0]);
                if (at < 0)
                    return all[i].Contains(unit[0]) ? $"unit {GoQuote.QuoteRune(unit[0])} out of order" : $"invalid unit {GoQuote.QuoteRune(unit[0])}";
                units = units[(at + 1)..];
                rest = unit[1..];
            }
        }
        return null;
    }

    private static string? Period(string text)
    {
        int slash = text.IndexOf('/');
        if (slash < 0)
            return "missing slash";
        string start = text[..slash], end = text[(slash + 1)..];
        bool byDuration = start.StartsWith('P');
        if ((byDuration ? Duration(start) : DateTime(start)) is { } problem)
            return $"invalid start {(byDuration ? "duration" : "date-time")}: {problem}";
        bool toDuration = !byDuration && end.StartsWith('P');
        return (toDuration ? Duration(end) : DateTime(end)) is { } wrong ? $"invalid end {(toDuration ? "duration" : "date-time")}: {wrong}" : null;
    }
}
