namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>A service an ingress sends traffic to, of which only the given fields are set.</summary>
public sealed class IngressServiceBackendPatchArgs : ResourceArgs
{
    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }

    /// <summary>The field <c>port</c>.</summary>
    [Input("port")]
    public Input<Types.Inputs.Networking.V1.ServiceBackendPortPatchArgs>? Port { get; set; }
}
