using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    /// <summary>Kinds whose names become DNS labels or are free of the usual rule.</summary>
    static readonly HashSet<string> LabelNames = ["namespaces"];
    static readonly HashSet<string> ServiceNames = ["services"];
    static readonly HashSet<string> PathNames =
        ["roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io"];

    static void Metadata(ResourceType type, JsonObject json, List<FieldError> errors)
    {
        var name = json.Text("metadata", "name") ?? "";
        var problem = LabelNames.Contains(type.StorageName) ? Names.Label(name)
            : ServiceNames.Contains(type.StorageName) ? Names.Label1035(name)
            : PathNames.Contains(type.StorageName) ? Names.PathSegment(name)
            : Names.Subdomain(name);
        if (problem is not null) errors.Add(FieldError.Invalid("metadata.name", name, problem));
        if (type.Namespaced && json.Text("metadata", "namespace") is { } ns && Names.Label(ns) is { } bad)
            errors.Add(FieldError.Invalid("metadata.namespace", ns, bad));
        Labels(json.Object("metadata", "labels"), "metadata.labels", errors);
        foreach (var (key, _) in json.Object("metadata", "annotations") ?? [])
            if (Names.QualifiedName(key.ToLowerInvariant()) is { } cause) errors.Add(FieldError.Invalid("metadata.annotations", key, cause));
        if (AnnotationBytes(json) > MaxAnnotationBytes) errors.Add(FieldError.TooLong("metadata.annotations", MaxAnnotationBytes));
        foreach (var finalizer in json.Texts("metadata", "finalizers"))
        {
            if (Names.QualifiedName(finalizer) is { } cause) errors.Add(FieldError.Invalid("metadata.finalizers", finalizer, cause));
            else if (!finalizer.Contains('/') && finalizer is not ("foregroundDeletion" or "orphan" or "kubernetes"))
                errors.Add(FieldError.Invalid("metadata.finalizers", finalizer, "name is neither a standard finalizer name nor is it fully qualified"));
        }
        OwnerReferences(json, errors);
    }

    const int MaxAnnotationBytes = 256 * 1024;

    static int AnnotationBytes(JsonObject json) =>
        json.TextMap("metadata", "annotations").Sum(p => System.Text.Encoding.UTF8.GetByteCount(p.Key) + System.Text.Encoding.UTF8.GetByteCount(p.Value));

    static void OwnerReferences(JsonObject json, List<FieldError> errors)
    {
        var controllers = 0;
        var owners = json.Objects("metadata", "ownerReferences").ToList();
        for (var i = 0; i < owners.Count; i++)
        {
            foreach (var field in (string[])["apiVersion", "kind", "name", "uid"])
                if (owners[i].Text(field) is not { Length: > 0 })
                    errors.Add(FieldError.Invalid($"metadata.ownerReferences[{i}].{field}", "", field == "apiVersion" ? "version must not be empty" : "must not be empty"));
            if (owners[i].Bool("controller") == true) controllers++;
        }
        if (controllers > 1) errors.Add(FieldError.Invalid("metadata.ownerReferences", json.At("metadata", "ownerReferences"), "Only one reference can have Controller set to true"));
    }

    static void Labels(JsonObject? labels, string path, List<FieldError> errors)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (Names.QualifiedName(key) is { } bad) errors.Add(FieldError.Invalid(path, key, bad));
            if (Names.LabelValue(value.Text() ?? "") is { } cause) errors.Add(FieldError.Invalid(path, value.Text() ?? "", cause));
        }
    }
}
