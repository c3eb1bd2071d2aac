using System.Globalization;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Cli;

/// <summary>Times of records as Go prints them.</summary>
internal static class GoTimeText
{
    /// <summary>Go's <c>time.ANSIC</c>: <c>Mon Jan  2 15:04:05 2006</c>; empty when it is not set.</summary>
    public static string Ansic(DateTimeOffset? time)
        => time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t:ddd MMM} {t.Day,2} {t:HH:mm:ss yyyy}") : "Mon Jan  1 00:00:00 0001";

    /// <summary>Go's <c>Time.String</c> of a record's RFC 3339 text, with all its digits: <c>2006-01-02 15:04:05.999 +0000 UTC</c>.</summary>
    public static string Full(JsonNode? record)
    {
        string text = (string?)record ?? "";
        if (text.Length < 20)
            return "";
        bool utc = text.EndsWith('Z');
        string clock = (utc ? text[..^1] : text[..^6]).Replace('T', ' ');
        string zone = utc ? "+0000" : text[^6..].Replace(":", "");
        return $"{clock} {zone} {(utc ? "UTC" : zone)}";
    }
}
