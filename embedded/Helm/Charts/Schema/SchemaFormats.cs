using System.Globalization;
using Coder.Infra.Helm.Go.RegularExpressions;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>The formats of JSON Schema, with the library's words for what does not fit. A format that is not known accepts everything.</summary>
internal static partial class SchemaFormats
{
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>Why the text is not of the format, or null.</summary>
    public static string? Problem(string format, string text) => format switch
    {
        "regex" => Failure(() => GoRegex.Compile(text)),
        "uuid" => Uuid(text),
        "ipv4" => Ipv4(text),
        "ipv6" => SchemaIpv6.Problem(text),
        "hostname" => Hostname(text),
        "email" => Email(text),
        "date" => Date(text),
        "time" => Time(text),
        "date-time" => DateTime(text),
        "duration" => Duration(text),
        "period" => Period(text),
        "uri" or "iri" => Url(text, out var url) ?? (url!.Scheme.Length > 0 ? null : "relative url"),
        "uri-reference" or "iri-reference" => text.Contains('\\') ? "contains \\" : Url(text, out _),
        "uri-template" => Url(text, out _) ?? Template(text),
        "json-pointer" => JsonPointer(text),
        "relative-json-pointer" => RelativeJsonPointer(text),
        "semver" => SemVer(text),
        _ => null,
    };

