namespace Coder.Infra.Helm.Releases;

/// <summary>An operation on a release failed. The message begins with Helm's own text where Helm has one.</summary>
public class HelmException : Exception
{
    /// <summary>Makes one.</summary>
    public HelmException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>There is no such release.</summary>
public sealed class ReleaseNotFoundException(string message) : HelmException(message);

/// <summary>An install, upgrade or rollback failed after it had begun.</summary>
public sealed class ReleaseFailedException : HelmException
{
    internal ReleaseFailedException(string message, Release release, Exception inner) : base(message, inner) => Release = release;

    /// <summary>The revision that failed, as it was last recorded.</summary>
    public Release Release { get; }
}
