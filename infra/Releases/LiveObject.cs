using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>An object as the cluster has it now.</summary>
internal static class LiveObject
{
    /// <summary>Deletes the very object that was read; one that is gone, or that took its name since then, is left alone.</summary>
    /// <exception cref="ClusterException">The object may not be deleted.</exception>
    public static async Task DeleteAsync(ClusterClient cluster, string path, JsonObject live, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["kind"] = "DeleteOptions",
            ["apiVersion"] = "v1",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = live.Text("metadata", "uid") },
        };
        try
        {
            await cluster.SendAsync(HttpMethod.Delete, path, options, "application/json", cancellationToken);
        }
        catch (ClusterException error) when (error.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
        }
    }

    /// <summary>Whether the object belongs to a release, by the annotations that Helm puts on what it makes.</summary>
    public static bool BelongsTo(JsonObject live, string ns, string release) =>
        live.Text("metadata", "annotations", "meta.helm.sh/release-name") == release
        && live.Text("metadata", "annotations", "meta.helm.sh/release-namespace") == ns;

    /// <summary>Whether the object says that it outlives its release.</summary>
    public static bool IsKept(JsonObject value) =>
        string.Equals(value.Text("metadata", "annotations", "helm.sh/resource-policy")?.Trim(), "keep", StringComparison.OrdinalIgnoreCase);
}
