namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A service an ingress sends traffic to, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressServiceBackendPatch
{
    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The field <c>port</c>.</summary>
    public readonly Types.Outputs.Networking.V1.ServiceBackendPortPatch Port;

    [OutputConstructor]
    private IngressServiceBackendPatch(string name, Types.Outputs.Networking.V1.ServiceBackendPortPatch port)
    {
        Name = name;
        Port = port;
    }
}
