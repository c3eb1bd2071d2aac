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
    internal ReleaseFailedException(string message, Release? release, string? diagnosis, Exception inner)
        : base(string.IsNullOrEmpty(diagnosis) ? message : $"{message}\n{diagnosis}", inner)
    {
        Release = release;
        Summary = message;
        Diagnosis = diagnosis;
    }

    /// <summary>The revision that failed, as it was recorded last.</summary>
    public Release? Release { get; }

    /// <summary>Helm's own sentence.</summary>
    public string Summary { get; }

    /// <summary>Which objects are not ready and why, one a line; null when that is not the cause.</summary>
    public string? Diagnosis { get; }

    /// <summary>Whether the release was rolled back or uninstalled since (atomic).</summary>
    public bool RolledBack { get; internal init; }
}
