namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A path and where its traffic goes.</summary>
[OutputType]
public sealed class HTTPIngressPath
{
    /// <summary>The field <c>backend</c>.</summary>
    public readonly Types.Outputs.Networking.V1.IngressBackend Backend;

    /// <summary>The field <c>path</c>.</summary>
    public readonly string Path;

    /// <summary>The field <c>pathType</c>.</summary>
    public readonly string PathType;

    [OutputConstructor]
    private HTTPIngressPath(Types.Outputs.Networking.V1.IngressBackend backend, string path, string pathType)
    {
        Backend = backend;
        Path = path;
        PathType = pathType;
    }
}
