using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A point where traffic to an ingress comes in, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressLoadBalancerIngressPatch
{
    /// <summary>The host name.</summary>
    public readonly string Hostname;

    /// <summary>The IP address.</summary>
    public readonly string Ip;

    /// <summary>The ports.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressPortStatusPatch> Ports;

    [OutputConstructor]
    private IngressLoadBalancerIngressPatch(string hostname, string ip, ImmutableArray<Types.Outputs.Networking.V1.IngressPortStatusPatch> ports)
    {
        Hostname = hostname;
        Ip = ip;
        Ports = ports;
    }
}