    private static string? Failure(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FunctionException e)
        {
            return e.Message;
        }
    }

    private static string? Unexpected(string text, Func<char, bool> allowed)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsAscii || !allowed((char)rune.Value))
                return $"invalid character {GoQuote.QuoteRune(rune.Value)}";
        }
        return null;
    }

    private static string? Uuid(string text)
    {
        int[] lengths = [8, 4, 4, 4, 12];
        string[] groups = text.Split('-');
        if (groups.Length != lengths.Length)
            return $"must have {lengths.Length} elements";
        for (int i = 0; i < groups.Length; i++)
        {
            if (GoString.ByteLength(groups[i]) != lengths[i])
                return $"element {i + 1} must be {lengths[i]} characters long";
            if (Unexpected(groups[i], char.IsAsciiHexDigit) is { } problem)
                return problem.Replace("invalid", "non-hex", StringComparison.Ordinal);
        }
        return null;
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
            if (!long.TryParse(group, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
                return $"strconv.Atoi: parsing {GoQuote.Quote(group)}: invalid syntax";
            if (number is < 0 or > 255)
                return "decimal must be between 0 and 255";
        }
        return null;
    }

    private static string? Hostname(string text)
    {
        text = text.EndsWith('.') ? text[..^1] : text;
        if (GoString.ByteLength(text) > 253)
            return "more than 253 characters long";
        foreach (string label in text.Split('.'))
        {
            if (GoString.ByteLength(label) is < 1 or > 63)
                return "label must be 1 to 63 characters long";
            if (label[0] == '-')
                return "label starts with hyphen";
            if (label[^1] == '-')
                return "label ends with hyphen";
            if (Unexpected(label, static c => char.IsAsciiLetterOrDigit(c) || c == '-') is { } problem)
                return problem;
        }
        return null;
    }

    private static string? Email(string text)
    {
        if (GoString.ByteLength(text) > 254)
            return "more than 255 characters long";
        int at = text.LastIndexOf('@');
        if (at < 0)
            return "missing @";
        string domain = text[(at + 1)..];
        if (LocalPart(text[..at]) is { } local)
            return local;
        if (!domain.StartsWith('[') || !domain.EndsWith(']'))
            return Hostname(domain) is { } problem ? "invalid domain: " + problem : null;
        domain = domain[1..^1];
        if (domain.StartsWith("IPv6:", StringComparison.Ordinal))
            return SchemaIpv6.Problem(domain[5..]) is { } six ? "invalid ipv6 address: " + six : null;
        return Ipv4(domain) is { } four ? "invalid ipv4 address: " + four : null;
    }

    private static string? LocalPart(string local)
    {
        if (GoString.ByteLength(local) > 64)
            return "local part more than 64 characters long";
        if (local.Length > 1 && local[0] == '"')
            return local.AsSpan(1, local.Length - 2).ContainsAny('\\', '"') ? "backslash and quote are not allowed within quoted local part" : null;
        return local.StartsWith('.') ? "starts with dot"
            : local.EndsWith('.') ? "ends with dot"
            : local.Contains("..", StringComparison.Ordinal) ? "consecutive dots"
            : Unexpected(local, static c => char.IsAsciiLetterOrDigit(c) || ".!#$%&'*+-/=?^_`{|}~".Contains(c));
    }

    private static string? Url(string text, out GoUrl? url)
    {
        GoUrl? parsed = null;
        string? problem = Failure(() => parsed = GoUrl.Parse(text));
        url = parsed;
        if (problem != null || !url!.Hostname.Contains(':'))
            return problem;
        if (!url.Host.Contains('[') || !url.Host.Contains(']'))
            return "ipv6 address not enclosed in brackets";
        return SchemaIpv6.Problem(url.Hostname) is { } address ? "invalid ipv6 address: " + address : null;
    }

    // The library looks at the path only where it had to be decoded: where braces are, it had.
    private static string? Template(string text)
    {
        int end = text.AsSpan().IndexOfAny('?', '#');
        foreach (string part in (end < 0 ? text : text[..end]).Split('/'))
        {
            bool open = false;
            foreach (char c in part)
            {
                if (c is not ('{' or '}'))
                    continue;
                if (c == '{' == open)
                    return "nested curly braces";
                open = !open;
            }
            if (open)
                return "no matching closing brace";
        }
        return null;
    }

    private static string? JsonPointer(string text)
    {
        if (text.Length == 0)
            return null;
        if (text[0] != '/')
            return "not starting with /";
        for (int i = text.IndexOf('~'); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 >= text.Length || text[i + 1] is not ('0' or '1'))
                return "~ must be followed by 0 or 1";
        }
        return null;
    }

    private static string? RelativeJsonPointer(string text)
    {
        string rest = text.TrimStart(Digits);
        int digits = text.Length - rest.Length;
        return digits == 0 ? "must start with non-negative integer"
            : digits > 1 && text[0] == '0' ? "starts with zero"
            : rest == "#" ? null
            : JsonPointer(rest);
    }

    private static string? SemVer(string text)
    {
        static bool IsIdentifier(char c) => char.IsAsciiLetterOrDigit(c) || c == '-';
        int plus = text.IndexOf('+');
        if (plus >= 0)
        {
            if (plus == text.Length - 1)
                return "build is empty";
            foreach (string part in text[(plus + 1)..].Split('.'))
            {
                if (part.Length == 0)
                    return "build identifier is empty";
                if (Unexpected(part, IsIdentifier) is { } problem)
                    return problem + " in build identifier";
            }
            text = text[..plus];
        }
        int dash = text.IndexOf('-');
        if (dash >= 0)
        {
            foreach (string part in text[(dash + 1)..].Split('.'))
            {
                if (part.Length == 0)
                    return "pre-release identifier is empty";
                if (Unexpected(part, IsIdentifier) is { } problem)
                    return problem + " in pre-release identifier";
                if (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit))
                    return "pre-release numeric identifier starts with zero";
            }
            text = text[..dash];
        }
        string[] numbers = text.Split('.');
        if (numbers.Length != 3)
            return "versionCore must have 3 numbers separated by dot";
        string[] names = ["major", "minor", "patch"];
        for (int i = 0; i < 3; i++)
        {
            if (numbers[i].Length == 0)
                return names[i] + " is empty";
            if (numbers[i].Length > 1 && numbers[i][0] == '0')
                return names[i] + " starts with zero";
            if (!numbers[i].All(char.IsAsciiDigit))
                return names[i] + " contains non-digit";
        }
        return null;
    }
}
