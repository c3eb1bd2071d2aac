using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Selectors;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>Pod disruption budgets: how many pods may be evicted.</summary>
internal static class Disruptions
{
    /// <exception cref="ApiException">429: a budget allows no disruption now.</exception>
    public static void RefuseIfBudgetForbids(ObjectWriter writer, JsonObject pod)
    {
        foreach (var budget in writer.Store.List("poddisruptionbudgets.policy", pod.Text("metadata", "namespace")).Items)
        {
            if (!LabelSelector.OfObject(budget.Json.Object("spec", "selector")).Matches(pod.TextMap("metadata", "labels"))) continue;
            if (budget.Json.Int("status", "disruptionsAllowed") is > 0) continue;
            throw new ApiException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject
                {
                    ["reason"] = "DisruptionBudget",
                    ["message"] = $"The disruption budget {budget.Key.Name} needs {budget.Json.Int("status", "desiredHealthy") ?? 0} healthy pods and has {budget.Json.Int("status", "currentHealthy") ?? 0} currently",
                }),
            });
        }
    }
}
