using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    static void Binding(ResourceType type, JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        string[] kinds = type.Plural == "rolebindings" ? ["ClusterRole", "Role"] : ["ClusterRole"];
        if (json.Text("roleRef", "kind") is not { } kind || !kinds.Contains(kind)) errors.Add(FieldError.NotSupported("roleRef.kind", json.Text("roleRef", "kind") ?? "", kinds));
        if (json.Text("roleRef", "name") is not { Length: > 0 }) errors.Add(FieldError.Required("roleRef.name"));
        if (old is not null && !Json.Same(json["roleRef"], old["roleRef"])) errors.Add(FieldError.Invalid("roleRef", Internal(json.Object("roleRef")), "cannot change roleRef"));
        if (json.Text("roleRef", "apiGroup") is { } group && group != RbacGroup) errors.Add(FieldError.NotSupported("roleRef.apiGroup", group, RbacGroup));
        var subjects = json.Objects("subjects").ToList();
        for (var i = 0; i < subjects.Count; i++)
        {
            if (subjects[i].Text("name") is not { Length: > 0 }) errors.Add(FieldError.Required($"subjects[{i}].name"));
            switch (subjects[i].Text("kind"))
            {
                case "ServiceAccount" when subjects[i].Text("namespace") is not { Length: > 0 }: errors.Add(FieldError.Required($"subjects[{i}].namespace")); break;
                case "ServiceAccount":
                    if (subjects[i].Text("name") is { Length: > 0 } account && Names.Subdomain(account) is { } cause) errors.Add(FieldError.Invalid($"subjects[{i}].name", account, cause));
                    if (subjects[i].Text("apiGroup") is { Length: > 0 } wrong) errors.Add(FieldError.NotSupported($"subjects[{i}].apiGroup", wrong, ""));
                    break;
                case "User" or "Group":
                    if (subjects[i].Text("apiGroup") is { } other && other != RbacGroup) errors.Add(FieldError.NotSupported($"subjects[{i}].apiGroup", other, RbacGroup));
                    break;
                case var kindOf: errors.Add(FieldError.NotSupported($"subjects[{i}].kind", kindOf ?? "", "Group", "ServiceAccount", "User")); break;
            }
        }
    }

    private const string RbacGroup = "rbac.authorization.k8s.io";

    /// <summary>A role reference as the API server prints its internal type, which has no JSON names.</summary>
    private static JsonObject Internal(JsonObject? reference) => new()
    {
        ["APIGroup"] = reference.Text("apiGroup") ?? "",
        ["Kind"] = reference.Text("kind") ?? "",
        ["Name"] = reference.Text("name") ?? "",
    };

    static void Rules(JsonObject json, List<FieldError> errors)
    {
        var rules = json.Objects("rules").ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            if (!rules[i].Texts("verbs").Any()) errors.Add(FieldError.Required($"rules[{i}].verbs", "verbs must contain at least one value"));
            if (rules[i].Texts("nonResourceURLs").Any())
            {
                if (json.Text("kind") == "Role") errors.Add(FieldError.Invalid($"rules[{i}].nonResourceURLs", rules[i]["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs"));
                continue;
            }
            if (!rules[i].Texts("apiGroups").Any()) errors.Add(FieldError.Required($"rules[{i}].apiGroups", "resource rules must supply at least one api group"));
            if (!rules[i].Texts("resources").Any()) errors.Add(FieldError.Required($"rules[{i}].resources", "resource rules must supply at least one resource"));
        }
    }

    static void Claim(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        if (!json.Texts("spec", "accessModes").Any()) errors.Add(FieldError.Required("spec.accessModes", "at least 1 access mode is required"));
        if (json.At("spec", "resources", "requests", "storage") is not { } storage) errors.Add(FieldError.Required("spec.resources[storage]"));
        else if (Quantity.Parse(storage) is not > 0) errors.Add(FieldError.Invalid("spec.resources[storage]", storage, "must be greater than zero"));
        var modes = json.Texts("spec", "accessModes").ToList();
        string[] known = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
        foreach (var mode in modes.Where(mode => !known.Contains(mode))) errors.Add(FieldError.NotSupported("spec.accessModes", mode, known));
        if (modes.Count > 1 && modes.Contains("ReadWriteOncePod")) errors.Add(FieldError.Forbidden("spec.accessModes", "may not use ReadWriteOncePod with other access modes"));
        if (json.Text("spec", "storageClassName") is { Length: > 0 } storageClass && Names.Subdomain(storageClass) is { } bad)
            errors.Add(FieldError.Invalid("spec.storageClassName", storageClass, bad));
        OneOf(json.Object("spec") ?? [], "spec", "volumeMode", errors, "Block", "Filesystem");
        if (old is null) return;
        // The size of a bound claim may change, but not below what there is.
        var isBound = json.Text("status", "phase") == "Bound";
        if (Quantity.Parse(json.At("spec", "resources", "requests", "storage")) < Quantity.Parse(old.At("spec", "resources", "requests", "storage"))
            && (old.At("status", "capacity", "storage") is not { } capacity || Quantity.Parse(json.At("spec", "resources", "requests", "storage")) <= Quantity.Parse(capacity)))
            errors.Add(FieldError.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
        var (before, after) = (old.Object("spec")!.Copy(), json.Object("spec")!.Copy());
        foreach (var spec in (JsonObject[])[before, after])
        {
            spec.Remove("volumeName");
            if (isBound) spec.Remove("resources");
            spec.Remove("volumeAttributesClassName");
        }
        if (!Json.Same(before, after))
            errors.Add(FieldError.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
    }

    static void CustomResourceDefinition(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        var (group, plural) = (json.Text("spec", "group") ?? "", json.Text("spec", "names", "plural") ?? "");
        if (group.Length == 0) errors.Add(FieldError.Required("spec.group"));
        else if (!group.Contains('.')) errors.Add(FieldError.Invalid("spec.group", group, "should be a domain with at least one dot"));
        if (plural.Length == 0) errors.Add(FieldError.Required("spec.names.plural"));
        if (json.Text("spec", "names", "kind") is not { Length: > 0 }) errors.Add(FieldError.Required("spec.names.kind"));
        if (json.Text("spec", "scope") is not ("Namespaced" or "Cluster")) errors.Add(FieldError.NotSupported("spec.scope", json.Text("spec", "scope") ?? "", "Cluster", "Namespaced"));
        if (json.Text("metadata", "name") is { } name && name != $"{plural}.{group}") errors.Add(FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        var versions = json.Objects("spec", "versions").ToList();
        if (versions.Count == 0) errors.Add(FieldError.Required("spec.versions", "must have at least one version"));
        if (versions.Count > 0 && versions.Count(v => v.Bool("storage") == true) != 1) errors.Add(FieldError.Invalid("spec.versions", json.At("spec", "versions"), "must have exactly one version marked as storage version"));
        for (var i = 0; i < versions.Count; i++)
            if (versions[i].Object("schema", "openAPIV3Schema") is null) errors.Add(FieldError.Required($"spec.versions[{i}].schema.openAPIV3Schema", "schemas are required"));
        if (old is null) return;
        foreach (var field in (string[][])[["spec", "group"], ["spec", "scope"], ["spec", "names", "plural"], ["spec", "names", "kind"]]) Immutable(json, old, field, errors);
    }
}
