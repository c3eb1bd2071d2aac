using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>TOML's kinds of date and time.</summary>
public enum TomlTimeKind
{
    /// <summary>A moment: date, time and offset.</summary>
    Moment,

    /// <summary>Date and time of an unknown place.</summary>
    LocalDateTime,

    /// <summary>A date.</summary>
    LocalDate,

    /// <summary>A time of day.</summary>
    LocalTime,
}

/// <summary>A date or time as TOML writes it: <c>2020-01-02T03:04:05Z</c>, the same without offset, date or time. In JSON it is RFC 3339 text.</summary>
/// <param name="Kind">What the text holds.</param>
/// <param name="Text">The text.</param>
public sealed record TomlTime(TomlTimeKind Kind, string Text) : IGoJsonValue
{
    /// <inheritdoc/>
    public object? ToJson() => Kind switch
    {
        TomlTimeKind.LocalDateTime => Text + "Z",
        TomlTimeKind.LocalDate => Text + "T00:00:00Z",
        TomlTimeKind.LocalTime => "0000-01-01T" + Text + "Z",
        _ => Text,
    };

    /// <summary>Reads a date or time, in capitals and with a T between them; null when it is none.</summary>
    internal static TomlTime? Parse(string word)
    {
        bool hasDate = word.Length >= 10 && word[4] == '-';
        if (hasDate && !DateOnly.TryParseExact(word.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return null;
        if (hasDate && word.Length == 10)
            return new TomlTime(TomlTimeKind.LocalDate, word);
        if (hasDate && word[10] != 'T')
            return null;
        string date = hasDate ? word[..11] : "", time = word[date.Length..];
        int offset = hasDate ? time.AsSpan().IndexOfAny('Z', '+', '-') : -1;
        string zone = offset < 0 ? "" : time[offset..];
        time = offset < 0 ? time : time[..offset];
        // Seconds may be left out.
        if (time.Length == 5)
            time += ":00";
        if (!IsTime(time) || !(zone is "" or "Z" || IsOffset(zone)))
            return null;
        return new TomlTime(!hasDate ? TomlTimeKind.LocalTime : zone.Length > 0 ? TomlTimeKind.Moment : TomlTimeKind.LocalDateTime, date + time + zone);
    }

    private static bool IsTime(string text) => text.Length >= 8 && text[2] == ':' && text[5] == ':'
        && IsBelow(text, 0, 24) && IsBelow(text, 3, 60) && IsBelow(text, 6, 60)
        && (text.Length == 8 || (text.Length > 9 && text[8] == '.' && !text.AsSpan(9).ContainsAnyExceptInRange('0', '9')));

    private static bool IsOffset(string text) => text.Length == 6 && text[3] == ':' && IsBelow(text, 1, 25) && IsBelow(text, 4, 60);

    private static bool IsBelow(string text, int at, int limit) =>
        char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && (text[at] - '0') * 10 + text[at + 1] - '0' < limit;
}
