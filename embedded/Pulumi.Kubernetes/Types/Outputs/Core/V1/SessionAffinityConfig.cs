namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a client stays with one pod.</summary>
[OutputType]
public sealed class SessionAffinityConfig
{
    /// <summary>The field <c>clientIP</c>.</summary>
    public readonly Types.Outputs.Core.V1.ClientIPConfig ClientIP;

    [OutputConstructor]
    private SessionAffinityConfig(Types.Outputs.Core.V1.ClientIPConfig clientIP)
    {
        ClientIP = clientIP;
    }
}
