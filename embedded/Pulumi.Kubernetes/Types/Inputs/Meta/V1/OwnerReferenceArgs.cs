namespace Pulumi.Kubernetes.Types.Inputs.Meta.V1;

/// <summary>An object that owns this one.</summary>
public sealed class OwnerReferenceArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion", required: true)]
    public Input<string> ApiVersion { get; set; } = null!;

    /// <summary>The field <c>blockOwnerDeletion</c>.</summary>
    [Input("blockOwnerDeletion")]
    public Input<bool>? BlockOwnerDeletion { get; set; }

    /// <summary>The field <c>controller</c>.</summary>
    [Input("controller")]
    public Input<bool>? Controller { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind", required: true)]
    public Input<string> Kind { get; set; } = null!;

    /// <summary>The name.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>The field <c>uid</c>.</summary>
    [Input("uid", required: true)]
    public Input<string> Uid { get; set; } = null!;
}
