using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>A release's inputs in the words of the Helm room.</summary>
internal sealed class ReleaseSettings(PropertyMap inputs, PropertyMap helm, string folder, string urn, double seconds, Action<string> say)
{
    // As Helm records who wrote an object: the name of the program, which is the plugin's.
    private const string FieldManager = "pulumi-resource-kubernetes";

    /// <summary>The release's name.</summary>
    public string Name => inputs.Text("name") ?? "";

    /// <summary>Its namespace.</summary>
    public string Namespace => inputs.Text("namespace") ?? "";

    /// <summary>Whether the chart can be found before everything is known.</summary>
    public bool ChartIsKnown => new[] { "chart", "version", "repositoryOpts" }.All(name => inputs.Get(name)?.ContainsUnknowns != true);

    /// <summary>Whether nothing is unknown that names the release.</summary>
    public bool IdentityIsKnown => new[] { "name", "namespace" }.All(name => inputs.Get(name)?.ContainsUnknowns != true);

    /// <summary>The chart.</summary>
    public ChartReference Chart
    {
        get
        {
            var repository = inputs.Map("repositoryOpts") ?? PropertyMap.Empty;
            var version = inputs.Text("version") ?? "";
            return new ChartReference(Located(inputs.Text("chart") ?? "", repository))
            {
                Version = version.Length == 0 && Is("devel") ? ">0.0.0-0" : version,
                RepositoryUrl = repository.Text("repo") ?? "",
                Username = repository.Text("username") ?? "",
                Password = repository.Text("password") ?? "",
                CaFile = repository.Text("caFile") ?? "",
                CertFile = repository.Text("certFile") ?? "",
                KeyFile = repository.Text("keyFile") ?? "",
                RepositoryConfig = helm.Text("repositoryConfigPath") ?? "",
            };
        }
    }

    /// <summary>A path is meant from the program's folder; what is not there names a chart of a repository.</summary>
    private string Located(string chart, PropertyMap repository)
    {
        var path = Path.Combine(folder, chart);
        return chart.Length > 0 && repository.Text("repo") is null or "" && Path.Exists(path) ? path : chart;
    }

    /// <summary>How to install.</summary>
    public InstallOptions Install => new()
    {
        Timeout = Timeout,
        Wait = !Is("skipAwait"),
        WaitForJobs = Is("waitForJobs"),
        DisableHooks = NoHooks,
        Force = Is("forceUpdate"),
        MaxHistory = MaxHistory,
        CleanupOnFail = Is("cleanupOnFail"),
        FieldManager = FieldManager,
        Description = Description,
        Progress = say,
        Atomic = Is("atomic"),
        SkipCrds = Is("skipCrds"),
        Mark = Mark,
        CreateNamespace = Is("createNamespace"),
        Replace = Is("replace"),
    };

    /// <summary>How to upgrade. Values that the program dropped are dropped, unless it asks to reuse them.</summary>
    public UpgradeOptions Upgrade => new()
    {
        Timeout = Timeout,
        Wait = !Is("skipAwait"),
        WaitForJobs = Is("waitForJobs"),
        DisableHooks = NoHooks,
        Force = Is("forceUpdate"),
        MaxHistory = MaxHistory,
        CleanupOnFail = Is("cleanupOnFail"),
        FieldManager = FieldManager,
        Description = Description,
        Progress = say,
        Atomic = Is("atomic"),
        SkipCrds = Is("skipCrds"),
        Mark = Mark,
        CreateNamespace = Is("createNamespace"),
        ReuseValues = Is("reuseValues") && !Is("resetValues"),
        ResetValues = !Is("reuseValues") || Is("resetValues"),
        Install = true,
        RecoverPending = true,
    };

    /// <summary>How to uninstall.</summary>
    public UninstallOptions Uninstall => new()
    {
        Timeout = Timeout,
        Wait = !Is("skipAwait"),
        DisableHooks = NoHooks,
        FieldManager = FieldManager,
        Progress = say,
    };

    /// <summary>Whether a release that is there was made by this very resource, in a run that could not write it down.</summary>
    public bool Made(Release release, Chart chart, Dictionary<string, object?> values) =>
        release.Mark == Mark
        // A run by the official plugin left no mark: the same chart with the same values is what we were about to install.
        || release.ChartName == chart.Metadata.Name && release.ChartVersion == chart.Metadata.Version
            && Helm.Yaml.YamlText.Marshal(values) == Helm.Yaml.YamlText.Marshal(Helm.Yaml.YamlText.Unmarshal(release.Config?.ToJsonString() ?? "{}"));

    // Marks a record as this resource's, so that a run that was killed is known again by the next one.
    private string Mark { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(urn)))[..32];

    private TimeSpan Timeout => TimeSpan.FromSeconds(seconds > 0 ? seconds : inputs.Number("timeout") ?? ReleaseInputs.StandardTimeout);

    private bool NoHooks => Is("disableWebhooks") || Is("disableCRDHooks");

    private int MaxHistory => (int)(inputs.Number("maxHistory") ?? 0);

    private string? Description => inputs.Text("description") is { Length: > 0 } text ? text : null;

    private bool Is(string flag) => inputs.Flag(flag) ?? false;
}
