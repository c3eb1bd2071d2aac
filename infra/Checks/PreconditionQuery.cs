using System.Collections.Immutable;
using Coder.Infra.Provider;
using Pulumi.Experimental;

namespace Coder.Infra.Checks;

/// <summary>What <c>coder-infra:index:getPreconditions</c> is asked: the arguments of <see cref="Resources.PreconditionsArgs"/>.</summary>
internal sealed record PreconditionQuery
{
    /// <summary>The kubeconfig itself; empty for the one kubectl uses.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>Context; empty for the current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>Address of the API server as Coder reaches it.</summary>
    public string ClusterAddress { get; init; } = "";

    /// <summary>Namespace of the provider.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Version of the chart; empty for the deployment's.</summary>
    public string ChartVersion { get; init; } = "";

    /// <summary>URL of the chart repository; empty when the name is a path.</summary>
    public string ChartRepository { get; init; } = "";

    /// <summary>Name of the chart, or an absolute path.</summary>
    public string ChartName { get; init; } = "";

    /// <summary>Name of the provider; empty when it is made up.</summary>
    public string ProviderName { get; init; } = "";

    /// <summary>URL of the provider.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Names of the organizations that may use it; none when all may.</summary>
    public ImmutableArray<string> Organizations { get; init; } = [];

    /// <summary>Secrets that must be there with a certificate, as <c>name</c> and the host it must cover; one may occur twice.</summary>
    public ImmutableArray<(string Name, string Host)> Certificates { get; init; } = [];

    /// <summary>Whether such a secret must hold the authority's certificate too (<c>ca.crt</c>).</summary>
    public bool NeedsAuthority { get; init; }

    /// <summary>Reads the arguments of a call.</summary>
    public static PreconditionQuery Of(IReadOnlyDictionary<string, PropertyValue> args) => new()
    {
        Kubeconfig = args.Text("kubeconfig"),
        Context = args.Text("context"),
        ClusterAddress = args.Text("clusterAddress"),
        Namespace = args.Text("namespace"),
        ChartVersion = args.Text("chartVersion"),
        ChartRepository = args.Text("chartRepository"),
        ChartName = args.Text("chartName"),
        ProviderName = args.Text("providerName"),
        Hostname = args.Text("hostname"),
        Organizations = [.. args.Texts("organizations") ?? []],
        Certificates = [.. (args.Texts("certificateSecrets") ?? []).Zip(args.Texts("certificateHosts") ?? [])],
        NeedsAuthority = args.TryGetValue("needsAuthority", out var needs) && needs.TryGetBool(out var flag) && flag,
    };
}
