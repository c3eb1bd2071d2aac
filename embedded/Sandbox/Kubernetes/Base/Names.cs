using System.Text.RegularExpressions;

namespace Coder.Infra.Sandbox.Kubernetes.Base;

/// <summary>Rules for names and labels; each returns what is wrong, in the API server's words, or null.</summary>
internal static partial class Names
{
    const string LabelRegex = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    const string SubdomainRegex = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    const string QualifiedRegex = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

    public static string? Subdomain(string name) => name.Length > 253 ? TooManyCharacters(253) : SubdomainPattern().IsMatch(name) ? null
        : $"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainRegex}')";

    public static string? WildcardSubdomain(string name) => WildcardPattern().IsMatch(name) ? null
        : $@"a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\*\.{SubdomainRegex}')";

    public static string? Label(string name) => name.Length > 63 ? TooManyCharacters(63) : LabelPattern().IsMatch(name) ? null
        : SubdomainPattern().IsMatch(name) ? "must not contain dots"
        : $"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelRegex}')";

    public static string? Label1035(string name) => name.Length > 63 ? TooManyCharacters(63) : Label1035Pattern().IsMatch(name) ? null
        : "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    public static string? PathSegment(string name) => name is "." or ".." ? $"may not be '{name}'"
        : name.Contains('/') ? "may not contain '/'"
        : name.Contains('%') ? "may not contain '%'" : null;

    public static string? QualifiedName(string name)
    {
        var parts = name.Split('/');
        if (parts.Length > 2)
            return $"a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedRegex}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) return "prefix part must be non-empty";
            if (Subdomain(parts[0]) is { } cause) return "prefix part " + cause;
        }
        var last = parts[^1];
        if (last.Length == 0) return "name part must be non-empty";
        if (last.Length > 63) return "name part " + TooLong(63);
        return QualifiedPattern().IsMatch(last) ? null
            : $"name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedRegex}')";
    }

    public static string? LabelValue(string value) => value.Length > 63 ? TooLong(63) : LabelValuePattern().IsMatch(value) ? null
        : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>Keys of config maps and secrets.</summary>
    public static string? DataKey(string key) => key.Length > 253 ? TooManyCharacters(253)
        : key is "." ? "must not be '.'"
        : key == ".." ? "must not be '..'"
        : key.StartsWith("..") ? "must not start with '..'"
        : DataKeyPattern().IsMatch(key) ? null
        : "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    public static string? EnvName(string name) => EnvNamePattern().IsMatch(name) ? null
        : "a valid environment variable name must consist only of printable ASCII characters other than '='";

    public static string? HeaderName(string name) => HeaderPattern().IsMatch(name) ? null
        : "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

    /// <summary>Names of ports; all that is wrong with one.</summary>
    public static IEnumerable<string> PortName(string name)
    {
        if (name.Length > 15) yield return TooManyCharacters(15);
        if (!PortPattern().IsMatch(name)) yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        if (!name.Any(c => c is >= 'a' and <= 'z')) yield return "must contain at least one letter (a-z)";
        if (name.Contains("--", StringComparison.Ordinal)) yield return "must not contain consecutive hyphens";
        if (name.StartsWith('-') || name.EndsWith('-')) yield return "must not begin or end with a hyphen";
    }

    /// <summary>Of label keys and values.</summary>
    static string TooLong(int limit) => $"must be no more than {limit} bytes";

    /// <summary>Of all other names.</summary>
    static string TooManyCharacters(int limit) => $"must be no more than {limit} characters";

    [GeneratedRegex($@"^({SubdomainRegex})\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex($@"^\*\.({SubdomainRegex})\z")]
    private static partial Regex WildcardPattern();

    [GeneratedRegex($@"^({LabelRegex})\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label1035Pattern();

    [GeneratedRegex($@"^({QualifiedRegex})\z")]
    private static partial Regex QualifiedPattern();

    [GeneratedRegex($@"^({QualifiedRegex})?\z")]
    private static partial Regex LabelValuePattern();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex DataKeyPattern();

    [GeneratedRegex(@"^[-a-z0-9]+\z")]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"^[-A-Za-z0-9]+\z")]
    private static partial Regex HeaderPattern();

    [GeneratedRegex(@"^[ -<>-~]+\z")]
    private static partial Regex EnvNamePattern();
}
