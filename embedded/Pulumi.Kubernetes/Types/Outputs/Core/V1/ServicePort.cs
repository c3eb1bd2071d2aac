namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>A port of a service.</summary>
[OutputType]
public sealed class ServicePort
{
    /// <summary>The field <c>appProtocol</c>.</summary>
    public readonly string AppProtocol;

    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The field <c>nodePort</c>.</summary>
    public readonly int NodePort;

    /// <summary>The field <c>port</c>.</summary>
    public readonly int Port;

    /// <summary>The field <c>protocol</c>.</summary>
    public readonly string Protocol;

    /// <summary>The field <c>targetPort</c>.</summary>
    public readonly Union<int, string> TargetPort;

    [OutputConstructor]
    private ServicePort(string appProtocol, string name, int nodePort, int port, string protocol, Union<int, string> targetPort)
    {
        AppProtocol = appProtocol;
        Name = name;
        NodePort = nodePort;
        Port = port;
        Protocol = protocol;
        TargetPort = targetPort;
    }
}
