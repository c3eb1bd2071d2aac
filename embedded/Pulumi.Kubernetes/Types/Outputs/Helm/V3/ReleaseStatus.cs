namespace Pulumi.Kubernetes.Types.Outputs.Helm.V3;

/// <summary>How a release was last seen.</summary>
[OutputType]
public sealed class ReleaseStatus
{
    /// <summary>The version of what the chart installs.</summary>
    public readonly string AppVersion;

    /// <summary>The chart: a name in the repository, a path, or a URL.</summary>
    public readonly string Chart;

    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The namespace.</summary>
    public readonly string Namespace;

    /// <summary>The number of the revision.</summary>
    public readonly int Revision;

    /// <summary>How the object was last seen.</summary>
    public readonly string Status;

    /// <summary>The version.</summary>
    public readonly string Version;

    [OutputConstructor]
    private ReleaseStatus(string appVersion, string chart, string name, string @namespace, int revision, string status, string version)
    {
        AppVersion = appVersion;
        Chart = chart;
        Name = name;
        Namespace = @namespace;
        Revision = revision;
        Status = status;
        Version = version;
    }
}
