using System.Globalization;

namespace Coder.Infra.Helm.Go;

/// <summary>A semantic version as Masterminds/semver v3 reads it: a leading v, missing parts and leading zeros are tolerated.</summary>
public sealed class SemVersion : IComparable<SemVersion>
{
    private SemVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string original)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        Metadata = metadata;
        Original = original;
    }

    /// <summary>The first number.</summary>
    public ulong Major { get; }

    /// <summary>The second number.</summary>
    public ulong Minor { get; }

    /// <summary>The third number.</summary>
    public ulong Patch { get; }

    /// <summary>What follows the dash, without it.</summary>
    public string Prerelease { get; }

    /// <summary>What follows the plus, without it.</summary>
    public string Metadata { get; }

    /// <summary>The text that was parsed.</summary>
    public string Original { get; }

    /// <summary>Reads a version. <see cref="SemVersionException"/> carries the library's text.</summary>
    public static SemVersion Parse(string text) => TryParse(text, out var version, out var error) ? version! : throw new SemVersionException(error!);

    /// <summary>Reads a version, or returns null.</summary>
    public static SemVersion? TryParse(string text) => TryParse(text, out var version, out _) ? version : null;

    /// <summary>Reads a version, or returns why it is not one.</summary>
    public static bool TryParse(string text, out SemVersion? version, out string? error)
    {
        version = null;
        if (!SemVersionText.TrySplit(text, out var parts))
        {
            error = "invalid semantic version";
            return false;
        }
        if (!Number(parts.Major, out var major, out error) || !Number(parts.Minor, out var minor, out error) || !Number(parts.Patch, out var patch, out error))
            return false;
        foreach (var part in parts.Prerelease.Split('.'))
        {
            if (part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit))
            {
                error = "version segment starts with 0";
                return false;
            }
        }
        version = new SemVersion(major, minor, patch, parts.Prerelease, parts.Metadata, text);
        return true;
    }

    /// <summary>The same numbers with another prerelease; throws where it is not a valid one.</summary>
    public SemVersion WithPrerelease(string prerelease) => Build(Major, Minor, Patch, prerelease, Metadata, Original.StartsWith('v'));

    /// <summary>The same numbers with other metadata; throws where it is not valid.</summary>
    public SemVersion WithMetadata(string metadata) => Build(Major, Minor, Patch, Prerelease, metadata, Original.StartsWith('v'));

    /// <summary>The next patch version; a prerelease only loses its prerelease.</summary>
    public SemVersion IncPatch() => Build(Major, Minor, Prerelease.Length > 0 ? Patch : Patch + 1, "", "", Original.StartsWith('v'));

    /// <summary>The next minor version.</summary>
    public SemVersion IncMinor() => Build(Major, Minor + 1, 0, "", "", Original.StartsWith('v'));

    /// <summary>The next major version.</summary>
    public SemVersion IncMajor() => Build(Major + 1, 0, 0, "", "", Original.StartsWith('v'));

    /// <summary>Order of precedence; metadata does not count.</summary>
    public int CompareTo(SemVersion? other)
    {
        if (other is null)
            return 1;
        int order = Major.CompareTo(other.Major);
        if (order == 0)
            order = Minor.CompareTo(other.Minor);
        if (order == 0)
            order = Patch.CompareTo(other.Patch);
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <summary>The version in full: <c>1.2.0-rc.1+build</c>.</summary>
    public override string ToString() => Text(Major, Minor, Patch, Prerelease, Metadata);

    internal static int ComparePrerelease(string left, string right)
    {
        if (left == right)
            return 0;
        if (left.Length == 0)
            return 1;
        if (right.Length == 0)
            return -1;
        var (a, b) = (left.Split('.'), right.Split('.'));
        for (int i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            int order = ComparePart(i < a.Length ? a[i] : "", i < b.Length ? b[i] : "");
            if (order != 0)
                return order;
        }
        return 0;
    }

    private static int ComparePart(string left, string right)
    {
        if (left == right)
            return 0;
        if (left.Length == 0)
            return -1;
        if (right.Length == 0)
            return 1;
        bool leftIsNumber = ulong.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out ulong a);
        bool rightIsNumber = ulong.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out ulong b);
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => a.CompareTo(b),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(left, right)),
        };
    }

    private static bool Number(string text, out ulong number, out string? error)
    {
        error = null;
        number = 0;
        if (text.Length == 0 || ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return true;
        error = $"error parsing version segment: strconv.ParseUint: parsing \"{text}\": value out of range";
        return false;
    }

    private static SemVersion Build(ulong major, ulong minor, ulong patch, string prerelease, string metadata, bool v)
    {
        string text = (v ? "v" : "") + Text(major, minor, patch, prerelease, metadata);
        if (prerelease.Length > 0 && !SemVersionText.IsIdentifiers(prerelease))
            throw new SemVersionException("invalid prerelease string");
        if (metadata.Length > 0 && !SemVersionText.IsIdentifiers(metadata))
            throw new SemVersionException("invalid metadata string");
        return Parse(text);
    }

    private static string Text(ulong major, ulong minor, ulong patch, string prerelease, string metadata) =>
        $"{major}.{minor}.{patch}{(prerelease.Length > 0 ? "-" + prerelease : "")}{(metadata.Length > 0 ? "+" + metadata : "")}";
}
