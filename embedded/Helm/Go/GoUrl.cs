using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Go;

/// <summary>Go's <c>net/url.URL</c>: parsing and printing with its rules and messages.</summary>
internal sealed record GoUrl
{
    public string Scheme { get; init; } = "";

    public string Opaque { get; init; } = "";

    public UserInfo? User { get; init; }

    public string Host { get; init; } = "";

    public string Path { get; init; } = "";

    public string RawQuery { get; init; } = "";

    public string Fragment { get; init; } = "";

    private string RawPath { get; init; } = "";

    private string RawFragment { get; init; } = "";

    private bool ForceQuery { get; init; }

    private bool OmitHost { get; init; }

    /// <summary>User and, perhaps, password.</summary>
    public sealed record UserInfo(string Name, string? Password)
    {
        public override string ToString() => GoUrlEscape.Escape(Name, UrlPart.User)
            + (Password == null ? "" : ":" + GoUrlEscape.Escape(Password, UrlPart.User));
    }

    /// <summary>The host without port and brackets.</summary>
    public string Hostname
    {
        get
        {
            string host = Host;
            int colon = host.LastIndexOf(':');
            if (colon >= 0 && IsPort(host[colon..]))
                host = host[..colon];
            return host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        }
    }

    /// <summary>Go's <c>url.Parse</c>.</summary>
    /// <exception cref="FunctionException">With Go's message.</exception>
    public static GoUrl Parse(string text)
    {
        int hash = text.IndexOf('#');
        string main = hash < 0 ? text : text[..hash];
        try
        {
            var url = ParseMain(main);
            if (hash < 0 || hash == text.Length - 1)
                return url;
            string fragment = text[(hash + 1)..];
            string decoded = GoUrlEscape.Unescape(fragment, UrlPart.Fragment);
            return url with { Fragment = decoded, RawFragment = GoUrlEscape.Escape(decoded, UrlPart.Fragment) == fragment ? "" : fragment };
        }
        catch (FunctionException e)
        {
            // The fragment's own error shows the whole URL.
            string shown = hash >= 0 && e.Data.Contains("fragment") ? text : main;
            throw new FunctionException($"parse {GoQuote.Quote(shown)}: {e.Message}");
        }
    }

    private static GoUrl ParseMain(string text)
    {
        if (text.Any(c => c is < ' ' or '\x7f'))
            throw new FunctionException("net/url: invalid control character in URL");
        if (text == "*")
            return new GoUrl { Path = "*" };
        var (scheme, rest) = TakeScheme(text);
        var url = new GoUrl { Scheme = scheme.ToLowerInvariant() };
        if (rest.EndsWith('?') && rest.Count(c => c == '?') == 1)
        {
            url = url with { ForceQuery = true };
            rest = rest[..^1];
        }
        else if (rest.IndexOf('?') is var question && question >= 0)
        {
            url = url with { RawQuery = rest[(question + 1)..] };
            rest = rest[..question];
        }
        if (!rest.StartsWith('/'))
        {
            if (url.Scheme.Length > 0)
                return url with { Opaque = rest };
            if (rest.Split('/')[0].Contains(':'))
                throw new FunctionException("first path segment in URL cannot contain colon");
        }
        if ((url.Scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)) && rest.StartsWith("//", StringComparison.Ordinal))
        {
            string authority = rest[2..];
            int slash = authority.IndexOf('/');
            rest = slash < 0 ? "" : authority[slash..];
            authority = slash < 0 ? authority : authority[..slash];
            url = WithAuthority(url, authority);
        }
        else if (url.Scheme.Length > 0 && rest.StartsWith('/'))
        {
            url = url with { OmitHost = true };
        }
        string path = GoUrlEscape.Unescape(rest, UrlPart.Path);
        return url with { Path = path, RawPath = GoUrlEscape.Escape(path, UrlPart.Path) == rest ? "" : rest };
    }

    private static (string Scheme, string After) TakeScheme(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                    continue;
                case (>= '0' and <= '9') or '+' or '-' or '.' when i > 0:
                    continue;
                case ':':
                    return i > 0 ? (text[..i], text[(i + 1)..]) : throw new FunctionException("missing protocol scheme");
                default:
                    return ("", text);
            }
        }
        return ("", text);
    }

    private static GoUrl WithAuthority(GoUrl url, string authority)
    {
        int at = authority.LastIndexOf('@');
        url = url with { Host = ParseHost(at < 0 ? authority : authority[(at + 1)..]) };
        if (at < 0)
            return url;
        string user = authority[..at];
        if (!user.All(c => char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c)))
            throw new FunctionException("net/url: invalid userinfo");
        int colon = user.IndexOf(':');
        return url with
        {
            User = colon < 0
                ? new UserInfo(GoUrlEscape.Unescape(user, UrlPart.User), null)
                : new UserInfo(GoUrlEscape.Unescape(user[..colon], UrlPart.User), GoUrlEscape.Unescape(user[(colon + 1)..], UrlPart.User)),
        };
    }

    private static string ParseHost(string host)
    {
        int open = host.LastIndexOf('[');
        if (open > 0)
            throw new FunctionException("invalid IP-literal");
        if (open == 0)
        {
            int close = host.LastIndexOf(']');
            if (close < 0)
                throw new FunctionException("missing ']' in host");
            string port = host[(close + 1)..];
            if (!IsPort(port))
                throw new FunctionException($"invalid port {GoQuote.Quote(port)} after host");
            int zone = host[..close].IndexOf("%25", StringComparison.Ordinal);
            if (zone >= 0)
            {
                return GoUrlEscape.Unescape(host[..zone], UrlPart.Host) + GoUrlEscape.Unescape(host[zone..close], UrlPart.Zone)
                    + GoUrlEscape.Unescape(host[close..], UrlPart.Host);
            }
        }
        else if (host.LastIndexOf(':') is var colon && colon >= 0 && !IsPort(host[colon..]))
        {
            throw new FunctionException($"invalid port {GoQuote.Quote(host[colon..])} after host");
        }
        return GoUrlEscape.Unescape(host, UrlPart.Host);
    }

    private static bool IsPort(string port) => port.Length == 0 || (port[0] == ':' && port.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    /// <inheritdoc/>
    public override string ToString()
    {
        var to = new StringBuilder();
        if (Scheme.Length > 0)
            to.Append(Scheme).Append(':');
        if (Opaque.Length > 0)
        {
            to.Append(Opaque);
        }
        else
        {
            if (Scheme.Length > 0 || Host.Length > 0 || User != null)
            {
                if (!(OmitHost && Host.Length == 0 && User == null))
                {
                    if (Host.Length > 0 || Path.Length > 0 || User != null)
                        to.Append("//");
                    if (User != null)
                        to.Append(User).Append('@');
                    to.Append(GoUrlEscape.Escape(Host, UrlPart.Host));
                }
            }
            string path = RawPath.Length > 0 ? RawPath : Path == "*" ? "*" : GoUrlEscape.Escape(Path, UrlPart.Path);
            if (path.Length > 0 && path[0] != '/' && Host.Length > 0)
                to.Append('/');
            // A colon in the first part of a relative path would look like a scheme.
            if (to.Length == 0 && path.Split('/')[0].Contains(':'))
                to.Append("./");
            to.Append(path);
        }
        if (ForceQuery || RawQuery.Length > 0)
            to.Append('?').Append(RawQuery);
        if (Fragment.Length > 0)
            to.Append('#').Append(RawFragment.Length > 0 ? RawFragment : GoUrlEscape.Escape(Fragment, UrlPart.Fragment));
        return to.ToString();
    }
}

