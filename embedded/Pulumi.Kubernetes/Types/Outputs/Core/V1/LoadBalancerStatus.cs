using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a load balancer was last seen.</summary>
[OutputType]
public sealed class LoadBalancerStatus
{
    /// <summary>The points where traffic comes in.</summary>
    public readonly ImmutableArray<Types.Outputs.Core.V1.LoadBalancerIngress> Ingress;

    [OutputConstructor]
    private LoadBalancerStatus(ImmutableArray<Types.Outputs.Core.V1.LoadBalancerIngress> ingress)
    {
        Ingress = ingress;
    }
}
