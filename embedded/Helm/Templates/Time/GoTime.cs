using System.Globalization;
using System.Text;
using Coder.Infra.Helm.Templates.Types;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Templates.Time;

/// <summary>Go's <c>time.Time</c>: seconds since 1970, nanoseconds and a zone.</summary>
internal sealed class GoTime(long unix, int nanosecond, GoZone zone) : IGoValue, IGoStringer, IGoMarshaler, IGoOpaque, IEquatable<GoTime>
{
    // The names that BurntSushi's library gives to the zones of local times.
    private const string LocalDateTimeZone = "datetime-local";
    private const string LocalDateZone = "date-local";
    private const string LocalTimeZone = "time-local";

    private const long ZeroUnix = -62135596800; // 0001-01-01

    public static readonly GoType TimeType = new("time.Time", GoKind.Struct)
    {
        IsNamed = true,
        MakeMethods = AllMethods,
    };

    /// <summary>Go's zero time.</summary>
    public static readonly GoTime Zero = new(ZeroUnix, 0, GoZone.Utc);

    public GoType Type => TimeType;

    /// <inheritdoc/>
    public (string Name, object? Value)[] Fields =>
        [("wall", (ulong)Nanosecond), ("ext", Unix - ZeroUnix), ("loc", Zone == GoZone.Utc || Zone == GoZone.Local ? null : Zone.Name)];

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long Unix { get; } = unix;

    public int Nanosecond { get; } = nanosecond;

    public GoZone Zone { get; } = zone;

    private long Local => Unix + Zone.At(Unix).Offset;

    /// <summary>The date in the time's zone.</summary>
    public (long Year, int Month, int Day) Date => Civil.Date(FloorDiv(Local, 86400));

    /// <summary>The second of the day in the time's zone.</summary>
    public int SecondOfDay => (int)(Local - FloorDiv(Local, 86400) * 86400);

    public int Weekday => (int)(((FloorDiv(Local, 86400) + 4) % 7 + 7) % 7);

    public int YearDay => (int)(FloorDiv(Local, 86400) - Civil.Days(Date.Year, 1, 1)) + 1;

    private static long FloorDiv(long a, long b) => a / b - (a % b < 0 ? 1 : 0);

    /// <summary>The time of a wall clock in a zone; all parts may be out of range and carry over.</summary>
    public static GoTime At(long year, long month, long day, long secondOfDay, int nanosecond, GoZone zone)
    {
        long local = Civil.Days(year, month, day) * 86400 + secondOfDay;
        long unix = local - zone.At(local).Offset;
        // Around a change of offset the first guess may be on its other side.
        int offset = zone.At(unix).Offset;
        return new GoTime(local - offset, nanosecond, zone);
    }

    /// <summary>The time of a .NET clock, in the local zone.</summary>
    public static GoTime Of(DateTimeOffset time)
    {
        long seconds = time.ToUnixTimeSeconds();
        return new GoTime(seconds, (int)((time - DateTimeOffset.FromUnixTimeSeconds(seconds)).Ticks * 100), GoZone.Local);
    }

    public GoTime In(GoZone zone) => new(Unix, Nanosecond, zone);

    public GoTime Add(GoDuration duration)
    {
        long nanoseconds = Nanosecond + duration.Nanoseconds % GoDuration.Second;
        long carry = FloorDiv(nanoseconds, GoDuration.Second);
        return new GoTime(Unix + duration.Nanoseconds / GoDuration.Second + carry, (int)(nanoseconds - carry * GoDuration.Second), Zone);
    }

    public GoDuration Sub(GoTime other)
    {
        var difference = (Int128)(Unix - other.Unix) * GoDuration.Second + (Nanosecond - other.Nanosecond);
        return new GoDuration((long)Int128.Clamp(difference, long.MinValue, long.MaxValue));
    }

    private GoTime AddDate(nint years, nint months, nint days)
    {
        var (year, month, day) = Date;
        return At(year + years, month + months, day + days, SecondOfDay, Nanosecond, Zone);
    }

    private int CompareTo(GoTime other) => Unix != other.Unix ? Unix.CompareTo(other.Unix) : Nanosecond.CompareTo(other.Nanosecond);

