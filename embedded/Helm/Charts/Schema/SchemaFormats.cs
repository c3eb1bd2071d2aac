using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>The formats of JSON Schema. A format that is not known accepts everything.</summary>
internal static class SchemaFormats
{
    /// <summary>Why the text is not of the format, or null.</summary>
    public static string? Problem(string format, string text) => format switch
    {
        "regex" => Regex(text),
        "uuid" => Guid.TryParseExact(text, "D", out _) ? null : "must be of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "ipv4" => Ipv4(text),
        "ipv6" => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !text.Contains('[', StringComparison.Ordinal) ? null : "must be an IPv6 address",
        "hostname" => Hostname(text),
        "email" => Email(text),
        "date" => Date(text),
        "time" => Time(text),
        "date-time" => DateTimeProblem(text),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) ? null : "relative url",
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _) ? null : "invalid url",
        "json-pointer" => text.Length == 0 || text[0] == '/' ? null : "not starting with /",
        "semver" => SemVersion.TryParse(text) is not null ? null : "must be a semantic version",
        _ => null,
    };

    private static string? Regex(string text)
    {
        try
        {
            SchemaPattern.IsMatch(text, "");
            return null;
        }
        catch (SchemaException)
        {
            return "error parsing regexp";
        }
    }

    private static string? Ipv4(string text)
    {
        string[] groups = text.Split('.');
        if (groups.Length != 4)
            return "expected four decimals";
        foreach (string group in groups)
        {
            if (group.Length > 1 && group[0] == '0')
                return "leading zeros";
            if (!byte.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return "decimal must be between 0 and 255";
        }
        return null;
    }

    private static string? Hostname(string text)
    {
        text = text.EndsWith('.') ? text[..^1] : text;
        if (text.Length > 253)
            return "more than 253 characters long";
        foreach (string label in text.Split('.'))
        {
            if (label.Length is < 1 or > 63)
                return "label must be 1 to 63 characters long";
            if (label[0] == '-')
                return "label starts with hyphen";
            if (label[^1] == '-')
                return "label ends with hyphen";
            foreach (char c in label)
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                    return $"invalid character '{c}'";
        }
        return null;
    }

    private static string? Email(string text)
    {
        if (text.Length > 254)
            return "more than 255 characters long";
        int at = text.LastIndexOf('@');
        if (at < 0)
            return "missing @";
        if (at is 0 or > 64)
            return "local part must be 1 to 64 characters long";
        return Hostname(text[(at + 1)..]) is { } problem ? "invalid host: " + problem : null;
    }

    private static string? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "must be a date of the form 2006-01-02";

    private static string? Time(string text) => DateTimeProblem("2006-01-02T" + text) is null ? null : "must be a time of the form 15:04:05Z";

    private static string? DateTimeProblem(string text)
    {
        if (text.Length < 20 || text[10] is not ('T' or 't') || Date(text[..10]) is not null)
            return "must be a time of the form 2006-01-02T15:04:05Z";
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            ? null
            : "must be a time of the form 2006-01-02T15:04:05Z";
    }
}
