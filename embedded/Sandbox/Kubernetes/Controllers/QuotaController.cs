using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Counts what a namespace uses of its quotas. They are shown and not enforced.</summary>
internal sealed class QuotaController(ObjectWriter writer) : IController
{
    readonly ResourceType _quotas = writer.BuiltIn("v1", "ResourceQuota");

    public IEnumerable<ObjectKey> Affected(Change change)
    {
        if (change.Key.Storage == "resourcequotas") return [change.Key];
        // Only what comes and goes counts, and pods when they end.
        return change.Type != ChangeType.Modified || change.Key.Storage == "pods" ? writer.Store.List("resourcequotas", change.Key.Namespace).Items.Select(q => q.Key) : [];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } quota) return null;
        writer.WriteStatus(_quotas, key, WriteOptions.ControllerStatus, status =>
        {
            status["hard"] = quota.Json.At("spec", "hard")?.DeepClone();
            status["used"] = new JsonObject((quota.Json.Object("spec", "hard") ?? []).Select(h => KeyValuePair.Create(h.Key, (JsonNode?)Used(key.Namespace, h.Key))));
        });
        return null;
    }

    string Used(string @namespace, string what)
    {
        if (what.StartsWith("requests.") || what.StartsWith("limits.") || what is "cpu" or "memory")
        {
            var (kind, resource) = what.Split('.', 2) is [var k, var r] ? (k, r) : ("requests", what);
            var total = Pods(@namespace).SelectMany(p => p.Json.Objects("spec", "containers")).Sum(c => Quantity.Parse(c.At("resources", kind, resource)) ?? 0);
            return total.ToString("0.###", CultureInfo.InvariantCulture);
        }
        var storage = what.StartsWith("count/") ? what["count/".Length..] : what;
        return (storage == "pods" ? Pods(@namespace).Count() : writer.Store.List(storage, @namespace).Items.Count).ToString(CultureInfo.InvariantCulture);
    }

    IEnumerable<StoredObject> Pods(string @namespace) =>
        writer.Store.List("pods", @namespace).Items.Where(p => p.Json.Text("status", "phase") is not ("Succeeded" or "Failed"));
}