    private static TemplateFunction[] AllMethods() =>
    [
        Fn.Method<GoTime, nint>("Year", t => (nint)t.Date.Year),
        Fn.Method<GoTime, GoEnum>("Month", t => GoEnum.Month(t.Date.Month)),
        Fn.Method<GoTime, nint>("Day", t => t.Date.Day),
        Fn.Method<GoTime, nint>("Hour", t => t.SecondOfDay / 3600),
        Fn.Method<GoTime, nint>("Minute", t => t.SecondOfDay / 60 % 60),
        Fn.Method<GoTime, nint>("Second", t => t.SecondOfDay % 60),
        Fn.Method<GoTime, nint>("Nanosecond", t => t.Nanosecond),
        Fn.Method<GoTime, GoEnum>("Weekday", t => GoEnum.Weekday(t.Weekday)),
        Fn.Method<GoTime, nint>("YearDay", t => t.YearDay),
        Fn.Method<GoTime, long>("Unix", t => t.Unix),
        Fn.Method<GoTime, long>("UnixMilli", t => unchecked(t.Unix * 1000 + t.Nanosecond / 1_000_000)),
        Fn.Method<GoTime, long>("UnixMicro", t => unchecked(t.Unix * 1_000_000 + t.Nanosecond / 1000)),
        Fn.Method<GoTime, long>("UnixNano", t => unchecked(t.Unix * GoDuration.Second + t.Nanosecond)),
        Fn.Method<GoTime, string, string>("Format", (t, layout) => TimeLayout.Format(t, layout)),
        Fn.Method<GoTime, string>("String", t => t.GoText()),
        Fn.Method<GoTime, string>("GoString", t => t.GoSyntax()),
        Fn.Method<GoTime, GoDuration, GoTime>("Add", (t, d) => t.Add(d)),
        Fn.Method<GoTime, nint, nint, nint, GoTime>("AddDate", (t, y, m, d) => t.AddDate(y, m, d)),
        Fn.Method<GoTime, GoTime, GoDuration>("Sub", (t, other) => t.Sub(other)),
        Fn.Method<GoTime, GoTime, bool>("Before", (t, other) => t.CompareTo(other) < 0),
        Fn.Method<GoTime, GoTime, bool>("After", (t, other) => t.CompareTo(other) > 0),
        Fn.Method<GoTime, GoTime, bool>("Equal", (t, other) => t.CompareTo(other) == 0),
        Fn.Method<GoTime, GoTime, nint>("Compare", (t, other) => t.CompareTo(other)),
        Fn.Method<GoTime, bool>("IsZero", t => t is { Unix: ZeroUnix, Nanosecond: 0 }),
        Fn.Method<GoTime, bool>("IsDST", _ => false),
        Fn.Method<GoTime, GoTime>("UTC", t => t.In(GoZone.Utc)),
        Fn.Method<GoTime, GoTime>("Local", t => t.In(GoZone.Local)),
        Fn.Method<GoTime, GoZone, GoTime>("In", (t, zone) => t.In(zone)),
        Fn.Method<GoTime, GoZone>("Location", t => t.Zone),
        Fn.Method<GoTime, byte[]>("MarshalText", t => Encoding.UTF8.GetBytes(t.Rfc3339())),
        Fn.Method<GoTime, byte[]>("MarshalJSON", t => Encoding.UTF8.GetBytes($"\"{t.Rfc3339()}\"")),
        TemplateFunction.NotCallable("Date", "function Date has 3 return values; should be 1 or 2"),
        TemplateFunction.NotCallable("Clock", "function Clock has 3 return values; should be 1 or 2"),
        TemplateFunction.NotCallable("Zone", "invalid function signature for Zone: second return value should be error; is int"),
        TemplateFunction.NotCallable("ISOWeek", "invalid function signature for ISOWeek: second return value should be error; is int"),
        Fn.Method<GoTime, GoDuration, GoTime>("Truncate", (t, d) => t.Truncate(d, 0)),
        Fn.Method<GoTime, GoDuration, GoTime>("Round", (t, d) => t.Truncate(d, d.Nanoseconds / 2)),
    ];

    private GoTime Truncate(GoDuration unit, long round)
    {
        if (unit.Nanoseconds <= 0)
            return this;
        var sinceZero = (Int128)(Unix - ZeroUnix) * GoDuration.Second + Nanosecond + round;
        var kept = sinceZero - (sinceZero % unit.Nanoseconds + unit.Nanoseconds) % unit.Nanoseconds;
        return new GoTime((long)(kept / GoDuration.Second) + ZeroUnix, (int)(kept % GoDuration.Second), Zone);
    }

    public string GoText() => TimeLayout.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    private string Rfc3339() => TimeLayout.Format(this, "2006-01-02T15:04:05.999999999Z07:00");

    public object? ToPlain()
    {
        string text = Rfc3339();
        return Zone.Name switch
        {
            LocalDateTimeZone => new TomlTime(TomlTimeKind.LocalDateTime, text[..^1]),
            LocalDateZone => new TomlTime(TomlTimeKind.LocalDate, text[..10]),
            LocalTimeZone => new TomlTime(TomlTimeKind.LocalTime, text[11..^1]),
            _ => new TomlTime(TomlTimeKind.Moment, text),
        };
    }

    /// <summary>A time of a TOML document; what has no offset is known by the name of its zone.</summary>
    public static GoTime OfToml(TomlTime time)
    {
        var parsed = TimeLayout.Parse("2006-01-02T15:04:05.999999999Z07:00", (string)time.ToJson()!);
        return time.Kind switch
        {
            TomlTimeKind.LocalDateTime => new GoTime(parsed.Unix, parsed.Nanosecond, GoZone.Fixed(LocalDateTimeZone, 0)),
            TomlTimeKind.LocalDate => new GoTime(parsed.Unix, parsed.Nanosecond, GoZone.Fixed(LocalDateZone, 0)),
            TomlTimeKind.LocalTime => new GoTime(parsed.Unix, parsed.Nanosecond, GoZone.Fixed(LocalTimeZone, 0)),
            _ => parsed,
        };
    }

    /// <summary>What <c>%#v</c> prints.</summary>
    public string GoSyntax()
    {
        var (year, month, day) = Date;
        string zone = Zone == GoZone.Utc ? "time.UTC" : Zone == GoZone.Local ? "time.Local" : $"time.Location(\"{Zone.Name}\")";
        return string.Create(CultureInfo.InvariantCulture,
            $"time.Date({year}, time.{TimeText.Months[month - 1]}, {day}, {SecondOfDay / 3600}, {SecondOfDay / 60 % 60}, {SecondOfDay % 60}, {Nanosecond}, {zone})");
    }

    public bool Equals(GoTime? other) => other != null && CompareTo(other) == 0 && Zone.Name == other.Zone.Name;

    public override bool Equals(object? obj) => Equals(obj as GoTime);

    public override int GetHashCode() => HashCode.Combine(Unix, Nanosecond);
}
