using Coder.Infra.Helm.Templates.Types;
using NodaTime;

namespace Coder.Infra.Helm.Templates.Time;

/// <summary>A time zone: UTC, the local one, a fixed offset, or one of the IANA database. To templates, a <c>*time.Location</c>.</summary>
internal sealed class GoZone : IGoValue, IGoStringer, IGoMarshaler
{
    public static readonly GoType PointerType = new("*time.Location", GoKind.Ptr, new GoType("time.Location", GoKind.Struct) { IsNamed = true })
    {
        MakeMethods = () => [Fn.Method<GoZone, string>("String", self => self.Name)],
    };

    private readonly DateTimeZone? _zone;
    private readonly string _abbreviation;
    private readonly int _offset;

    private GoZone(string name, string abbreviation, int offset, DateTimeZone? zone = null)
    {
        Name = name;
        _abbreviation = abbreviation;
        _offset = offset;
        _zone = zone;
    }

    public static readonly GoZone Utc = new("UTC", "UTC", 0);

    /// <summary>The zone of the machine, which is UTC while rendering; only its name differs.</summary>
    public static readonly GoZone Local = new("Local", "UTC", 0);

    public GoType Type => PointerType;

    public string Name { get; }

    /// <summary>A zone of one offset in seconds; its abbreviation may be empty.</summary>
    public static GoZone Fixed(string abbreviation, int offset) => new(abbreviation, abbreviation, offset);

    /// <summary>Go's <c>time.LoadLocation</c>; null when there is no such zone.</summary>
    public static GoZone? Load(string name)
    {
        if (name is "" or "UTC" or "Local")
            return name == "Local" ? Local : Utc;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone ? new GoZone(name, name, 0, zone) : null;
    }

    public string GoText() => Name;

    /// <summary>JSON sees no field of it.</summary>
    public object? ToPlain() => new Dictionary<string, object?>();

    /// <summary>Offset (seconds) and abbreviation at a time.</summary>
    public (int Offset, string Abbreviation) At(long unixSeconds)
    {
        if (_zone == null)
            return (_offset, _abbreviation);
        // The database ends where NodaTime's calendar does; rules repeat, so the nearest year does.
        const long First = -62135596800 + 86400, Last = 253402300799 - 86400;
        var interval = _zone.GetZoneInterval(Instant.FromUnixTimeSeconds(Math.Clamp(unixSeconds, First, Last)));
        return (interval.WallOffset.Seconds, interval.Name);
    }
}
