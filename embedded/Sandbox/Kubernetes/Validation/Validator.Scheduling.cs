using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    /// <summary>Where a pod may run: node selector, tolerations, affinity, spread.</summary>
    private static void Scheduling(JsonObject spec, string path, List<FieldError> errors)
    {
        Labels(spec.Object("nodeSelector"), $"{path}.nodeSelector", errors);
        var tolerations = spec.Objects("tolerations").ToList();
        for (var i = 0; i < tolerations.Count; i++) Toleration(tolerations[i], $"{path}.tolerations[{i}]", errors);
        if (spec.Object("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is { } required && !required.Objects("nodeSelectorTerms").Any())
            errors.Add(FieldError.Required($"{path}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms", "must have at least one node selector term"));
        foreach (var kind in (string[])["podAffinity", "podAntiAffinity"]) PodAffinity(spec.Object("affinity", kind), $"{path}.affinity.{kind}", errors);
        var spreads = spec.Objects("topologySpreadConstraints").ToList();
        for (var i = 0; i < spreads.Count; i++)
        {
            var at = $"{path}.topologySpreadConstraints[{i}]";
            if (spreads[i].Int("maxSkew") is not > 0) errors.Add(FieldError.Invalid($"{at}.maxSkew", spreads[i].Int("maxSkew") ?? 0, "must be greater than zero"));
            if (spreads[i].Text("topologyKey") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.topologyKey", "can not be empty"));
            if (spreads[i].Text("whenUnsatisfiable") is not ("DoNotSchedule" or "ScheduleAnyway"))
                errors.Add(FieldError.NotSupported($"{at}.whenUnsatisfiable", spreads[i].Text("whenUnsatisfiable") ?? "", "DoNotSchedule", "ScheduleAnyway"));
        }
    }

    private static void Toleration(JsonObject toleration, string at, List<FieldError> errors)
    {
        var (key, @operator) = (toleration.Text("key") ?? "", toleration.Text("operator") ?? "");
        if (key.Length > 0 && Names.QualifiedName(key) is { } cause) errors.Add(FieldError.Invalid($"{at}.key", key, cause));
        if (key.Length == 0 && @operator != "Exists")
            errors.Add(FieldError.Invalid($"{at}.operator", @operator, "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
        if (toleration.ContainsKey("tolerationSeconds") && toleration.Text("effect") != "NoExecute")
            errors.Add(FieldError.Invalid($"{at}.effect", toleration.Text("effect") ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set"));
        switch (@operator)
        {
            case "" or "Equal":
                if (Names.LabelValue(toleration.Text("value") ?? "") is { } bad) errors.Add(FieldError.Invalid($"{at}.operator", toleration.Text("value") ?? "", bad));
                break;
            case "Exists":
                if (toleration.Text("value") is { Length: > 0 }) errors.Add(FieldError.Invalid($"{at}.operator", toleration.Copy(), "value must be empty when `operator` is 'Exists'"));
                break;
            default: errors.Add(FieldError.NotSupported($"{at}.operator", @operator, "Equal", "Exists")); break;
        }

        OneOf(toleration, at, "effect", errors, "NoExecute", "NoSchedule", "PreferNoSchedule");
    }

    private static void PodAffinity(JsonObject? affinity, string at, List<FieldError> errors)
    {
        var required = affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution").ToList();
        for (var i = 0; i < required.Count; i++) AffinityTerm(required[i], $"{at}.requiredDuringSchedulingIgnoredDuringExecution[{i}]", errors);
        var preferred = affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution").ToList();
        for (var i = 0; i < preferred.Count; i++)
        {
            var here = $"{at}.preferredDuringSchedulingIgnoredDuringExecution[{i}]";
            if (preferred[i].Int("weight") is not (>= 1 and <= 100)) errors.Add(FieldError.Invalid($"{here}.weight", preferred[i].Int("weight") ?? 0, "must be in the range 1-100"));
            AffinityTerm(preferred[i].Object("podAffinityTerm") ?? [], $"{here}.podAffinityTerm", errors);
        }
    }

    private static void AffinityTerm(JsonObject term, string at, List<FieldError> errors)
    {
        if (term.Object("labelSelector") is { } selector) Expressions(selector, $"{at}.labelSelector", errors);
        if (term.Text("topologyKey") is not { Length: > 0 } key) errors.Add(FieldError.Required($"{at}.topologyKey", "can not be empty"));
        else if (Names.QualifiedName(key) is { } cause) errors.Add(FieldError.Invalid($"{at}.topologyKey", key, cause));
    }
}
