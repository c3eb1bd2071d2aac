using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>Reads a manifest's objects from the cluster.</summary>
static class LiveObjects
{
    /// <summary>How many requests may be under way at once.</summary>
    public const int Parallelism = 8;

    /// <summary>Each object with its live counterpart, null where there is none; in the manifest's order.</summary>
    public static async Task<IReadOnlyList<(ManifestObject Wanted, JsonObject? Live)>> FindAsync(
        KubeClient kube, IReadOnlyList<ManifestObject> objects, CancellationToken cancellation)
    {
        var found = new (ManifestObject, JsonObject?)[objects.Count];
        await Parallel.ForAsync(0, objects.Count, Options(cancellation), async (i, stop) =>
        {
            try
            {
                found[i] = (objects[i], await kube.FindAsync(objects[i].Reference, stop).ConfigureAwait(false));
            }
            catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
            {
                throw new HelmException($"could not get information about the resource {objects[i].Title}: {e.Message}", e);
            }
        }).ConfigureAwait(false);
        return found;
    }

    public static ParallelOptions Options(CancellationToken cancellation)
        => new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
}
