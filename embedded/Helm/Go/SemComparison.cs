namespace Coder.Infra.Helm.Go;

/// <summary>One comparison of a constraint. Dirty means that a part of the version is missing or a wildcard.</summary>
internal sealed record SemComparison(string Operator, SemVersion Version, bool MinorDirty, bool PatchDirty, bool Dirty)
{
    public bool Check(SemVersion v, bool prereleasesAllowed)
    {
        if (v.Prerelease.Length > 0 && Version.Prerelease.Length == 0 && !prereleasesAllowed)
            return false;
        return Operator switch
        {
            "!=" => NotEqual(v),
            ">" => Greater(v),
            "<" => v.CompareTo(Version) < 0,
            ">=" or "=>" => v.CompareTo(Version) >= 0,
            "<=" or "=<" => LessOrEqual(v),
            "~" or "~>" => Tilde(v),
            "^" => Caret(v),
            _ => Dirty ? Tilde(v) : v.CompareTo(Version) == 0,
        };
    }

    private bool NotEqual(SemVersion v)
    {
        if (!Dirty)
            return v.CompareTo(Version) != 0;
        if (Version.Major != v.Major)
            return true;
        if (Version.Minor != v.Minor && !MinorDirty)
            return true;
        if (MinorDirty)
            return false;
        if (Version.Patch != v.Patch && !PatchDirty)
            return true;
        if (PatchDirty)
            return (v.Prerelease.Length > 0 || Version.Prerelease.Length > 0) && SemVersion.ComparePrerelease(v.Prerelease, Version.Prerelease) != 0;
        return v.CompareTo(Version) != 0;
    }

    private bool Greater(SemVersion v)
    {
        if (!Dirty)
            return v.CompareTo(Version) > 0;
        if (v.Major != Version.Major)
            return v.Major > Version.Major;
        if (MinorDirty)
            return false;
        if (PatchDirty)
            return v.Minor > Version.Minor;
        return v.CompareTo(Version) > 0;
    }

    private bool LessOrEqual(SemVersion v)
    {
        if (!Dirty)
            return v.CompareTo(Version) <= 0;
        if (v.Major > Version.Major)
            return false;
        return !(v.Major == Version.Major && v.Minor > Version.Minor && !MinorDirty);
    }

    private bool Tilde(SemVersion v)
    {
        if (v.CompareTo(Version) < 0)
            return false;
        // ~0.0.0, also what * becomes, takes everything.
        if (Version is { Major: 0, Minor: 0, Patch: 0 } && !MinorDirty && !PatchDirty)
            return true;
        return v.Major == Version.Major && (v.Minor == Version.Minor || MinorDirty);
    }

    private bool Caret(SemVersion v)
    {
        if (v.CompareTo(Version) < 0)
            return false;
        if (Version.Major > 0 || MinorDirty)
            return v.Major == Version.Major;
        if (v.Major > 0)
            return false;
        if (Version.Minor > 0 || PatchDirty)
            return v.Minor == Version.Minor;
        return v.Minor == 0 && v.Patch == Version.Patch;
    }
}
