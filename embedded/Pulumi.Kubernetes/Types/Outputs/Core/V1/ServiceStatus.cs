using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a service was last seen.</summary>
[OutputType]
public sealed class ServiceStatus
{
    /// <summary>The conditions.</summary>
    public readonly ImmutableArray<Types.Outputs.Meta.V1.Condition> Conditions;

    /// <summary>The load balancer.</summary>
    public readonly Types.Outputs.Core.V1.LoadBalancerStatus LoadBalancer;

    [OutputConstructor]
    private ServiceStatus(ImmutableArray<Types.Outputs.Meta.V1.Condition> conditions, Types.Outputs.Core.V1.LoadBalancerStatus loadBalancer)
    {
        Conditions = conditions;
        LoadBalancer = loadBalancer;
    }
}
