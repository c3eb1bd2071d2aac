namespace Coder.Infra.Helm.Cli;

/// <summary>Which names Kubernetes takes, by kind.</summary>
internal static class LintNames
{
    private const string Subdomain =
        "metadata.name: Invalid value: {0}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string Label =
        "metadata.name: Invalid value: {0}: a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string ServiceLabel =
        "metadata.name: Invalid value: {0}: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>Why the name is not a valid one, or null.</summary>
    public static string? Problem(string kind, string name)
    {
        switch (kind.ToLowerInvariant())
        {
            case "list":
                return null;
            case "role" or "clusterrole" or "rolebinding" or "clusterrolebinding":
                return name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal)
                    ? $"metadata.name: Invalid value: {Yaml.GoText.Quote(name)}: may not contain '/' or '%'" : null;
            case "service":
                return IsLabel(name) && char.IsAsciiLetterLower(name[0]) ? null : Text(ServiceLabel, name);
            case "namespace":
                return IsLabel(name) ? null : Text(Label, name);
            default:
                return name.Length is > 0 and <= 253 && name.Split('.').All(IsLabelText) ? null : Text(Subdomain, name);
        }
    }

    private static bool IsLabel(string name) => name.Length <= 63 && IsLabelText(name);

    private static bool IsLabelText(string name) =>
        name.Length > 0 && name[0] != '-' && name[^1] != '-' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string Text(string format, string name) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Yaml.GoText.Quote(name));
}
