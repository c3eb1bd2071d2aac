using System.Collections.Immutable;
using Pulumi;

namespace Coder.Infra.Resources;

/// <summary>What <see cref="CoderDeployment.Installation"/> is to look for, and what the stack wants there.</summary>
public sealed class InstallationArgs : InvokeArgs
{
    /// <summary>The kubeconfig itself; unset for the one kubectl uses. A secret.</summary>
    [Input("kubeconfig")]
    public Input<string>? Kubeconfig { get; set; }

    /// <summary>Context; unset for the current one.</summary>
    [Input("context")]
    public string? Context { get; set; }

    /// <summary>Namespace of the release.</summary>
    [Input("namespace", required: true)]
    public string Namespace { get; set; } = null!;

    /// <summary>Name of the workspace provider.</summary>
    [Input("providerName", required: true)]
    public string ProviderName { get; set; } = null!;

    /// <summary>URL of the workspace provider.</summary>
    [Input("hostname", required: true)]
    public string Hostname { get; set; } = null!;

    /// <summary>Address of the cluster's API server.</summary>
    [Input("clusterAddress", required: true)]
    public string ClusterAddress { get; set; } = null!;

    /// <summary>Version of the chart.</summary>
    [Input("chartVersion", required: true)]
    public Input<string> ChartVersion { get; set; } = null!;

    /// <summary>Name of the chart; unset where it is a path.</summary>
    [Input("chartName")]
    public string? ChartName { get; set; }

    [Input("values")]
    private InputMap<object>? _values;

    /// <summary>Values of the release; its token is not looked at.</summary>
    public InputMap<object> Values
    {
        get => _values ??= new InputMap<object>();
        set => _values = value;
    }

    [Input("organizations")]
    private List<string>? _organizations;

    /// <summary>Names of the organizations that may use it; none leaves the deployment's choice alone.</summary>
    public List<string> Organizations
    {
        get => _organizations ??= [];
        set => _organizations = value;
    }

    [Input("hosts")]
    private List<string>? _hosts;

    /// <summary>Host names that need a record.</summary>
    public List<string> Hosts
    {
        get => _hosts ??= [];
        set => _hosts = value;
    }

    /// <summary>Name server that holds the records; unset where the stack writes none.</summary>
    [Input("dnsServer")]
    public string? DnsServer { get; set; }

    /// <summary>Its port.</summary>
    [Input("dnsPort")]
    public int DnsPort { get; set; }
}

/// <summary>What is there of an installation made by hand.</summary>
[OutputType]
public sealed class InstallationInfo
{
    /// <summary>Id of the workspace provider with Coder.</summary>
    public string ProviderId { get; }

    /// <summary>Whether the namespace is there.</summary>
    public bool HasNamespace { get; }

    /// <summary>Whether the release is there.</summary>
    public bool HasRelease { get; }

    /// <summary>Whether the release has the chart's version and the values that the stack wants.</summary>
    public bool ReleaseIsAsWanted { get; }

    /// <summary>Address of the ingress; empty while it has none.</summary>
    public string IngressAddress { get; }

    /// <summary>Those of the hosts that have a record.</summary>
    public ImmutableArray<string> Records { get; }

    /// <summary>Made from the answer of <c>coder-infra:index:getInstallation</c>.</summary>
    [OutputConstructor]
    public InstallationInfo(string providerId, bool hasNamespace, bool hasRelease, bool releaseIsAsWanted, string ingressAddress, ImmutableArray<string> records) =>
        (ProviderId, HasNamespace, HasRelease, ReleaseIsAsWanted, IngressAddress, Records) = (providerId, hasNamespace, hasRelease, releaseIsAsWanted, ingressAddress, records);
}
