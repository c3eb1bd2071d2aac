namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>Where an ingress sends traffic.</summary>
[OutputType]
public sealed class IngressBackend
{
    /// <summary>The field <c>resource</c>.</summary>
    public readonly Types.Outputs.Core.V1.TypedLocalObjectReference Resource;

    /// <summary>The field <c>service</c>.</summary>
    public readonly Types.Outputs.Networking.V1.IngressServiceBackend Service;

    [OutputConstructor]
    private IngressBackend(Types.Outputs.Core.V1.TypedLocalObjectReference resource, Types.Outputs.Networking.V1.IngressServiceBackend service)
    {
        Resource = resource;
        Service = service;
    }
}
