using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>A release's inputs as options of Helm: which of them an operation looks at is the plugin's choice.</summary>
internal sealed class ReleaseSettings(PropertyMap inputs, PropertyMap helm, string folder)
{
    // As Helm records who wrote an object: the name of the program, which is the plugin's.
    private const string FieldManager = "pulumi-resource-kubernetes";

    /// <summary>The release's name.</summary>
    public string Name => inputs.Text("name") ?? "";

    /// <summary>Its namespace.</summary>
    public string Namespace => inputs.Text("namespace") ?? "";

    /// <summary>The chart.</summary>
    public ChartReference Chart
    {
        get
        {
            var options = inputs.Map("repositoryOpts") ?? PropertyMap.Empty;
            var version = (inputs.Text("version") ?? "").Trim();
            var (repository, chart) = Resolve(options.Text("repo") ?? "", (inputs.Text("chart") ?? "").Trim());
            return new ChartReference(repository.Length == 0 ? Located(chart) : chart)
            {
                Version = version.Length == 0 && Is("devel") ? ">0.0.0-0" : version,
                RepositoryUrl = repository,
                Username = options.Text("username") ?? "",
                Password = options.Text("password") ?? "",
                CaFile = options.Text("caFile") ?? "",
                CertFile = options.Text("certFile") ?? "",
                KeyFile = options.Text("keyFile") ?? "",
                RepositoryConfig = helm.Text("repositoryConfigPath") ?? "",
            };
        }
    }

    /// <summary>Options of install.</summary>
    public InstallOptions Install => new()
    {
        Timeout = Timeout,
        Wait = !Is("skipAwait"),
        WaitForJobs = Is("waitForJobs"),
        DisableHooks = Is("disableWebhooks"),
        MaxHistory = 0,
        FieldManager = FieldManager,
        Description = Description,
        Atomic = Is("atomic"),
        SkipCrds = Is("skipCrds"),
        SubchartNotes = Is("renderSubchartNotes"),
        CreateNamespace = Is("createNamespace"),
        Replace = Is("replace"),
    };

    /// <summary>Options of upgrade.</summary>
    public UpgradeOptions Upgrade => new()
    {
        Timeout = Timeout,
        Wait = !Is("skipAwait"),
        WaitForJobs = Is("waitForJobs"),
        DisableHooks = Is("disableCRDHooks"),
        Force = Is("forceUpdate"),
        MaxHistory = (int)(inputs.Number("maxHistory") ?? 0),
        CleanupOnFail = Is("cleanupOnFail"),
        FieldManager = FieldManager,
        Description = Description,
        Atomic = Is("atomic"),
        SubchartNotes = Is("renderSubchartNotes"),
        ReuseValues = Is("reuseValues"),
        ResetValues = Is("resetValues"),
    };

    /// <summary>Options of uninstall.</summary>
    public UninstallOptions Uninstall => new()
    {
        Timeout = Timeout,
        Wait = Is("atomic") || !Is("skipAwait"),
        FieldManager = FieldManager,
    };

    private TimeSpan Timeout => TimeSpan.FromSeconds(inputs.Number("timeout") is { } seconds and > 0 ? seconds : ReleaseInputs.StandardTimeout);

    private string? Description => inputs.Text("description") is { Length: > 0 } text ? text : null;

    /// <summary>A repository is a URL, or the name of one that Helm knows, which then is part of the chart's name.</summary>
    private static (string Url, string Chart) Resolve(string repository, string chart)
    {
        if (chart.StartsWith("oci://", StringComparison.Ordinal))
            return ("", chart);
        if (repository.StartsWith('/') || Uri.TryCreate(repository, UriKind.Absolute, out _))
            return (repository, chart);
        return ("", repository.Length > 0 && !chart.Contains('/') ? $"{repository}/{chart}" : chart);
    }

    /// <summary>A path begins at the program's folder; a folder without a chart may have the name of a repository.</summary>
    private string Located(string chart)
    {
        var path = Path.Combine(folder, chart);
        return chart.Length > 0 && (File.Exists(path) || File.Exists(Path.Combine(path, "Chart.yaml"))) ? path : chart;
    }

    private bool Is(string flag) => inputs.Flag(flag) ?? false;
}
