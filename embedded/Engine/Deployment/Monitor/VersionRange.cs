using System.Text.RegularExpressions;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>Ranges of versions as programs ask for an engine: comparisons, joined by blanks (all) and <c>||</c> (any).</summary>
internal static partial class VersionRange
{
    /// <summary>Whether the version lies in the range; a range that cannot be read holds none.</summary>
    public static bool Contains(string range, Version version) =>
        range.Split("||").Any(part => Comparison().Matches(part) is { Count: > 0 } all && all.All(one => Holds(one, version)));

    private static bool Holds(Match comparison, Version version)
    {
        var parts = comparison.Groups[2].Value.Split('.');
        int Part(int index) => index < parts.Length && int.TryParse(parts[index], out var number) ? number : 0;
        var bound = new Version(Part(0), Part(1), Part(2));
        return comparison.Groups[1].Value switch
        {
            ">=" => version >= bound,
            ">" => version > bound,
            "<=" => version <= bound,
            "<" => version < bound,
            "!=" => version != bound,
            "^" => version >= bound && version.Major == bound.Major,
            "~" => version >= bound && version.Major == bound.Major && version.Minor == bound.Minor,
            _ => version == bound,
        };
    }

    [GeneratedRegex(@"(>=|<=|!=|>|<|=|\^|~)?\s*v?(\d+(?:\.\d+){0,2})[^\s,]*")]
    private static partial Regex Comparison();
}
