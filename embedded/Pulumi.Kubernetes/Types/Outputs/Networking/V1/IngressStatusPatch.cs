namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>How an ingress was last seen, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressStatusPatch
{
    /// <summary>The load balancer.</summary>
    public readonly Types.Outputs.Networking.V1.IngressLoadBalancerStatusPatch LoadBalancer;

    [OutputConstructor]
    private IngressStatusPatch(Types.Outputs.Networking.V1.IngressLoadBalancerStatusPatch loadBalancer)
    {
        LoadBalancer = loadBalancer;
    }
}
