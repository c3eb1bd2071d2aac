namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A port of an ingress.</summary>
[OutputType]
public sealed class IngressPortStatus
{
    /// <summary>The field <c>error</c>.</summary>
    public readonly string Error;

    /// <summary>The field <c>port</c>.</summary>
    public readonly int Port;

    /// <summary>The field <c>protocol</c>.</summary>
    public readonly string Protocol;

    [OutputConstructor]
    private IngressPortStatus(string error, int port, string protocol)
    {
        Error = error;
        Port = port;
        Protocol = protocol;
    }
}
