namespace Coder.Infra.Sandbox.Kubernetes.Base;

/// <summary>A cron expression of five fields (minute, hour, day of month, month, day of week) or a macro such as <c>@daily</c>.</summary>
internal sealed class CronSchedule
{
    static readonly Dictionary<string, string> Macros = new()
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    static readonly (int Low, int High, string[] Names)[] Fields =
    [
        (0, 59, []), (0, 23, []), (1, 31, []),
        (1, 12, ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        (0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    readonly HashSet<int>[] _sets;
    readonly bool _anyDay;
    readonly bool _anyWeekday;

    CronSchedule(HashSet<int>[] sets, bool anyDay, bool anyWeekday) => (_sets, _anyDay, _anyWeekday) = (sets, anyDay, anyWeekday);

    /// <summary>What is wrong with the text, or null.</summary>
    public static string? TryParse(string text, out CronSchedule? schedule)
    {
        schedule = null;
        var fields = Macros.GetValueOrDefault(text, text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5) return $"expected exactly 5 fields, found {fields.Length}: [{string.Join(" ", fields)}]";
        var sets = new HashSet<int>[5];
        for (var i = 0; i < 5; i++)
        {
            if (Parse(fields[i].ToLowerInvariant(), Fields[i].Low, Fields[i].High, Fields[i].Names) is not { } set) return $"failed to parse field \"{fields[i]}\" of \"{text}\"";
            sets[i] = set;
        }
        if (sets[4].Contains(7)) sets[4].Add(0);
        schedule = new CronSchedule(sets, fields[2] is "*" or "?", fields[4] is "*" or "?");
        return null;
    }

    /// <summary>The first time after a moment; null when there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var time = new DateTimeOffset(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, after.Offset).AddMinutes(1);
        var end = after.AddYears(5);
        while (time < end)
        {
            if (!_sets[3].Contains(time.Month)) time = new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, time.Offset).AddMonths(1);
            else if (!IsDay(time)) time = new DateTimeOffset(time.Year, time.Month, time.Day, 0, 0, 0, time.Offset).AddDays(1);
            else if (!_sets[1].Contains(time.Hour)) time = new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, 0, 0, time.Offset).AddHours(1);
            else if (!_sets[0].Contains(time.Minute)) time = time.AddMinutes(1);
            else return time;
        }
        return null;
    }

    /// <summary>Where both days are restricted, either suffices (crontab(5)).</summary>
    bool IsDay(DateTimeOffset time)
    {
        var (day, weekday) = (_sets[2].Contains(time.Day), _sets[4].Contains((int)time.DayOfWeek));
        return _anyDay || _anyWeekday ? day && weekday : day || weekday;
    }

    static HashSet<int>? Parse(string field, int low, int high, string[] names)
    {
        var set = new HashSet<int>();
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var r] => (r, 1),
                [var r, var s] when int.TryParse(s, out var n) && n > 0 => (r, n),
                _ => ("", 0),
            };
            if (step == 0) return null;
            int? from, to;
            if (range is "*" or "?") (from, to) = (low, high);
            else if (range.Split('-') is [var a, var b]) (from, to) = (Value(a, names), Value(b, names));
            else (from, to) = (Value(range, names), part.Contains('/') ? high : Value(range, names));
            if (from is null || to is null || from < low || to > high || from > to) return null;
            for (var i = from.Value; i <= to; i += step) set.Add(i);
        }
        return set;
    }

    static int? Value(string text, string[] names) =>
        int.TryParse(text, out var number) ? number : Array.IndexOf(names, text) is >= 0 and var at && text.Length > 0 ? at : null;
}
