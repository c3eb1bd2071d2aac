namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A port of a service, by name or number, of which only the given fields are set.</summary>
[OutputType]
public sealed class ServiceBackendPortPatch
{
    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>Digits may occur (old name of <c>numeric</c>).</summary>
    public readonly int Number;

    [OutputConstructor]
    private ServiceBackendPortPatch(string name, int number)
    {
        Name = name;
        Number = number;
    }
}
