namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>A reference to an object in the same namespace.</summary>
public sealed class TypedLocalObjectReferenceArgs : ResourceArgs
{
    /// <summary>The field <c>apiGroup</c>.</summary>
    [Input("apiGroup")]
    public Input<string>? ApiGroup { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind", required: true)]
    public Input<string> Kind { get; set; } = null!;

    /// <summary>The name.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;
}
