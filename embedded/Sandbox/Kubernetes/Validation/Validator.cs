using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

/// <summary>The API server's rules, all problems at once.</summary>
internal static partial class Validator
{
    /// <param name="type">The object's type.</param>
    /// <param name="json">The object, defaults included.</param>
    /// <param name="old">The state before; null at a creation.</param>
    public static IReadOnlyList<FieldError> Validate(ResourceType type, JsonObject json, JsonObject? old)
    {
        var errors = new List<FieldError>();
        Metadata(type, json, errors);
        switch (type.StorageName)
        {
            case "configmaps": ConfigMap(json, old, errors); break;
            case "secrets": Secret(json, old, errors); break;
            case "services": Service(json, old, errors); break;
            case "pods": Pod(json, old, errors); break;
            case "deployments.apps": Workload(json, old, errors, allowedRestart: "Always"); break;
            case "replicasets.apps": Workload(json, old, errors, allowedRestart: "Always"); break;
            case "statefulsets.apps": Workload(json, old, errors, allowedRestart: "Always"); break;
            case "daemonsets.apps": Workload(json, old, errors, allowedRestart: "Always"); break;
            case "jobs.batch": Job(json, old, errors); break;
            case "cronjobs.batch": CronJob(json, errors); break;
            case "ingresses.networking.k8s.io": Ingress(json, old, errors); break;
            case "networkpolicies.networking.k8s.io": NetworkPolicy(json, errors); break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io": Binding(type, json, old, errors); break;
            case "roles.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io": Rules(json, errors); break;
            case "persistentvolumeclaims": Claim(json, old, errors); break;
            case "horizontalpodautoscalers.autoscaling": Autoscaler(json, errors); break;
            case "poddisruptionbudgets.policy": Budget(json, errors); break;
            case "customresourcedefinitions.apiextensions.k8s.io": CustomResourceDefinition(json, old, errors); break;
        }
        if (type.IsCustom && type.Schema.OpenApi is { } schema) OpenApiValidation.Validate(json, schema, "", errors, root: true);
        return errors;
    }

    /// <summary>What was given and may not change.</summary>
    static void Immutable(JsonObject json, JsonObject? old, string[] path, List<FieldError> errors, string detail = "field is immutable")
    {
        if (old is not null && !Json.Same(json.At(path), old.At(path))) errors.Add(FieldError.Invalid(string.Join('.', path), json.At(path), detail));
    }
}
