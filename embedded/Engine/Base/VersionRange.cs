using System.Globalization;
using System.Text.RegularExpressions;

namespace Coder.Infra.Engine.Base;

/// <summary>
/// A range of versions, as programs ask for an engine and <c>pulumi plugin rm</c> for plugins: comparisons (<c>&gt;=1.2.0</c>, a
/// bare version for that one) that must all hold, alternatives behind <c>||</c>. What comes before a release counts as that.
/// </summary>
internal sealed partial class VersionRange
{
    private readonly List<List<(string Operator, Version Bound)>> _alternatives;

    private VersionRange(List<List<(string, Version)>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a range; null where the text is none.</summary>
    public static VersionRange? TryParse(string text)
    {
        var alternatives = new List<List<(string, Version)>>();
        foreach (var part in text.Split("||"))
        {
            var found = Comparison().Matches(part);
            if (found.Count == 0 || found[^1].Index + found[^1].Length != part.TrimEnd().Length)
                return null;
            alternatives.Add([.. found.Select(comparison => (comparison.Groups[1].Value, VersionOf(comparison.Groups[2].Value)!))]);
        }

        return new VersionRange(alternatives);
    }

    /// <summary>The first three numbers of a version, those that are left out as zero; null where the text is none.</summary>
    public static Version? VersionOf(string text)
    {
        var parts = text.Split('-', '+')[0].Split('.');
        if (parts.Length > 3)
            return null;
        var numbers = new int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return new Version(numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>Whether a version is in the range.</summary>
    public bool Contains(Version version) =>
        _alternatives.Any(comparisons => comparisons.All(comparison => Holds(version, comparison.Operator, comparison.Bound)));

    private static bool Holds(Version version, string @operator, Version bound) => @operator switch
    {
        ">=" => version >= bound,
        ">" => version > bound,
        "<=" => version <= bound,
        "<" => version < bound,
        "!=" or "!" => version != bound,
        "^" => version >= bound && version.Major == bound.Major,
        "~" => version >= bound && version.Major == bound.Major && version.Minor == bound.Minor,
        _ => version == bound,
    };

    /// <summary>One after the other, with nothing but blanks and commas between; a number has nine digits at most.</summary>
    [GeneratedRegex(@"\G[\s,]*(>=|<=|!=|==|>|<|=|!|\^|~)?\s*v?(\d{1,9}(?:\.\d{1,9}){0,2})(?![0-9])[^\s,]*")]
    private static partial Regex Comparison();
}
