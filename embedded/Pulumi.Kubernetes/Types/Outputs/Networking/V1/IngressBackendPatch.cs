namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>Where an ingress sends traffic, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressBackendPatch
{
    /// <summary>The field <c>resource</c>.</summary>
    public readonly Types.Outputs.Core.V1.TypedLocalObjectReferencePatch Resource;

    /// <summary>The field <c>service</c>.</summary>
    public readonly Types.Outputs.Networking.V1.IngressServiceBackendPatch Service;

    [OutputConstructor]
    private IngressBackendPatch(
        Types.Outputs.Core.V1.TypedLocalObjectReferencePatch resource,
        Types.Outputs.Networking.V1.IngressServiceBackendPatch service)
    {
        Resource = resource;
        Service = service;
    }
}
