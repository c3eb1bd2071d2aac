using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases.Waiting;

sealed partial class ReadyChecker
{
    const string HashLabel = "pod-template-hash";

    async ValueTask<string?> DeploymentNotReadyAsync(JsonObject deployment, CancellationToken cancellation)
    {
        if ((bool?)deployment["spec"]?["paused"] == true)
            return null; // it will not move on until it is resumed: Helm takes it as ready
        if (NotObserved(deployment) is { } stale)
            return stale;
        var set = await NewReplicaSetAsync(deployment, cancellation).ConfigureAwait(false);
        if (set is null)
            return "no replica set for the new pod template yet";
        if (NotObserved(set) is { } staleSet)
            return staleSet;
        var replicas = NumberOrNull(deployment, "spec", "replicas") ?? 1;
        var expected = replicas - MaxUnavailable(deployment, replicas);
        var ready = Number(set, "status", "readyReplicas");
        return ready < expected ? $"{ready} of {expected} replicas ready" : null;
    }

    /// <summary>The replica set that runs the deployment's present template, null before the controller made it.</summary>
    async Task<JsonObject?> NewReplicaSetAsync(JsonObject deployment, CancellationToken cancellation)
    {
        var sets = await OwnedAsync("apps/v1", "ReplicaSet", deployment, cancellation).ConfigureAwait(false);
        var template = WithoutHash(deployment["spec"]?["template"]);
        return sets.OrderBy(s => Text(s, "metadata", "creationTimestamp"), StringComparer.Ordinal)
            .FirstOrDefault(s => JsonNode.DeepEquals(WithoutHash(s["spec"]?["template"]), template));
    }

    async ValueTask<string?> ReplicasNotReadyAsync(JsonObject owner, CancellationToken cancellation)
    {
        if (NotObserved(owner) is { } stale)
            return stale;
        var list = await kube.ListAsync("v1", "Pod", Text(owner, "metadata", "namespace"), SelectorOf(owner), cancellation).ConfigureAwait(false);
        var waiting = list.Items.Count(p => PodNotReady(p) is not null);
        return waiting > 0 ? $"{list.Items.Count - waiting} of {list.Items.Count} pods ready" : null;
    }

    /// <summary>The objects of a kind that an object's controller made.</summary>
    public async Task<List<JsonObject>> OwnedAsync(string apiVersion, string kind, JsonObject owner, CancellationToken cancellation)
    {
        var list = await kube.ListAsync(apiVersion, kind, Text(owner, "metadata", "namespace"), SelectorOf(owner), cancellation).ConfigureAwait(false);
        var uid = Text(owner, "metadata", "uid");
        return [.. list.Items.Where(i => i["metadata"]?["ownerReferences"] is JsonArray owners
            && owners.OfType<JsonObject>().Any(o => (string?)o["uid"] == uid))];
    }

    /// <summary>A workload's selector as a query.</summary>
    public static Selection SelectorOf(JsonObject workload)
    {
        var selector = workload["spec"]?["selector"] as JsonObject;
        // A replication controller's selector is the labels themselves.
        var labels = selector?["matchLabels"] as JsonObject ?? (selector?.ContainsKey("matchExpressions") == true ? null : selector);
        var terms = (labels ?? []).Select(l => $"{l.Key}={l.Value}").ToList();
        foreach (var expression in (selector?["matchExpressions"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            var values = string.Join(',', (expression["values"] as JsonArray ?? []).Select(v => (string?)v));
            terms.Add((string?)expression["operator"] switch
            {
                "In" => $"{expression["key"]} in ({values})",
                "NotIn" => $"{expression["key"]} notin ({values})",
                "DoesNotExist" => $"!{expression["key"]}",
                _ => $"{expression["key"]}",
            });
        }
        return new Selection { Labels = string.Join(',', terms) };
    }

    static long MaxUnavailable(JsonObject deployment, long replicas)
    {
        if (Text(deployment, "spec", "strategy", "type") == "Recreate" || replicas == 0)
            return 0;
        var rolling = deployment["spec"]?["strategy"]?["rollingUpdate"];
        var surge = Share(rolling?["maxSurge"], replicas, roundUp: true, 0);
        var unavailable = Share(rolling?["maxUnavailable"], replicas, roundUp: false, 0);
        // Both zero (which rounding can lead to) would leave no way to go on.
        if (surge == 0 && unavailable == 0)
            unavailable = 1;
        return Math.Min(unavailable, replicas);
    }

    static JsonNode? WithoutHash(JsonNode? template)
    {
        var copy = template?.DeepClone();
        (copy?["metadata"]?["labels"] as JsonObject)?.Remove(HashLabel);
        return copy;
    }
}
