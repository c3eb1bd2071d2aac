using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Selectors;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Counts for pod disruption budgets how many pods are healthy and how many may go.</summary>
internal sealed class BudgetController(ObjectWriter writer) : IController
{
    readonly ResourceType _budgets = writer.BuiltIn("policy/v1", "PodDisruptionBudget");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "poddisruptionbudgets.policy" => [change.Key],
        "pods" => writer.Store.List("poddisruptionbudgets.policy", change.Key.Namespace).Items.Where(b => Covers(b, change.Current)).Select(b => b.Key),
        _ => [],
    };

    static bool Covers(StoredObject budget, StoredObject pod) =>
        LabelSelector.OfObject(budget.Json.Object("spec", "selector")).Matches(pod.Json.TextMap("metadata", "labels"));

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } budget) return null;
        var pods = writer.Store.List("pods", key.Namespace).Items.Where(p => Covers(budget, p) && p.Json.Text("status", "phase") is not ("Succeeded" or "Failed")).ToList();
        var healthy = pods.Count(p => ObjectFacts.IsTrue(p.Json, "Ready") && !p.IsBeingDeleted());
        var desired = budget.Json.At("spec", "minAvailable") is { } minimum
            ? ControllerTools.IntOrPercent(minimum, pods.Count, roundUp: true)
            : pods.Count - ControllerTools.IntOrPercent(budget.Json.At("spec", "maxUnavailable"), pods.Count, roundUp: true);
        var allowed = Math.Max(healthy - desired, 0);
        writer.WriteStatus(_budgets, key, WriteOptions.ControllerStatus, status =>
        {
            status["observedGeneration"] = budget.Json.Long("metadata", "generation") ?? 1;
            status["expectedPods"] = pods.Count;
            status["currentHealthy"] = healthy;
            status["desiredHealthy"] = Math.Max(desired, 0);
            status["disruptionsAllowed"] = allowed;
            ControllerTools.SetCondition(status, "DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", writer.Now);
            foreach (var condition in status.Objects("conditions")) condition.Default("message", "");
        });
        return null;
    }
}
