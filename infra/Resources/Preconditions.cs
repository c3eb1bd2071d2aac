using System.Collections.Immutable;
using Pulumi;

namespace Coder.Infra.Resources;

/// <summary>What <see cref="CoderDeployment.Preconditions"/> is asked.</summary>
public sealed class PreconditionsArgs : InvokeArgs
{
    /// <summary>The kubeconfig itself; unset for the one kubectl uses. A secret.</summary>
    [Input("kubeconfig")]
    public Input<string>? Kubeconfig { get; set; }

    /// <summary>Context; unset for the current one.</summary>
    [Input("context")]
    public string? Context { get; set; }

    /// <summary>Address of the API server as Coder reaches it.</summary>
    [Input("clusterAddress")]
    public string? ClusterAddress { get; set; }

    /// <summary>Namespace of the provider.</summary>
    [Input("namespace", required: true)]
    public string Namespace { get; set; } = null!;

    /// <summary>Version of the chart; unset for the deployment's.</summary>
    [Input("chartVersion")]
    public string? ChartVersion { get; set; }

    /// <summary>URL of the chart repository; unset when the name is a path.</summary>
    [Input("chartRepository")]
    public string? ChartRepository { get; set; }

    /// <summary>Name of the chart, or an absolute path.</summary>
    [Input("chartName")]
    public string? ChartName { get; set; }

    /// <summary>Name of the provider; unset when it is made up.</summary>
    [Input("providerName")]
    public string? ProviderName { get; set; }

    /// <summary>URL of the provider.</summary>
    [Input("hostname")]
    public string? Hostname { get; set; }

    [Input("organizations")]
    private List<string>? _organizations;

    /// <summary>Names of the organizations that may use the provider.</summary>
    public List<string> Organizations
    {
        get => _organizations ??= [];
        set => _organizations = value;
    }

    [Input("certificateSecrets")]
    private List<string>? _certificateSecrets;

    /// <summary>Secrets that must hold a certificate, one for each of <see cref="CertificateHosts"/>.</summary>
    public List<string> CertificateSecrets
    {
        get => _certificateSecrets ??= [];
        set => _certificateSecrets = value;
    }

    [Input("certificateHosts")]
    private List<string>? _certificateHosts;

    /// <summary>The hosts that the certificates must be for.</summary>
    public List<string> CertificateHosts
    {
        get => _certificateHosts ??= [];
        set => _certificateHosts = value;
    }

    /// <summary>Whether the secrets must hold the authority's certificate too.</summary>
    [Input("needsAuthority")]
    public bool NeedsAuthority { get; set; }

    /// <summary>How long to wait for the certificates, in seconds; only of <see cref="CoderDeployment.ServedCertificate"/>.</summary>
    [Input("waitSeconds")]
    public int WaitSeconds { get; set; }
}

/// <summary>What was found.</summary>
[OutputType]
public sealed class PreconditionsInfo
{
    /// <summary>The deployment's version as it tells it: perhaps with a leading <c>v</c> and build metadata. Empty when it did not answer.</summary>
    public string CoderVersion { get; }

    /// <summary>Name of the context that is used.</summary>
    public string Context { get; }

    /// <summary>Its cluster's API server.</summary>
    public string Server { get; }

    /// <summary>The chart's version of the release that is deployed; empty where there is none.</summary>
    public string ReleaseVersion { get; }

    /// <summary>What keeps the stack from working, a sentence each, with what mends it.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>What may keep it from working, or will before long.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>What belongs into a report of problems, but is none alone.</summary>
    public ImmutableArray<string> Hints { get; }

    /// <summary>Made from the answer of <c>coder-infra:index:getPreconditions</c>.</summary>
    [OutputConstructor]
    public PreconditionsInfo(
        string coderVersion, string context, string server, string releaseVersion, ImmutableArray<string> problems, ImmutableArray<string> warnings, ImmutableArray<string> hints) =>
        (CoderVersion, Context, Server, ReleaseVersion, Problems, Warnings, Hints) = (coderVersion, context, server, releaseVersion, problems, warnings, hints);
}

/// <summary>Whether the certificates are served.</summary>
[OutputType]
public sealed class ServedCertificateInfo
{
    /// <summary>What is missing; empty once they are there.</summary>
    public string Missing { get; }

    /// <summary>Made from the answer of <c>coder-infra:index:getServedCertificate</c>.</summary>
    [OutputConstructor]
    public ServedCertificateInfo(string missing) => Missing = missing;
}
