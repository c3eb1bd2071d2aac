using System.Security.Cryptography;
using System.Text;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>How versions of Coder v2 are written.</summary>
internal static class Release
{
    /// <summary>
    /// <c>2.19.0</c> or <c>v2.19.0</c> with a commit behind it, as a released build reports itself; what has a commit, or is a
    /// build of no release (<c>-devel</c>), stays as it is.
    /// </summary>
    public static string WithCommit(string version)
    {
        var named = version.StartsWith('v') ? version : "v" + version;
        return named.Contains('+', StringComparison.Ordinal) ? named : $"{named}+{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)))[..7]}";
    }

    /// <summary>The chart's version: <c>2.19.0</c> for <c>v2.19.0+ab12cd3</c>.</summary>
    public static string ChartVersion(string version) => version.TrimStart('v').Split('+')[0];
}
