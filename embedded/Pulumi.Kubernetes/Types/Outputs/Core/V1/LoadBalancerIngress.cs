using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>A point where traffic to a load balancer comes in.</summary>
[OutputType]
public sealed class LoadBalancerIngress
{
    /// <summary>The host name.</summary>
    public readonly string Hostname;

    /// <summary>The IP address.</summary>
    public readonly string Ip;

    /// <summary>The field <c>ipMode</c>.</summary>
    public readonly string IpMode;

    /// <summary>The ports.</summary>
    public readonly ImmutableArray<Types.Outputs.Core.V1.PortStatus> Ports;

    [OutputConstructor]
    private LoadBalancerIngress(string hostname, string ip, string ipMode, ImmutableArray<Types.Outputs.Core.V1.PortStatus> ports)
    {
        Hostname = hostname;
        Ip = ip;
        IpMode = ipMode;
        Ports = ports;
    }
}
