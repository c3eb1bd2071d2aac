using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Serving;

/// <summary>What a resource request's path names: <c>/api/v1/…</c> or <c>/apis/GROUP/VERSION/…</c>.</summary>
internal sealed record RequestInfo(string Group, string Version, string Resource, string? Namespace, string? Name, string? Subresource)
{
    /// <summary>Null when the path is no resource path (discovery, health and the like).</summary>
    public static RequestInfo? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var r] => ("", v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => ("", "", []),
        };
        return rest switch
        {
            [] => null,
            ["namespaces", var ns, "status" or "finalize"] => new(group, version, "namespaces", null, ns, rest[2]),
            ["namespaces", var ns, var resource, .. var more] when more.Length <= 2 =>
                new(group, version, resource, ns, more.ElementAtOrDefault(0), more.ElementAtOrDefault(1)),
            [var resource, .. var more] when more.Length <= 2 =>
                new(group, version, resource, null, more.ElementAtOrDefault(0), more.ElementAtOrDefault(1)),
            ["namespaces", var ns, "pods" or "services" or "nodes", _, "proxy", ..] => new(group, version, rest[2], ns, rest[3], "proxy"),
            _ => new(group, version, "", null, null, null),
        };
    }

    public bool Fits(ResourceType type) => Name is null || type.Namespaced == (Namespace is not null);
}
