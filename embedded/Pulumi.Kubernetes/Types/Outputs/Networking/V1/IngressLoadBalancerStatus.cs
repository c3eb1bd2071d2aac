using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>How an ingress's load balancer was last seen.</summary>
[OutputType]
public sealed class IngressLoadBalancerStatus
{
    /// <summary>The points where traffic comes in.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressLoadBalancerIngress> Ingress;

    [OutputConstructor]
    private IngressLoadBalancerStatus(ImmutableArray<Types.Outputs.Networking.V1.IngressLoadBalancerIngress> ingress)
    {
        Ingress = ingress;
    }
}
