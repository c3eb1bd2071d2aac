using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

internal sealed partial class DeploymentController
{
    static int Replicas(StoredObject deployment) => deployment.Json.Int("spec", "replicas") ?? 1;

    static int Surge(StoredObject deployment) => deployment.Json.Text("spec", "strategy", "type") == "Recreate" ? 0
        : ControllerTools.IntOrPercent(deployment.Json.At("spec", "strategy", "rollingUpdate", "maxSurge"), Replicas(deployment), roundUp: true);

    /// <summary>With neither surge nor unavailability nothing could move, so one may be missing then.</summary>
    static int Unavailable(StoredObject deployment)
    {
        var share = ControllerTools.IntOrPercent(deployment.Json.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), Replicas(deployment), roundUp: false);
        return Math.Min(share == 0 && Surge(deployment) == 0 ? 1 : share, Replicas(deployment));
    }

    /// <summary>How far the new replica set may grow now.</summary>
    static int NewReplicas(StoredObject deployment, int present, int total)
    {
        var wanted = Replicas(deployment);
        if (deployment.Json.Text("spec", "strategy", "type") == "Recreate") return total - present > 0 ? present : wanted;
        var room = wanted + Surge(deployment) - total;
        return room <= 0 ? present : Math.Min(wanted, present + room);
    }

    void Roll(StoredObject deployment, StoredObject current, List<StoredObject> old)
    {
        var total = SpecReplicas(current) + old.Sum(SpecReplicas);
        var present = SpecReplicas(current);
        if (present > Replicas(deployment)) Scale(deployment, current, Replicas(deployment));
        else if (NewReplicas(deployment, present, total) is var next && next > present) Scale(deployment, current, next);
        ScaleDownOld(deployment, writer.Store.Get(current.Key)!, old);
    }

    /// <summary>Old pods go as far as enough others are available; those that never became ready go first.</summary>
    void ScaleDownOld(StoredObject deployment, StoredObject current, List<StoredObject> old)
    {
        var minimum = Replicas(deployment) - Unavailable(deployment);
        var total = SpecReplicas(current) + old.Sum(SpecReplicas);
        var unready = SpecReplicas(current) - Available(current);
        var budget = total - minimum - unready;
        foreach (var set in old.OrderBy(RevisionOf))
        {
            var sick = Math.Min(Math.Max(SpecReplicas(set) - Available(set), 0), Math.Max(budget, 0));
            if (sick <= 0) continue;
            Scale(deployment, set, SpecReplicas(set) - sick);
            budget -= sick;
        }
        old = [.. old.Select(s => writer.Store.Get(s.Key)).OfType<StoredObject>()];
        var spare = Available(current) + old.Sum(Available) - minimum;
        foreach (var set in old.OrderBy(RevisionOf))
        {
            var less = Math.Min(SpecReplicas(set), spare);
            if (less <= 0) continue;
            Scale(deployment, set, SpecReplicas(set) - less);
            spare -= less;
        }
    }

    void Recreate(StoredObject deployment, StoredObject current, List<StoredObject> old)
    {
        foreach (var set in old.Where(s => SpecReplicas(s) > 0)) Scale(deployment, set, 0);
        var pods = old.SelectMany(s => writer.OwnedBy("pods", s)).Any();
        if (!pods && SpecReplicas(current) != Replicas(deployment)) Scale(deployment, current, Replicas(deployment));
    }

    /// <summary>A paused deployment does not roll, but follows a change of its replicas with the newest set.</summary>
    void ScalePaused(StoredObject deployment, List<StoredObject> sets)
    {
        var newest = sets.Where(s => SpecReplicas(s) > 0).MaxBy(RevisionOf) ?? sets.MaxBy(RevisionOf);
        if (newest is null) return;
        var others = sets.Where(s => s.Key != newest.Key).Sum(SpecReplicas);
        var wanted = Math.Max(Replicas(deployment) - others, 0);
        if (wanted != SpecReplicas(newest)) Scale(deployment, newest, wanted);
    }

    void Scale(StoredObject deployment, StoredObject set, int replicas)
    {
        var before = SpecReplicas(set);
        if (before == replicas) return;
        Annotate(deployment, set, Math.Max(RevisionOf(set), 1), replicas);
        events.Normal(deployment, Component, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Key.Name} from {before} to {replicas}");
    }

    static int SpecReplicas(StoredObject set) => set.Json.Int("spec", "replicas") ?? 0;

    static int Available(StoredObject set) => Math.Min(set.Json.Int("status", "availableReplicas") ?? 0, SpecReplicas(set));
}
