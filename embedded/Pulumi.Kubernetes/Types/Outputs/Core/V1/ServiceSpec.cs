using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a service is wanted.</summary>
[OutputType]
public sealed class ServiceSpec
{
    /// <summary>The field <c>allocateLoadBalancerNodePorts</c>.</summary>
    public readonly bool AllocateLoadBalancerNodePorts;

    /// <summary>The field <c>clusterIP</c>.</summary>
    public readonly string ClusterIP;

    /// <summary>The field <c>clusterIPs</c>.</summary>
    public readonly ImmutableArray<string> ClusterIPs;

    /// <summary>The field <c>externalIPs</c>.</summary>
    public readonly ImmutableArray<string> ExternalIPs;

    /// <summary>The field <c>externalName</c>.</summary>
    public readonly string ExternalName;

    /// <summary>The field <c>externalTrafficPolicy</c>.</summary>
    public readonly string ExternalTrafficPolicy;

    /// <summary>The field <c>healthCheckNodePort</c>.</summary>
    public readonly int HealthCheckNodePort;

    /// <summary>The field <c>internalTrafficPolicy</c>.</summary>
    public readonly string InternalTrafficPolicy;

    /// <summary>The field <c>ipFamilies</c>.</summary>
    public readonly ImmutableArray<string> IpFamilies;

    /// <summary>The field <c>ipFamilyPolicy</c>.</summary>
    public readonly string IpFamilyPolicy;

    /// <summary>The field <c>loadBalancerClass</c>.</summary>
    public readonly string LoadBalancerClass;

    /// <summary>The field <c>loadBalancerIP</c>.</summary>
    public readonly string LoadBalancerIP;

    /// <summary>The field <c>loadBalancerSourceRanges</c>.</summary>
    public readonly ImmutableArray<string> LoadBalancerSourceRanges;

    /// <summary>The ports.</summary>
    public readonly ImmutableArray<Types.Outputs.Core.V1.ServicePort> Ports;

    /// <summary>The field <c>publishNotReadyAddresses</c>.</summary>
    public readonly bool PublishNotReadyAddresses;

    /// <summary>The field <c>selector</c>.</summary>
    public readonly ImmutableDictionary<string, string> Selector;

    /// <summary>The field <c>sessionAffinity</c>.</summary>
    public readonly string SessionAffinity;

    /// <summary>The field <c>sessionAffinityConfig</c>.</summary>
    public readonly Types.Outputs.Core.V1.SessionAffinityConfig SessionAffinityConfig;

    /// <summary>The field <c>trafficDistribution</c>.</summary>
    public readonly string TrafficDistribution;

    /// <summary>The type.</summary>
    public readonly string Type;

    [OutputConstructor]
    private ServiceSpec(
        bool allocateLoadBalancerNodePorts,
        string clusterIP,
        ImmutableArray<string> clusterIPs,
        ImmutableArray<string> externalIPs,
        string externalName,
        string externalTrafficPolicy,
        int healthCheckNodePort,
        string internalTrafficPolicy,
        ImmutableArray<string> ipFamilies,
        string ipFamilyPolicy,
        string loadBalancerClass,
        string loadBalancerIP,
        ImmutableArray<string> loadBalancerSourceRanges,
        ImmutableArray<Types.Outputs.Core.V1.ServicePort> ports,
        bool publishNotReadyAddresses,
        ImmutableDictionary<string, string> selector,
        string sessionAffinity,
        Types.Outputs.Core.V1.SessionAffinityConfig sessionAffinityConfig,
        string trafficDistribution,
        string type)
    {
        AllocateLoadBalancerNodePorts = allocateLoadBalancerNodePorts;
        ClusterIP = clusterIP;
        ClusterIPs = clusterIPs;
        ExternalIPs = externalIPs;
        ExternalName = externalName;
        ExternalTrafficPolicy = externalTrafficPolicy;
        HealthCheckNodePort = healthCheckNodePort;
        InternalTrafficPolicy = internalTrafficPolicy;
        IpFamilies = ipFamilies;
        IpFamilyPolicy = ipFamilyPolicy;
        LoadBalancerClass = loadBalancerClass;
        LoadBalancerIP = loadBalancerIP;
        LoadBalancerSourceRanges = loadBalancerSourceRanges;
        Ports = ports;
        PublishNotReadyAddresses = publishNotReadyAddresses;
        Selector = selector;
        SessionAffinity = sessionAffinity;
        SessionAffinityConfig = sessionAffinityConfig;
        TrafficDistribution = trafficDistribution;
        Type = type;
    }
}
