using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>The built-in admission plugins that clients notice: namespace life cycle, service accounts, default classes.</summary>
internal static class Admission
{
    public static void OnCreate(ObjectWriter writer, ResourceType type, string? @namespace, JsonObject json)
    {
        if (type.Namespaced) NamespaceIsAlive(writer, type, @namespace!, json.Text("metadata", "name") ?? "");
        switch (type.StorageName)
        {
            case "pods": ServiceAccount(json.Ensure("spec")); break;
            case "persistentvolumeclaims": DefaultStorageClass(writer, json.Ensure("spec")); break;
        }
    }

    public static void OnUpdate(ObjectWriter writer, ResourceType type, JsonObject live, JsonObject next)
    {
        _ = (writer, live, next);
        if (type.StorageName == "pods") ServiceAccount(next.Ensure("spec"));
    }

    static void NamespaceIsAlive(ObjectWriter writer, ResourceType type, string @namespace, string name)
    {
        var namespaces = writer.BuiltIn("v1", "Namespace");
        var stored = writer.Store.Get(ObjectWriter.Key(namespaces, null, @namespace)) ?? throw ApiErrors.NotFound(namespaces, @namespace);
        if (stored.Json.Text("metadata", "deletionTimestamp") is null) return;
        throw ApiErrors.Forbidden(type, name, $"unable to create new content in namespace {@namespace} because it is being terminated",
            new FieldError("NamespaceTerminating", "metadata.namespace", $"namespace {@namespace} is being terminated"));
    }

    static void ServiceAccount(JsonObject spec)
    {
        var name = spec.Text("serviceAccountName") ?? spec.Text("serviceAccount") ?? "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
    }

    static void DefaultStorageClass(ObjectWriter writer, JsonObject spec)
    {
        if (spec.ContainsKey("storageClassName")) return;
        var chosen = writer.Store.List("storageclasses.storage.k8s.io").Items
            .FirstOrDefault(c => c.Json.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true");
        if (chosen is not null) spec["storageClassName"] = chosen.Key.Name;
    }
}
