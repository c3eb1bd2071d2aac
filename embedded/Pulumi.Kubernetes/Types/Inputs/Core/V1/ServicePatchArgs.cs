namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>What <see cref="Pulumi.Kubernetes.Core.V1.ServicePatch"/> takes.</summary>
public sealed class ServicePatchArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion")]
    public Input<string>? ApiVersion { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind")]
    public Input<string>? Kind { get; set; }

    /// <summary>Name, namespace, labels, annotations and what the server keeps about the object.</summary>
    [Input("metadata")]
    public Input<Types.Inputs.Meta.V1.ObjectMetaPatchArgs>? Metadata { get; set; }
}
