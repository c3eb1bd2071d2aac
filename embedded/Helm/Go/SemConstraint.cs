namespace Coder.Infra.Helm.Go;

/// <summary>A version constraint as Masterminds/semver v3 reads it: <c>&gt;=1.2 &lt;2 || ~3.1</c>.</summary>
public sealed class SemConstraint
{
    private readonly List<(List<SemComparison> All, bool Prerelease)> _alternatives = [];

    private SemConstraint()
    {
    }

    /// <summary>Reads a constraint. <see cref="SemVersionException"/> carries the library's text.</summary>
    public static SemConstraint Parse(string text)
    {
        var constraint = new SemConstraint();
        foreach (string alternative in SemConstraintText.RewriteRanges(text).Split("||"))
        {
            var comparisons = SemConstraintText.Split(alternative)
                ?? throw new SemVersionException($"improper constraint: {Quote(alternative)}");
            constraint._alternatives.Add((comparisons, comparisons.Any(c => c.Version.Prerelease.Length > 0)));
        }
        return constraint;
    }

    /// <summary>Whether the version satisfies the constraint. A prerelease only does so where the constraint names one.</summary>
    public bool Check(SemVersion version)
    {
        foreach (var (all, prerelease) in _alternatives)
            if (all.TrueForAll(c => c.Check(version, prerelease)))
                return true;
        return false;
    }

    private static string Quote(string text) => GoQuote.Quote(text);
}
