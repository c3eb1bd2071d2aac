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

    /// <summary>Reads a date or time; null when it is none.</summary>
    internal static TomlTime? Parse(string word)
    {
        if (word.Length == 10 && DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return new TomlTime(TomlTimeKind.LocalDate, word);
        if (word.Length >= 5 && word[2] == ':' && TimeOnly.TryParse(word, CultureInfo.InvariantCulture, out _))
            return new TomlTime(TomlTimeKind.LocalTime, word.Length == 5 ? word + ":00" : word);
        if (word.Length < 16 || word[13] != ':' || !DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            return null;
        string time = word[..10] + "T" + word[11..].ToUpperInvariant();
        // Seconds may be left out.
        if (time.Length == 16 || time[16] != ':')
            time = time.Insert(16, ":00");
        return new TomlTime(time.EndsWith('Z') || time[^6] is '+' or '-' ? TomlTimeKind.Moment : TomlTimeKind.LocalDateTime, time);
    }
}
