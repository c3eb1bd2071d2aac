using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Gives a namespace its default service account and root certificate; empties one that is being deleted and lets it go.</summary>
internal sealed class NamespaceController(ObjectWriter writer, string authority) : IController
{
    /// <summary>How often a namespace is looked at again while something in it is held by a finalizer or a grace period.</summary>
    static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    readonly ResourceType _namespaces = writer.BuiltIn("v1", "Namespace");

    public IEnumerable<ObjectKey> Affected(Change change)
    {
        if (change.Key.Storage == "namespaces") return [change.Key];
        return change.Type == ChangeType.Deleted && change.Key.Namespace.Length > 0 ? [new ObjectKey("namespaces", "", change.Key.Namespace)] : [];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } stored) return null;
        if (stored.Json.Text("metadata", "deletionTimestamp") is null)
        {
            Furnish(key.Name);
            return null;
        }
        return Empty(key.Name);
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

    TimeSpan? Empty(string @namespace)
    {
        var left = 0;
        foreach (var type in writer.Resources.All.Where(t => t.Namespaced && t.IsStored).DistinctBy(t => t.StorageName))
        {
            foreach (var stored in writer.Store.List(type.StorageName, @namespace).Items)
            {
                // Background: whoever owns something in here goes as well.
                var result = writer.Delete(type, @namespace, stored.Key.Name, new DeleteOptions { GracePeriodSeconds = type.StorageName == "pods" ? 0 : null });
                if (!result.Gone) left++;
            }
        }
        if (left > 0) return Retry;
        writer.FinalizeNamespace(@namespace, []);
        _ = _namespaces;
        return null;
    }
}
