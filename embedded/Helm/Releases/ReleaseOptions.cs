namespace Coder.Infra.Helm.Releases;

/// <summary>Options of every operation on a release. The defaults are those of the <c>helm</c> command.</summary>
public abstract record ReleaseOptions
{
    /// <summary>The limit of each wait: for the objects, and for every hook.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait until the objects are ready.</summary>
    public bool Wait { get; init; }

    /// <summary>With <see cref="Wait"/>: wait until jobs have completed too.</summary>
    public bool WaitForJobs { get; init; }

    /// <summary>Run no hooks.</summary>
    public bool DisableHooks { get; init; }

    /// <summary>Replace objects that cannot be patched.</summary>
    public bool Force { get; init; }

    /// <summary>How many revisions are kept; 0 keeps all.</summary>
    public int MaxHistory { get; init; } = 10;

    /// <summary>Remove what an upgrade or rollback created when it fails.</summary>
    public bool CleanupOnFail { get; init; }

    /// <summary>The name that the cluster records as owner of the fields.</summary>
    public string FieldManager { get; init; } = "helm";

    /// <summary>The record's description; null for Helm's own.</summary>
    public string? Description { get; init; }

    /// <summary>Receives a sentence on what is done or waited for.</summary>
    public Action<string>? Progress { get; init; }
}

/// <summary>Options of what renders a chart: install and upgrade.</summary>
public abstract record ChartOptions : ReleaseOptions
{
    /// <summary>When it fails, put everything back: uninstall a first install, roll an upgrade back. Implies waiting.</summary>
    public bool Atomic { get; init; }

    /// <summary>Install no definitions from the chart's <c>crds/</c>.</summary>
    public bool SkipCrds { get; init; }

    /// <summary>Take objects that other releases or people own.</summary>
    public bool TakeOwnership { get; init; }

    /// <summary>Do not hold the values against the chart's schema.</summary>
    public bool SkipSchemaValidation { get; init; }

    /// <summary>Keep the notes of subcharts too.</summary>
    public bool SubchartNotes { get; init; }

    /// <summary>The user's labels of the record.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Make the release's namespace if it is missing (install, and upgrade that installs).</summary>
    public bool CreateNamespace { get; init; }
}

/// <summary>Options of install.</summary>
public sealed record InstallOptions : ChartOptions
{
    /// <summary>Reuse the name of a release that was uninstalled (its history kept) or failed.</summary>
    public bool Replace { get; init; }
}

/// <summary>Options of upgrade.</summary>
public sealed record UpgradeOptions : ChartOptions
{
    /// <summary>Merge the given values over those of the last revision and keep its chart's defaults.</summary>
    public bool ReuseValues { get; init; }

    /// <summary>Use only the given values and the chart's defaults.</summary>
    public bool ResetValues { get; init; }

    /// <summary>Merge the given values over those of the last revision, with the new chart's defaults.</summary>
    public bool ResetThenReuseValues { get; init; }

    /// <summary>Install when there is no such release.</summary>
    public bool Install { get; init; }
}

/// <summary>Options of rollback.</summary>
public sealed record RollbackOptions : ReleaseOptions
{
    /// <summary>The revision to go back to; 0 for the one before the present.</summary>
    public int Revision { get; init; }
}

/// <summary>Options of uninstall.</summary>
public sealed record UninstallOptions : ReleaseOptions
{
    /// <summary>Keep the record, with status uninstalled.</summary>
    public bool KeepHistory { get; init; }
}

/// <summary>The end of an uninstall.</summary>
/// <param name="Release">The last revision.</param>
/// <param name="Info">What stays in the cluster by <c>helm.sh/resource-policy: keep</c>, in Helm's words; empty for nothing.</param>
public sealed record UninstallResult(Release Release, string Info);
