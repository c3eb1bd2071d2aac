using System.Globalization;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary>
/// A range of versions as <c>pulumi plugin rm</c> takes it: comparisons (<c>&gt;=1.2.0</c>, a bare version for that one) that must
/// all hold, alternatives behind <c>||</c>.
/// </summary>
internal sealed class PluginVersions
{
    private static readonly string[] Operators = [">=", "<=", "!=", "==", ">", "<", "=", "!"];

    private readonly List<List<(string Operator, Version Version)>> _alternatives;

    private PluginVersions(List<List<(string, Version)>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a range.</summary>
    /// <exception cref="UserErrorException">It is none.</exception>
    public static PluginVersions Parse(string text) => new(
        [.. text.Split("||").Select(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } comparisons
            ? comparisons.Select(comparison => Comparison(comparison, text)).ToList()
            : throw Invalid(text))]);

    /// <summary>Whether a version, without its leading <c>v</c>, is in the range. What comes before a release counts as that.</summary>
    public bool Contains(string version) => Number(version) is { } number
        && _alternatives.Any(comparisons => comparisons.All(comparison => Holds(number.CompareTo(comparison.Version), comparison.Operator)));

    private static bool Holds(int compared, string @operator) => @operator switch
    {
        ">=" => compared >= 0,
        "<=" => compared <= 0,
        ">" => compared > 0,
        "<" => compared < 0,
        "!=" or "!" => compared != 0,
        _ => compared == 0,
    };

    private static (string, Version) Comparison(string text, string range)
    {
        var @operator = Operators.FirstOrDefault(candidate => text.StartsWith(candidate, StringComparison.Ordinal)) ?? "";
        return (@operator, Number(text[@operator.Length..]) ?? throw Invalid(range));
    }

    private static Version? Number(string text)
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

    private static UserErrorException Invalid(string range) =>
        new($"invalid plugin semver: \"{range}\"; write comparisons such as \">=1.0.0 <2.0.0\", alternatives with ||");
}
