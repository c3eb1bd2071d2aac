namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>What <see cref="Pulumi.Kubernetes.Networking.V1.Ingress"/> takes.</summary>
public sealed class IngressArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion")]
    public Input<string>? ApiVersion { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind")]
    public Input<string>? Kind { get; set; }

    /// <summary>Name, namespace, labels, annotations and what the server keeps about the object.</summary>
    [Input("metadata")]
    public Input<Types.Inputs.Meta.V1.ObjectMetaArgs>? Metadata { get; set; }

    /// <summary>How the object is wanted.</summary>
    [Input("spec")]
    public Input<Types.Inputs.Networking.V1.IngressSpecArgs>? Spec { get; set; }
}
