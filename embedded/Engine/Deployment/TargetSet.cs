using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Coder.Infra.Engine.Deployment;

/// <summary>URNs a run is limited to: as they are, or with <c>*</c> (within a part between colons) and <c>**</c> (anything).</summary>
internal sealed class TargetSet(ImmutableArray<string> patterns)
{
    private readonly HashSet<string> _literals = new(patterns.Where(pattern => !pattern.Contains('*')), StringComparer.Ordinal);
    private readonly Regex[] _globs = [.. patterns.Where(pattern => pattern.Contains('*')).Select(Glob)];

    /// <summary>Whether there is a limit at all.</summary>
    public bool IsConstrained { get; } = patterns.Length > 0;

    /// <summary>URNs that are named without a wildcard.</summary>
    public IEnumerable<string> Literals => _literals;

    /// <summary>Whether the URN is named.</summary>
    public bool Contains(string urn) => _literals.Contains(urn) || _globs.Any(glob => glob.IsMatch(urn));

    /// <summary>Names one more.</summary>
    public void Add(string urn) => _literals.Add(urn);

    private static Regex Glob(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '*')
            {
                text.Append(Regex.Escape(pattern[i].ToString()));
                continue;
            }

            var any = i + 1 < pattern.Length && pattern[i + 1] == '*';
            text.Append(any ? ".*" : "[^:]*");
            i += any ? 1 : 0;
        }

        return new Regex(text.Append('$').ToString(), RegexOptions.CultureInvariant);
    }
}
