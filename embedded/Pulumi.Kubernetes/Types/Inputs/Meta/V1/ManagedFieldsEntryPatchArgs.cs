namespace Pulumi.Kubernetes.Types.Inputs.Meta.V1;

/// <summary>The fields that one field manager owns, of which only the given fields are set.</summary>
public sealed class ManagedFieldsEntryPatchArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion")]
    public Input<string>? ApiVersion { get; set; }

    /// <summary>The field <c>fieldsType</c>.</summary>
    [Input("fieldsType")]
    public Input<string>? FieldsType { get; set; }

    /// <summary>The field <c>fieldsV1</c>.</summary>
    [Input("fieldsV1")]
    public InputJson? FieldsV1 { get; set; }

    /// <summary>The field <c>manager</c>.</summary>
    [Input("manager")]
    public Input<string>? Manager { get; set; }

    /// <summary>The field <c>operation</c>.</summary>
    [Input("operation")]
    public Input<string>? Operation { get; set; }

    /// <summary>The field <c>subresource</c>.</summary>
    [Input("subresource")]
    public Input<string>? Subresource { get; set; }

    /// <summary>The field <c>time</c>.</summary>
    [Input("time")]
    public Input<string>? Time { get; set; }
}
