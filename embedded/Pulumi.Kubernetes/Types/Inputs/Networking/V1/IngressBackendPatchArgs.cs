namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>Where an ingress sends traffic, of which only the given fields are set.</summary>
public sealed class IngressBackendPatchArgs : ResourceArgs
{
    /// <summary>The field <c>resource</c>.</summary>
    [Input("resource")]
    public Input<Types.Inputs.Core.V1.TypedLocalObjectReferencePatchArgs>? Resource { get; set; }

    /// <summary>The field <c>service</c>.</summary>
    [Input("service")]
    public Input<Types.Inputs.Networking.V1.IngressServiceBackendPatchArgs>? Service { get; set; }
}