/// <summary>Parts of a URL with different rules of escaping.</summary>
internal enum UrlPart
{
    Path,
    User,
    Host,
    Zone,
    Fragment,
}

/// <summary>Percent-encoding with Go's rules.</summary>
internal static class GoUrlEscape
{
    public static string Escape(string text, UrlPart part)
    {
        var to = new StringBuilder(text.Length);
        foreach (byte b in GoString.ToBytes(text))
        {
            if (ShouldEscape((char)b, part))
                to.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            else
                to.Append((char)b);
        }
        return to.ToString();
    }

    private static bool ShouldEscape(char c, UrlPart part)
    {
        if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~')
            return false;
        if (part is UrlPart.Host or UrlPart.Zone && "!$&'()*+,;=:[]<>\"".Contains(c))
            return false;
        return c switch
        {
            '$' or '&' or '+' or ',' or '/' or ':' or ';' or '=' or '?' or '@' => part switch
            {
                UrlPart.Path => c == '?',
                UrlPart.User => c is '@' or '/' or '?' or ':',
                UrlPart.Fragment => false,
                _ => true,
            },
            '!' or '(' or ')' or '*' => part != UrlPart.Fragment,
            _ => true,
        };
    }

    public static string Unescape(string text, UrlPart part)
    {
        byte[] bytes = GoString.ToBytes(text);
        var to = new List<byte>(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            char c = (char)bytes[i];
            if (c != '%')
            {
                if (part is UrlPart.Host or UrlPart.Zone && c < 0x80 && ShouldEscape(c, part))
                    throw new FunctionException($"invalid character {GoQuote.Quote(c.ToString())} in host name");
                to.Add(bytes[i]);
                continue;
            }
            if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
                throw Invalid(bytes, i, part);
            byte value = Convert.ToByte(Encoding.ASCII.GetString(bytes, i + 1, 2), 16);
            // A host may have only non-ASCII bytes escaped, and %25 before a zone.
            if (part == UrlPart.Host && value < 0x80 && value != '%')
                throw Invalid(bytes, i, part);
            if (part == UrlPart.Zone && value != '%' && value != ' ' && ShouldEscape((char)value, UrlPart.Host))
                throw Invalid(bytes, i, part);
            to.Add(value);
            i += 2;
        }
        return GoString.FromBytes([.. to]);
    }

    private static FunctionException Invalid(byte[] bytes, int at, UrlPart part)
    {
        string escape = GoString.FromBytes(bytes.AsSpan(at, Math.Min(3, bytes.Length - at)));
        var error = new FunctionException("invalid URL escape " + GoQuote.Quote(escape));
        if (part == UrlPart.Fragment)
            error.Data["fragment"] = true;
        return error;
    }
}
