namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>A path and where its traffic goes.</summary>
public sealed class HTTPIngressPathArgs : ResourceArgs
{
    /// <summary>The field <c>backend</c>.</summary>
    [Input("backend", required: true)]
    public Input<Types.Inputs.Networking.V1.IngressBackendArgs> Backend { get; set; } = null!;

    /// <summary>The field <c>path</c>.</summary>
    [Input("path")]
    public Input<string>? Path { get; set; }

    /// <summary>The field <c>pathType</c>.</summary>
    [Input("pathType", required: true)]
    public Input<string> PathType { get; set; } = null!;
}
