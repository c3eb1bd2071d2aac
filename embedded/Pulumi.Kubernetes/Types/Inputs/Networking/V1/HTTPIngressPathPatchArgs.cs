namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>A path and where its traffic goes, of which only the given fields are set.</summary>
public sealed class HTTPIngressPathPatchArgs : ResourceArgs
{
    /// <summary>The field <c>backend</c>.</summary>
    [Input("backend")]
    public Input<Types.Inputs.Networking.V1.IngressBackendPatchArgs>? Backend { get; set; }

    /// <summary>The field <c>path</c>.</summary>
    [Input("path")]
    public Input<string>? Path { get; set; }

    /// <summary>The field <c>pathType</c>.</summary>
    [Input("pathType")]
    public Input<string>? PathType { get; set; }
}
