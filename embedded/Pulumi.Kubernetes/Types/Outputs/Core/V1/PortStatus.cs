namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>A port of a load balancer.</summary>
[OutputType]
public sealed class PortStatus
{
    /// <summary>The field <c>error</c>.</summary>
    public readonly string Error;

    /// <summary>The field <c>port</c>.</summary>
    public readonly int Port;

    /// <summary>The field <c>protocol</c>.</summary>
    public readonly string Protocol;

    [OutputConstructor]
    private PortStatus(string error, int port, string protocol)
    {
        Error = error;
        Port = port;
        Protocol = protocol;
    }
}
