namespace Coder.Infra.Helm.Cli;

/// <summary>Which names Kubernetes takes, by kind.</summary>
internal static class LintNames
{
    private const string Subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string Label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string ServiceLabel =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const int LongestSubdomain = 253;
    private const int LongestLabel = 63;

    /// <summary>Why the name is not a valid one, or null.</summary>
    public static string? Problem(string kind, string name)
    {
        string[] problems = kind.ToLowerInvariant() switch
        {
            "list" or "certificatesigningrequest" => [],
            "role" or "clusterrole" or "rolebinding" or "clusterrolebinding" => [.. PathProblems(name)],
            "service" => [.. Length(name, LongestLabel), .. IsLabel(name) && char.IsAsciiLetterLower(name[0]) ? (string[])[] : [ServiceLabel]],
            "namespace" => [.. Length(name, LongestLabel), .. IsLabel(name) ? (string[])[] : [Label]],
            _ => [.. Length(name, LongestSubdomain), .. name.Split('.').All(IsLabel) ? (string[])[] : [Subdomain]],
        };
        var told = Array.ConvertAll(problems, problem => $"metadata.name: Invalid value: {GoQuote.Quote(name)}: {problem}");
        return told.Length switch
        {
            0 => null,
            1 => told[0],
            _ => $"[{string.Join(", ", told)}]",
        };
    }

    private static IEnumerable<string> PathProblems(string name) =>
        name is "." or ".." ? [$"may not be '{name}'"] : ((string[])["/", "%"]).Where(name.Contains).Select(part => $"may not contain '{part}'");

    private static IEnumerable<string> Length(string name, int most) => name.Length > most ? [$"must be no more than {most} characters"] : [];

    private static bool IsLabel(string name) =>
        name.Length > 0 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
