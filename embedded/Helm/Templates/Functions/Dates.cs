using System.Globalization;
using Coder.Infra.Helm.Templates.Time;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's dates. The local zone is UTC.</summary>
internal static class Dates
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "now" => Fn.In(name, (CallContext c) => Now(c)),
        "date" => Fn.In(name, (CallContext c, string layout, object? date) => Format(c, layout, date, "Local")),
        "dateInZone" or "date_in_zone" => Fn.In(name, (CallContext c, string layout, object? date, string zone) => Format(c, layout, date, zone)),
        "htmlDate" => Fn.In(name, (CallContext c, object? date) => Format(c, "2006-01-02", date, "Local")),
        "htmlDateInZone" => Fn.In(name, (CallContext c, object? date, string zone) => Format(c, "2006-01-02", date, zone)),
        "ago" => Fn.In(name, (CallContext c, object? date) => Ago(c, date)),
        "toDate" => Fn.Of(name, (string layout, string text) => ParseOrZero(layout, text)),
        "mustToDate" => Fn.Of(name, (string layout, string text) => TimeLayout.Parse(layout, text)),
        "unixEpoch" => Fn.Of(name, (GoTime date) => date.Unix.ToString(CultureInfo.InvariantCulture)),
        "dateModify" or "date_modify" => Fn.Of(name, (string duration, GoTime date) => Modify(duration, date)),
        "mustDateModify" or "must_date_modify" => Fn.Of(name, (string duration, GoTime date) => date.Add(GoDuration.Parse(duration))),
        "duration" => Fn.Of(name, (object? seconds) => new GoDuration(unchecked(Seconds(seconds) * GoDuration.Second)).GoText()),
        "durationRound" => Fn.In(name, (CallContext c, object? duration) => Coarse(c, duration)),
        _ => null,
    };

    private static GoTime Now(CallContext context) => GoTime.Of(context.Time.GetUtcNow());

    private static GoTime ToTime(CallContext context, object? date) => date switch
    {
        GoTime time => time,
        long seconds => new GoTime(seconds, 0, GoZone.Local),
        nint seconds => new GoTime(seconds, 0, GoZone.Local),
        int seconds => new GoTime(seconds, 0, GoZone.Local),
        _ => Now(context),
    };

    private static string Format(CallContext context, string layout, object? date, string zone) =>
        TimeLayout.Format(ToTime(context, date).In(GoZone.Load(zone) ?? GoZone.Utc), layout);

    private static string Ago(CallContext context, object? date)
    {
        long nanoseconds = Now(context).Sub(ToTime(context, date)).Nanoseconds;
        // Rounded to seconds, half away from zero.
        long rounded = (Math.Abs(nanoseconds) + GoDuration.Second / 2) / GoDuration.Second * GoDuration.Second;
        return new GoDuration(nanoseconds < 0 ? -rounded : rounded).GoText();
    }

    private static GoTime ParseOrZero(string layout, string text)
    {
        try
        {
            return TimeLayout.Parse(layout, text);
        }
        catch (FunctionException)
        {
            return GoTime.Zero;
        }
    }

    private static GoTime Modify(string duration, GoTime date)
    {
        try
        {
            return date.Add(GoDuration.Parse(duration));
        }
        catch (FunctionException)
        {
            return date;
        }
    }

    private static long Seconds(object? value)
    {
        if (value is string text)
        {
            GoNumber.ParseInt(text, 10, out long number);
            return number;
        }
        return value as long? ?? 0;
    }

    /// <summary>The duration in its largest unit only: 2h, 3d, 1mo.</summary>
    private static string Coarse(CallContext context, object? value)
    {
        long nanoseconds = value switch
        {
            string text => TryDuration(text),
            long number => number,
            GoTime time => Now(context).Sub(time).Nanoseconds,
            _ => 0,
        };
        ulong left = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        const ulong Hour = GoDuration.Hour;
        foreach (var (unit, name) in new[]
        {
            (Hour * 24 * 365, "y"), (Hour * 24 * 30, "mo"), (Hour * 24, "d"), (Hour, "h"), ((ulong)GoDuration.Minute, "m"), ((ulong)GoDuration.Second, "s"),
        })
        {
            if (left > unit)
                return (left / unit).ToString(CultureInfo.InvariantCulture) + name;
        }
        return "0s";
    }

    private static long TryDuration(string text)
    {
        try
        {
            return GoDuration.Parse(text).Nanoseconds;
        }
        catch (FunctionException)
        {
            return 0;
        }
    }
}
