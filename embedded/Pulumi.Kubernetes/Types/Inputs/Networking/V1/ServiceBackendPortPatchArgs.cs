namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>A port of a service, by name or number, of which only the given fields are set.</summary>
public sealed class ServiceBackendPortPatchArgs : ResourceArgs
{
    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }

    /// <summary>Digits may occur (old name of <c>numeric</c>).</summary>
    [Input("number")]
    public Input<int>? Number { get; set; }
}
