namespace Pulumi.Kubernetes.Types.Inputs.Provider;

/// <summary>Settings of the client of the Kubernetes API.</summary>
public sealed class KubeClientSettingsArgs : ResourceArgs
{
    /// <summary>The field <c>burst</c>.</summary>
    [Input("burst")]
    public Input<int>? Burst { get; set; }

    /// <summary>The field <c>qps</c>.</summary>
    [Input("qps")]
    public Input<double>? Qps { get; set; }

    /// <summary>Seconds to wait for each Kubernetes operation.</summary>
    [Input("timeout")]
    public Input<int>? Timeout { get; set; }
}
