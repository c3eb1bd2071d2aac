namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>A path and where its traffic goes, of which only the given fields are set.</summary>
[OutputType]
public sealed class HTTPIngressPathPatch
{
    /// <summary>The field <c>backend</c>.</summary>
    public readonly Types.Outputs.Networking.V1.IngressBackendPatch Backend;

    /// <summary>The field <c>path</c>.</summary>
    public readonly string Path;

    /// <summary>The field <c>pathType</c>.</summary>
    public readonly string PathType;

    [OutputConstructor]
    private HTTPIngressPathPatch(Types.Outputs.Networking.V1.IngressBackendPatch backend, string path, string pathType)
    {
        Backend = backend;
        Path = path;
        PathType = pathType;
    }
}
