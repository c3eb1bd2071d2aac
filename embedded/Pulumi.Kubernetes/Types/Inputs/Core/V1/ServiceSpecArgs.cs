namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>How a service is wanted.</summary>
public sealed class ServiceSpecArgs : ResourceArgs
{
    /// <summary>The field <c>allocateLoadBalancerNodePorts</c>.</summary>
    [Input("allocateLoadBalancerNodePorts")]
    public Input<bool>? AllocateLoadBalancerNodePorts { get; set; }

    /// <summary>The field <c>clusterIP</c>.</summary>
    [Input("clusterIP")]
    public Input<string>? ClusterIP { get; set; }

    [Input("clusterIPs")]
    private InputList<string>? _clusterIPs;

    /// <summary>The field <c>clusterIPs</c>.</summary>
    public InputList<string> ClusterIPs { get => _clusterIPs ??= new InputList<string>(); set => _clusterIPs = value; }

    [Input("externalIPs")]
    private InputList<string>? _externalIPs;

    /// <summary>The field <c>externalIPs</c>.</summary>
    public InputList<string> ExternalIPs { get => _externalIPs ??= new InputList<string>(); set => _externalIPs = value; }

    /// <summary>The field <c>externalName</c>.</summary>
    [Input("externalName")]
    public Input<string>? ExternalName { get; set; }

    /// <summary>The field <c>externalTrafficPolicy</c>.</summary>
    [Input("externalTrafficPolicy")]
    public Input<string>? ExternalTrafficPolicy { get; set; }

    /// <summary>The field <c>healthCheckNodePort</c>.</summary>
    [Input("healthCheckNodePort")]
    public Input<int>? HealthCheckNodePort { get; set; }

    /// <summary>The field <c>internalTrafficPolicy</c>.</summary>
    [Input("internalTrafficPolicy")]
    public Input<string>? InternalTrafficPolicy { get; set; }

    [Input("ipFamilies")]
    private InputList<string>? _ipFamilies;

    /// <summary>The field <c>ipFamilies</c>.</summary>
    public InputList<string> IpFamilies { get => _ipFamilies ??= new InputList<string>(); set => _ipFamilies = value; }

    /// <summary>The field <c>ipFamilyPolicy</c>.</summary>
    [Input("ipFamilyPolicy")]
    public Input<string>? IpFamilyPolicy { get; set; }

    /// <summary>The field <c>loadBalancerClass</c>.</summary>
    [Input("loadBalancerClass")]
    public Input<string>? LoadBalancerClass { get; set; }

    /// <summary>The field <c>loadBalancerIP</c>.</summary>
    [Input("loadBalancerIP")]
    public Input<string>? LoadBalancerIP { get; set; }

    [Input("loadBalancerSourceRanges")]
    private InputList<string>? _loadBalancerSourceRanges;

    /// <summary>The field <c>loadBalancerSourceRanges</c>.</summary>
    public InputList<string> LoadBalancerSourceRanges { get => _loadBalancerSourceRanges ??= new InputList<string>(); set => _loadBalancerSourceRanges = value; }

    [Input("ports")]
    private InputList<Types.Inputs.Core.V1.ServicePortArgs>? _ports;

    /// <summary>The ports.</summary>
    public InputList<Types.Inputs.Core.V1.ServicePortArgs> Ports { get => _ports ??= new InputList<Types.Inputs.Core.V1.ServicePortArgs>(); set => _ports = value; }

    /// <summary>The field <c>publishNotReadyAddresses</c>.</summary>
    [Input("publishNotReadyAddresses")]
    public Input<bool>? PublishNotReadyAddresses { get; set; }

    [Input("selector")]
    private InputMap<string>? _selector;

    /// <summary>The field <c>selector</c>.</summary>
    public InputMap<string> Selector { get => _selector ??= new InputMap<string>(); set => _selector = value; }

    /// <summary>The field <c>sessionAffinity</c>.</summary>
    [Input("sessionAffinity")]
    public Input<string>? SessionAffinity { get; set; }

    /// <summary>The field <c>sessionAffinityConfig</c>.</summary>
    [Input("sessionAffinityConfig")]
    public Input<Types.Inputs.Core.V1.SessionAffinityConfigArgs>? SessionAffinityConfig { get; set; }

    /// <summary>The field <c>trafficDistribution</c>.</summary>
    [Input("trafficDistribution")]
    public Input<string>? TrafficDistribution { get; set; }

    /// <summary>The type.</summary>
    [Input("type")]
    public Input<string>? Type { get; set; }
}
