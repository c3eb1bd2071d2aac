using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A point where traffic to an ingress comes in.</summary>
[OutputType]
public sealed class IngressLoadBalancerIngress
{
    /// <summary>The host name.</summary>
    public readonly string Hostname;

    /// <summary>The IP address.</summary>
    public readonly string Ip;

    /// <summary>The ports.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressPortStatus> Ports;

    [OutputConstructor]
    private IngressLoadBalancerIngress(string hostname, string ip, ImmutableArray<Types.Outputs.Networking.V1.IngressPortStatus> ports)
    {
        Hostname = hostname;
        Ip = ip;
        Ports = ports;
    }
}
