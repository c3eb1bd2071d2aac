using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>How an ingress's load balancer was last seen, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressLoadBalancerStatusPatch
{
    /// <summary>The points where traffic comes in.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressLoadBalancerIngressPatch> Ingress;

    [OutputConstructor]
    private IngressLoadBalancerStatusPatch(ImmutableArray<Types.Outputs.Networking.V1.IngressLoadBalancerIngressPatch> ingress)
    {
        Ingress = ingress;
    }
}
