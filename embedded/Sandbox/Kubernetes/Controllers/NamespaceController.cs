using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Gives a namespace its default service account and root certificate; empties one that is being deleted and lets it go.</summary>
internal sealed class NamespaceController(ObjectWriter writer, string authority, TimeSpan delay) : IController
{
    /// <summary>How often a namespace is looked at again while something in it is held by a finalizer or a grace period.</summary>
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    readonly ResourceType _namespaces = writer.BuiltIn("v1", "Namespace");
    readonly Dictionary<string, DateTimeOffset> _seen = [];

    public IEnumerable<ObjectKey> Affected(Change change)
    {
        if (change.Key.Storage == "namespaces") return [change.Key];
        return change.Type == ChangeType.Deleted && change.Key.Namespace.Length > 0 && change.Key.Storage is "configmaps" or "serviceaccounts"
            ? [new ObjectKey("namespaces", "", change.Key.Namespace)]
            : [];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } stored) return null;
        if (!stored.IsBeingDeleted())
        {
            Furnish(key.Name);
            return null;
        }
        var now = writer.Time.GetUtcNow();
        if (!_seen.TryGetValue(stored.Uid, out var since)) _seen[stored.Uid] = since = now;
        if (since + delay - now is { } wait && wait > TimeSpan.Zero) return wait;
        var left = Empty(key.Name);
        if (left.Count > 0)
        {
            Report(key, left);
            return Retry;
        }
        _seen.Remove(stored.Uid);
        writer.FinalizeNamespace(key.Name, []);
        return null;
    }

    void Furnish(string @namespace)
    {
        Ensure(@namespace, "ConfigMap", "kube-root-ca.crt", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "kube-root-ca.crt",
                ["annotations"] = new JsonObject
                {
                    ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
                },
            },
            ["data"] = new JsonObject { ["ca.crt"] = authority },
        });
        Ensure(@namespace, "ServiceAccount", "default", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
    }

    void Ensure(string @namespace, string kind, string name, JsonObject json)
    {
        var type = writer.BuiltIn("v1", kind);
        if (writer.Store.Get(ObjectWriter.Key(type, @namespace, name)) is not null) return;
        writer.Create(type, @namespace, json, WriteOptions.Controller);
    }

    /// <summary>Deletes everything in a namespace; returns what is held back.</summary>
    List<(ResourceType Type, StoredObject Object)> Empty(string @namespace)
    {
        var left = new List<(ResourceType, StoredObject)>();
        foreach (var type in writer.Resources.All.Where(t => t.Namespaced && t.IsStored).DistinctBy(t => t.StorageName))
            foreach (var stored in writer.Store.List(type.StorageName, @namespace).Items)
            {
                // Background: whoever owns something in here goes as well.
                var result = writer.Delete(type, @namespace, stored.Key.Name, new DeleteOptions { GracePeriodSeconds = type.StorageName == "pods" ? 0 : null });
                if (!result.Gone) left.Add((type, result.Object));
            }
        return left;
    }

    /// <summary>Says in the namespace's conditions what keeps it.</summary>
    void Report(ObjectKey key, List<(ResourceType Type, StoredObject Object)> left)
    {
        var remaining = string.Join(", ", left.GroupBy(l => l.Type.QualifiedPlural).Select(g => $"{g.Key} has {g.Count()} resource instances"));
        var finalizers = string.Join(", ", left.SelectMany(l => l.Object.Json.Texts("metadata", "finalizers")).GroupBy(f => f).Select(g => $"{g.Key} in {g.Count()} resource instances"));
        writer.WriteStatus(_namespaces, key, WriteOptions.ControllerStatus, status =>
        {
            Set(status, "NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
            Set(status, "NamespaceContentRemaining", true, "SomeResourcesRemain", $"Some resources are remaining: {remaining}");
            if (finalizers.Length > 0) Set(status, "NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}");
        });
    }

    void Set(JsonObject status, string type, bool value, string reason, string message) =>
        ControllerTools.SetCondition(status, type, value ? "True" : "False", reason, message, writer.Now);
}
