using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
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
            case "namespaces":
                json.Ensure("spec").Default("finalizers", new JsonArray("kubernetes"));
                json.Ensure("status")["phase"] = "Active";
                break;
            case "pods": ServiceAccount(json.Ensure("spec")); break;
            case "jobs.batch": JobSelector(json); break;
            case "persistentvolumeclaims": DefaultStorageClass(writer, json.Ensure("spec")); break;
        }
    }

    public static void OnUpdate(ResourceType type, JsonObject live, JsonObject next)
    {
        switch (type.StorageName)
        {
            case "pods": ServiceAccount(next.Ensure("spec")); break;
            // Only the finalize subresource changes these.
            case "namespaces": next["spec"] = live["spec"]?.DeepClone(); break;
        }
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

    /// <summary>The API server selects a job's pods by the job's uid, unless the client takes care of that.</summary>
    static void JobSelector(JsonObject json)
    {
        var spec = json.Ensure("spec");
        if (spec.Bool("manualSelector") == true || spec.ContainsKey("selector")) return;
        var (uid, name) = (json.Text("metadata", "uid"), json.Text("metadata", "name"));
        var labels = spec.Ensure("template", "metadata", "labels");
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = name;
        labels["controller-uid"] = uid;
        labels["job-name"] = name;
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
    }

    static void DefaultStorageClass(ObjectWriter writer, JsonObject spec)
    {
        if (spec.ContainsKey("storageClassName")) return;
        var chosen = writer.Store.List("storageclasses.storage.k8s.io").Items
            .FirstOrDefault(c => c.Json.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true");
        if (chosen is not null) spec["storageClassName"] = chosen.Key.Name;
    }
}
