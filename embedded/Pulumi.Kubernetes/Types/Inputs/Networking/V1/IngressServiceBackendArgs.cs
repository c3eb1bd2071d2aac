namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>A service an ingress sends traffic to.</summary>
public sealed class IngressServiceBackendArgs : ResourceArgs
{
    /// <summary>The name.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>The field <c>port</c>.</summary>
    [Input("port")]
    public Input<Types.Inputs.Networking.V1.ServiceBackendPortArgs>? Port { get; set; }
}
