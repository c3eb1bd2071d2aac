using System.Text.RegularExpressions;

namespace Coder.Infra.Helm.Releases;

/// <summary>Which names a release can have (Helm's <c>chartutil.ValidateReleaseName</c>).</summary>
public static partial class ReleaseName
{
    /// <summary>The longest name, in characters; the objects of many charts append to it.</summary>
    public const int Longest = 53;

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Valid();

    /// <summary>What is wrong with a name, in Helm's words; null when it is fine.</summary>
    public static string? Problem(string name)
        => name.Length == 0 ? "no name provided"
            : name.Length > Longest || !Valid().IsMatch(name)
                ? "invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53"
                : null;
}
