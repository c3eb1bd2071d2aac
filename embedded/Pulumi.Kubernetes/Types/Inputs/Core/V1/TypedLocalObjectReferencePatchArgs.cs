namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>A reference to an object in the same namespace, of which only the given fields are set.</summary>
public sealed class TypedLocalObjectReferencePatchArgs : ResourceArgs
{
    /// <summary>The field <c>apiGroup</c>.</summary>
    [Input("apiGroup")]
    public Input<string>? ApiGroup { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind")]
    public Input<string>? Kind { get; set; }

    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }
}
