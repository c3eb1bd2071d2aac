namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>How an ingress was last seen.</summary>
[OutputType]
public sealed class IngressStatus
{
    /// <summary>The load balancer.</summary>
    public readonly Types.Outputs.Networking.V1.IngressLoadBalancerStatus LoadBalancer;

    [OutputConstructor]
    private IngressStatus(Types.Outputs.Networking.V1.IngressLoadBalancerStatus loadBalancer)
    {
        LoadBalancer = loadBalancer;
    }
}
