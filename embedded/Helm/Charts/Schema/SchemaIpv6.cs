using System.Net;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>IPv6 addresses, with the messages of Go's <c>netip.ParseAddr</c>.</summary>
internal static class SchemaIpv6
{
    /// <summary>Why the text is no address, or null.</summary>
    public static string? Problem(string text)
    {
        if (!text.Contains(':'))
            return "missing colon";
        int zone = text.IndexOf('%');
        string address = zone < 0 ? text : text[..zone];
        if (zone == text.Length - 1)
            return Message(text, "zone must be a non-empty string");
        return Read(text, address) ?? (zone >= 0 ? "zone id is not a part of ipv6 address" : null);
    }

    private static string? Read(string text, string rest)
    {
        const int Bytes = 16;
        int ellipsis = -1, count = 0;
        if (rest.StartsWith("::", StringComparison.Ordinal))
        {
            ellipsis = 0;
            rest = rest[2..];
            if (rest.Length == 0)
                return null;
        }
        while (count < Bytes)
        {
            int digits = 0;
            while (digits < rest.Length && char.IsAsciiHexDigit(rest[digits]))
            {
                if (++digits > 4)
                    return Message(text, "each group must have 4 or fewer digits", rest);
            }
            if (digits == 0)
                return Message(text, "each colon-separated field must have at least one digit", rest);
            if (digits < rest.Length && rest[digits] == '.')
            {
                if (ellipsis < 0 && count != 12)
                    return Message(text, "embedded IPv4 address must replace the final 2 fields of the address", rest);
                if (count + 4 > Bytes)
                    return Message(text, "too many hex fields to fit an embedded IPv4 at the end of the address", rest);
                if (!IPAddress.TryParse(rest, out var four) || four.ToString() != rest)
                    return Message(text, "IPv4 field has value >255", rest);
                count += 4;
                rest = "";
                break;
            }
            count += 2;
            rest = rest[digits..];
            if (rest.Length == 0)
                break;
            if (rest[0] != ':')
                return Message(text, "unexpected character, want colon", rest);
            if (rest.Length == 1)
                return Message(text, "colon must be followed by more characters", rest);
            rest = rest[1..];
            if (rest[0] != ':')
                continue;
            if (ellipsis >= 0)
                return Message(text, "multiple :: in address", rest);
            ellipsis = count;
            rest = rest[1..];
            if (rest.Length == 0)
                break;
        }
        return rest.Length > 0 ? Message(text, "trailing garbage after address", rest)
            : count < Bytes && ellipsis < 0 ? Message(text, "address string too short")
            : count == Bytes && ellipsis >= 0 ? Message(text, "the :: must expand to at least one field of zeros")
            : null;
    }

    private static string Message(string text, string problem, string at = "") =>
        $"ParseAddr({GoQuote.Quote(text)}): {problem}{(at.Length > 0 ? $" (at {GoQuote.Quote(at)})" : "")}";
}
