namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>Where an ingress sends traffic.</summary>
public sealed class IngressBackendArgs : ResourceArgs
{
    /// <summary>The field <c>resource</c>.</summary>
    [Input("resource")]
    public Input<Types.Inputs.Core.V1.TypedLocalObjectReferenceArgs>? Resource { get; set; }

    /// <summary>The field <c>service</c>.</summary>
    [Input("service")]
    public Input<Types.Inputs.Networking.V1.IngressServiceBackendArgs>? Service { get; set; }
}
