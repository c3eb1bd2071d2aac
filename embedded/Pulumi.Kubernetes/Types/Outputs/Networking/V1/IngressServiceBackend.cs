namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A service an ingress sends traffic to.</summary>
[OutputType]
public sealed class IngressServiceBackend
{
    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The field <c>port</c>.</summary>
    public readonly Types.Outputs.Networking.V1.ServiceBackendPort Port;

    [OutputConstructor]
    private IngressServiceBackend(string name, Types.Outputs.Networking.V1.ServiceBackendPort port)
    {
        Name = name;
        Port = port;
    }
}
