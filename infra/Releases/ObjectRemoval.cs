using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>Deletes objects and waits until they are gone. Every pass looks at what is there, so it can be repeated at any point.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="ns">Namespace of objects that name none.</param>
/// <param name="release">How messages name the release.</param>
/// <param name="wait">The limit.</param>
/// <param name="progress">Gets what is left alone, and why.</param>
internal sealed class ObjectRemoval(ClusterClient cluster, string ns, string release, Wait wait, Action<string> progress)
{
    /// <summary>Deletes objects in their order. What is gone already is fine.</summary>
    /// <param name="objects">What to delete.</param>
    /// <param name="reason">Why an object that is there is left alone; null to delete it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ClusterException">Objects may not be deleted, or are still there at the limit. The message names them.</exception>
    public async Task DeleteAsync(IEnumerable<JsonObject> objects, Func<JsonObject, string?> reason, CancellationToken cancellationToken)
    {
        var left = objects.ToList();
        for (; ; )
        {
            var (there, refusals) = (new List<string>(), new List<string>());
            foreach (var item in left.ToList())
            {
                try
                {
                    if (await LookAsync(item, reason, cancellationToken) is { } state)
                        there.Add(state);
                    else
                        left.Remove(item);
                }
                catch (ClusterException error) when (MayPass(error))
                {
                    there.Add($"{Manifest.Title(item)} ({error.Message})");
                }
                catch (ClusterException error)
                {
                    refusals.Add($"{Manifest.Title(item)}: {error.Message}");
                }
            }

            if (refusals.Count > 0)
                throw new ClusterException($"Failed to remove the release {release}: {string.Join("; ", refusals)}. Fix this, then run the same command again.");
            if (left.Count == 0)
                return;
            if (wait.IsOver)
                throw new ClusterException($"Failed to remove the release {release} within {wait.Limit.TotalSeconds:0} seconds: still there: {string.Join(", ", there)}. Running the same command again continues the removal.");
            wait.Say($"Waiting for objects of the release {release} to be gone: {string.Join(", ", there)}");
            await wait.PauseAsync(cancellationToken);
        }
    }

    /// <summary>Deletes an object that is there, and returns its title; null where nothing is to be waited for.</summary>
    private async Task<string?> LookAsync(JsonObject item, Func<JsonObject, string?> reason, CancellationToken cancellationToken)
    {
        // A kind that the cluster does not serve has no objects.
        if (await cluster.PathAsync(item, ns, cancellationToken) is not { } path || await cluster.FindAsync(path, cancellationToken) is not { } live)
            return null;
        if (reason(live) is { } why)
        {
            progress($"{Manifest.Title(item)} is not deleted: {why}.");
            return null;
        }

        if (live.Text("metadata", "deletionTimestamp") is null)
            await LiveObject.DeleteAsync(cluster, path, live, cancellationToken);
        return live["metadata"]?["finalizers"] is JsonArray { Count: > 0 } finalizers
            ? $"{Manifest.Title(item)} (finalizers: {string.Join(", ", finalizers)})" : Manifest.Title(item);
    }

    /// <summary>Whether trying again may help: no answer, too many requests, or an error within the API server.</summary>
    private static bool MayPass(ClusterException error) => error.Status is null or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
