using System.Globalization;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Storage;

/// <summary>Times as Helm's records have them: RFC 3339 with up to nine digits of the second, the zero time as "".</summary>
static class GoTime
{
    public static JsonNode Write(DateTimeOffset? time)
    {
        if (time is not { } t || t == default)
            return "";
        var zone = t.Offset == TimeSpan.Zero ? "'Z'" : "zzz";
        return t.ToString($"yyyy-MM-dd'T'HH:mm:ss.FFFFFFF{zone}", CultureInfo.InvariantCulture);
    }

    public static DateTimeOffset? Read(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length == 0)
            return null;
        // .NET takes seven digits of a second at most, Go writes nine.
        var dot = text.IndexOf('.');
        if (dot > 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - dot > 8)
                text = text[..(dot + 8)] + text[end..];
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year > 1 ? time : null;
    }
}
