using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>Which differences are somebody else's to make, and so no drift.</summary>
internal static class ManagedFields
{
    /// <summary>
    /// Of an object's differences those that are a controller's: fields that a controller owns (<see cref="FieldOwners"/>: an autoscaler's
    /// <c>replicas</c>, cert-manager's <c>caBundle</c>, a token Secret's <c>data</c>); the replicas of a workload that has an autoscaler, whoever
    /// changed them; and the Secrets that were added to a service account.
    /// </summary>
    /// <param name="cluster">The cluster, asked for autoscalers where replicas differ.</param>
    /// <param name="live">The object.</param>
    /// <param name="changes">Its differences; before is what the release says.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ClusterException">The cluster does not answer.</exception>
    public static async Task<IReadOnlySet<FieldChange>> OfAsync(ClusterClient cluster, JsonObject live, IReadOnlyList<FieldChange> changes, CancellationToken cancellationToken)
    {
        var owners = new FieldOwners(live);
        var managed = changes.Where(change => owners.IsControllers(change.Path) || IsAddedToAccount(live, change)).ToHashSet();
        if (changes.FirstOrDefault(change => change.Path.Text == "spec.replicas" && !managed.Contains(change)) is { } replicas && await IsScaledAsync(cluster, live, cancellationToken))
            managed.Add(replicas);
        return managed;
    }

    /// <summary>The token controller and registries add Secrets to service accounts; one that was taken away is drift.</summary>
    private static bool IsAddedToAccount(JsonObject live, FieldChange change) =>
        live.Text("kind") == "ServiceAccount" && change.Path.Steps is [{ Member: "secrets" or "imagePullSecrets" }, ..] && change.Before is null or JsonArray { Count: 0 };

    private static async Task<bool> IsScaledAsync(ClusterClient cluster, JsonObject live, CancellationToken cancellationToken)
    {
        try
        {
            var scalers = await cluster.ListAsync($"apis/autoscaling/v2/namespaces/{live.Text("metadata", "namespace")}/horizontalpodautoscalers", cancellationToken);
            return scalers.Any(scaler => scaler.Text("spec", "scaleTargetRef", "kind") == live.Text("kind") && scaler.Text("spec", "scaleTargetRef", "name") == live.Text("metadata", "name"));
        }
        catch (ClusterException error) when (error.Status is not null)
        {
            return false; // Not to be seen, or no such API: the owner of the field must do.
        }
    }
}
