using System.Globalization;
using System.Text.RegularExpressions;

namespace Coder.Infra.Settings;

/// <summary>
/// A version of Coder, and so of the chart. A leading <c>v</c> and build metadata, with which a deployment may report its
/// version, are left out.
/// </summary>
public readonly partial record struct CoderVersion(int Major, int Minor, int Patch, string PreRelease) : IComparable<CoderVersion>
{
    /// <summary>The first release of Coder that has no workspace-provider chart any more.</summary>
    public static CoderVersion ChartEnd { get; } = new(1, 22, 0, "");

    /// <summary>The first release of Coder that has a workspace-provider chart.</summary>
    public static CoderVersion ChartBegin { get; } = new(1, 17, 0, "");

    /// <summary>Whether the official repository has the workspace-provider chart in this version.</summary>
    public bool HasChart => CompareTo(ChartBegin) >= 0 && (Major, Minor).CompareTo((ChartEnd.Major, ChartEnd.Minor)) < 0;

    /// <summary>Whether it is a build of no release (<c>2.20.0-devel</c>).</summary>
    public bool IsDevelopment => PreRelease.StartsWith("devel", StringComparison.Ordinal);

    /// <summary>Reads <c>1.19.2</c>, <c>v1.19.2</c>, <c>1.20.0-rc.1+build</c>.</summary>
    public static bool TryParse(string? text, out CoderVersion version)
    {
        version = default;
        if (text is null || Shape().Match(text.Trim()) is not { Success: true } match)
            return false;
        int Number(int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        version = new CoderVersion(Number(1), Number(2), Number(3), match.Groups[4].Value);
        return true;
    }

    /// <summary>By Semantic Versioning §11; of two pre-releases of one version the texts decide.</summary>
    public int CompareTo(CoderVersion other)
    {
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (numbers != 0 || PreRelease == other.PreRelease)
            return numbers;
        return PreRelease.Length == 0 ? 1 : other.PreRelease.Length == 0 ? -1 : string.CompareOrdinal(PreRelease, other.PreRelease);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}{(PreRelease.Length > 0 ? "-" : "")}{PreRelease}";

    [GeneratedRegex(@"^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$")]
    private static partial Regex Shape();
}
