namespace Coder.Infra.Helm.Releases;

/// <summary>The state of one revision of a release, as Helm's <c>release.Status</c>.</summary>
public enum ReleaseStatus
{
    /// <summary>In doubt: the record could not be read to the end.</summary>
    Unknown,

    /// <summary>This revision is what runs.</summary>
    Deployed,

    /// <summary>Taken off, its record kept.</summary>
    Uninstalled,

    /// <summary>Replaced by a later revision.</summary>
    Superseded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Being taken off.</summary>
    Uninstalling,

    /// <summary>Being installed, or left so by a run that was killed.</summary>
    PendingInstall,

    /// <summary>Being upgraded, or left so by a run that was killed.</summary>
    PendingUpgrade,

    /// <summary>Being rolled back, or left so by a run that was killed.</summary>
    PendingRollback,
}

/// <summary>The words Helm uses for a status.</summary>
public static class ReleaseStatusText
{
    static readonly string[] Words =
        ["unknown", "deployed", "uninstalled", "superseded", "failed", "uninstalling", "pending-install", "pending-upgrade", "pending-rollback"];

    /// <summary>As it is written in the record and in <c>helm status</c>.</summary>
    public static string ToText(this ReleaseStatus status) => Words[(int)status];

    /// <summary>Reads it back; a word that is not known is <see cref="ReleaseStatus.Unknown"/>.</summary>
    public static ReleaseStatus Parse(string? text) => (ReleaseStatus)Math.Max(0, Array.IndexOf(Words, text));

    /// <summary>Whether an operation is under way, or was when its run was killed.</summary>
    public static bool IsPending(this ReleaseStatus status)
        => status is ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade or ReleaseStatus.PendingRollback;
}
