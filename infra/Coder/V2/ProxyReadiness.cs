using Pulumi;

namespace Coder.Infra.Coder.V2;

/// <summary>Which workspace proxy is waited for, and as what.</summary>
public sealed class ProxyReadinessArgs : ResourceArgs
{
    /// <summary>Id of the registered proxy. Another one replaces.</summary>
    [Input("proxyId", required: true)]
    public Input<string> ProxyId { get; set; } = null!;

    /// <summary>Version that it must report, such as <c>2.19.0</c>.</summary>
    [Input("version", required: true)]
    public Input<string> Version { get; set; } = null!;

    /// <summary>Access URL that it must report.</summary>
    [Input("url", required: true)]
    public Input<string> Url { get; set; } = null!;

    /// <summary>Wildcard host that it must report; unset for none.</summary>
    [Input("wildcardHostname")]
    public Input<string>? WildcardHostname { get; set; }
}

/// <summary>The end of the procedure: waits until the deployment reports the workspace proxy healthy, at its URL and version.</summary>
public sealed class ProxyReadiness : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:ProxyReadiness";

    /// <summary>What the deployment last reported: <c>ok</c>.</summary>
    [Output("status")]
    public Output<string> Status { get; private set; } = null!;

    /// <summary>Declares the wait.</summary>
    public ProxyReadiness(string name, ProxyReadinessArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, options)
    {
    }
}
