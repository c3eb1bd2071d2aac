namespace Pulumi.Kubernetes.Types.Inputs.Meta.V1;

/// <summary>An object that owns this one, of which only the given fields are set.</summary>
public sealed class OwnerReferencePatchArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion")]
    public Input<string>? ApiVersion { get; set; }

    /// <summary>The field <c>blockOwnerDeletion</c>.</summary>
    [Input("blockOwnerDeletion")]
    public Input<bool>? BlockOwnerDeletion { get; set; }

    /// <summary>The field <c>controller</c>.</summary>
    [Input("controller")]
    public Input<bool>? Controller { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind")]
    public Input<string>? Kind { get; set; }

    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }

    /// <summary>The field <c>uid</c>.</summary>
    [Input("uid")]
    public Input<string>? Uid { get; set; }
}
