using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

internal sealed partial class DeploymentController
{
    TimeSpan? WriteStatus(StoredObject deployment, ObjectKey? currentKey, bool created)
    {
        var sets = writer.OwnedBy("replicasets.apps", deployment).ToList();
        var current = sets.FirstOrDefault(s => s.Key == currentKey);
        var wanted = Replicas(deployment);
        var total = sets.Sum(s => s.Json.Int("status", "replicas") ?? 0);
        var updated = current?.Json.Int("status", "replicas") ?? 0;
        var available = sets.Sum(s => s.Json.Int("status", "availableReplicas") ?? 0);
        TimeSpan? again = null;
        writer.WriteStatus(_deployments, deployment.Key, WriteOptions.ControllerStatus, status =>
        {
            var progressed = updated > (status.Int("updatedReplicas") ?? 0) || available > (status.Int("availableReplicas") ?? 0)
                || total - updated < (status.Int("replicas") ?? 0) - (status.Int("updatedReplicas") ?? 0);
            status["observedGeneration"] = deployment.Json.Long("metadata", "generation") ?? 1;
            Count(status, "replicas", total);
            Count(status, "updatedReplicas", updated);
            Count(status, "readyReplicas", sets.Sum(s => s.Json.Int("status", "readyReplicas") ?? 0));
            Count(status, "availableReplicas", available);
            Count(status, "unavailableReplicas", Math.Max(sets.Sum(SpecReplicas) - available, 0));
            status["terminatingReplicas"] = sets.Sum(s => s.Json.Int("status", "terminatingReplicas") ?? 0);
            var complete = updated == wanted && total == wanted && available == wanted;
            if (deployment.Json.Bool("spec", "paused") != true && current is not null)
                again = Progressing(deployment, status, current.Key.Name, complete, progressed, created);
            if (available >= wanted - Unavailable(deployment)) Set(status, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
            else Set(status, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
        });
        return again;
    }

    /// <summary>Says how the rollout goes, and returns when it will have taken too long.</summary>
    TimeSpan? Progressing(StoredObject deployment, JsonObject status, string set, bool complete, bool progressed, bool created)
    {
        var condition = status.Objects("conditions").FirstOrDefault(c => c.Text("type") == "Progressing");
        if (complete)
        {
            if (condition.Text("reason") != "NewReplicaSetAvailable" || condition.Text("message")?.Contains($"\"{set}\"") != true)
                Set(status, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{set}\" has successfully progressed.");
            return null;
        }
        if (created) Set(status, "Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{set}\"");
        else if (progressed || condition is null || condition.Text("message")?.Contains($"\"{set}\"") != true) Renew(status, set);
        var deadline = TimeSpan.FromSeconds(deployment.Json.Int("spec", "progressDeadlineSeconds") ?? 600);
        condition = status.Objects("conditions").First(c => c.Text("type") == "Progressing");
        if (condition.Text("reason") is "ProgressDeadlineExceeded" || condition.Text("status") == "True" && condition.Text("reason") == "NewReplicaSetAvailable") return null;
        var left = DateTimeOffset.Parse(condition.Text("lastUpdateTime")!) + deadline - writer.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        Set(status, "Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{set}\" has timed out progressing.");
        return null;
    }

    /// <summary>Progress moves the time, even when there is nothing new to say.</summary>
    void Renew(JsonObject status, string set)
    {
        if (!Set(status, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing."))
            status.Objects("conditions").First(c => c.Text("type") == "Progressing")["lastUpdateTime"] = writer.Now;
    }

    bool Set(JsonObject status, string type, string value, string reason, string message) =>
        ControllerTools.SetCondition(status, type, value, reason, message, writer.Now, withUpdateTime: true);

    static void Count(JsonObject status, string name, int count)
    {
        if (count > 0) status[name] = count;
        else status.Remove(name);
    }
}
