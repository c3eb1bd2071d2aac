using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Selectors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    /// <summary>Deployments and their like: a selector that fits the template and never changes.</summary>
    static void Workload(JsonObject json, JsonObject? old, List<FieldError> errors, string allowedRestart)
    {
        var spec = json.Object("spec") ?? [];
        NotNegative(spec, "replicas", errors);
        NotNegative(spec, "minReadySeconds", errors);
        NotNegative(spec, "revisionHistoryLimit", errors);
        var selector = spec.Object("selector");
        if (selector is null)
        {
            errors.Add(FieldError.Required("spec.selector"));
        }
        else
        {
            Expressions(selector, "spec.selector", errors);
            var parsed = LabelSelector.OfObject(selector);
            if (parsed.IsEmpty) errors.Add(FieldError.Invalid("spec.selector", selector, json.Text("kind") == "DaemonSet" ? "empty selector is invalid for daemonset" : $"empty selector is invalid for {json.Text("kind")?.ToLowerInvariant()}"));
            else if (!parsed.Matches(spec.TextMap("template", "metadata", "labels")))
                errors.Add(FieldError.Invalid("spec.template.metadata.labels", spec.At("template", "metadata", "labels") ?? (JsonNode?)null, "`selector` does not match template `labels`"));
        }
        Template(spec, "spec.template", errors, [allowedRestart]);
        if (json.Text("kind") == "Deployment") Strategy(spec, errors);
        if (json.Text("kind") is "StatefulSet" or "DaemonSet") OneOf(spec.Object("updateStrategy") ?? [], "spec.updateStrategy", "type", errors, "OnDelete", "RollingUpdate");
        if (json.Text("kind") == "StatefulSet" && spec.Text("podManagementPolicy") is { } policy && policy is not ("OrderedReady" or "Parallel"))
            errors.Add(FieldError.Invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'"));
        if (json.Text("kind") == "StatefulSet") StatefulSetUpdate(json, old, errors);
        else Immutable(json, old, ["spec", "selector"], errors);
    }

    static void NotNegative(JsonObject spec, string field, List<FieldError> errors, string path = "spec")
    {
        if (spec.Long(field) is < 0 and var value) errors.Add(FieldError.Invalid($"{path}.{field}", value, "must be greater than or equal to 0"));
    }

    static void Expressions(JsonObject selector, string path, List<FieldError> errors)
    {
        Labels(selector.Object("matchLabels"), $"{path}.matchLabels", errors);
        var expressions = selector.Objects("matchExpressions").ToList();
        for (var i = 0; i < expressions.Count; i++)
        {
            var any = expressions[i].Texts("values").Any();
            switch (expressions[i].Text("operator"))
            {
                case "In" or "NotIn" when !any: errors.Add(FieldError.Required($"{path}.matchExpressions[{i}].values", "must be specified when `operator` is 'In' or 'NotIn'")); break;
                case "Exists" or "DoesNotExist" when any: errors.Add(FieldError.Forbidden($"{path}.matchExpressions[{i}].values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")); break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist": break;
                case var other: errors.Add(FieldError.Invalid($"{path}.matchExpressions[{i}].operator", other, "not a valid selector operator")); break;
            }
        }
    }

    static void Template(JsonObject spec, string path, List<FieldError> errors, string[] restartPolicies)
    {
        var template = spec.Object("template") ?? [];
        Labels(template.Object("metadata", "labels"), $"{path}.metadata.labels", errors);
        foreach (var (key, _) in template.Object("metadata", "annotations") ?? [])
            if (Names.QualifiedName(key.ToLowerInvariant()) is { } cause) errors.Add(FieldError.Invalid($"{path}.metadata.annotations", key, cause));
        PodSpec(template.Object("spec") ?? [], $"{path}.spec", errors, restartPolicies, spec.Objects("volumeClaimTemplates").Select(c => c.Text("metadata", "name") ?? ""));
    }

    static void Strategy(JsonObject spec, List<FieldError> errors)
    {
        switch (spec.Text("strategy", "type"))
        {
            case "RollingUpdate":
                CountOrPercent(spec.At("strategy", "rollingUpdate", "maxUnavailable"), "spec.strategy.rollingUpdate.maxUnavailable", errors, most: 100);
                CountOrPercent(spec.At("strategy", "rollingUpdate", "maxSurge"), "spec.strategy.rollingUpdate.maxSurge", errors);
                if (IsZero(spec.At("strategy", "rollingUpdate", "maxUnavailable")) && IsZero(spec.At("strategy", "rollingUpdate", "maxSurge")))
                    errors.Add(FieldError.Invalid("spec.strategy.rollingUpdate.maxUnavailable", spec.At("strategy", "rollingUpdate", "maxUnavailable"), "may not be 0 when `maxSurge` is 0"));
                break;
            case "Recreate":
                if (spec.Object("strategy", "rollingUpdate") is not null) errors.Add(FieldError.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"));
                break;
            case var other: errors.Add(FieldError.NotSupported("spec.strategy.type", other, "Recreate", "RollingUpdate")); break;
        }
        if (spec.Int("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Int("minReadySeconds") ?? 0))
            errors.Add(FieldError.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"));
    }

    static bool IsZero(JsonNode? value) => value.Text() is "0%" or "0" || value.Int() == 0;

    static void StatefulSetUpdate(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        if (old is null) return;
        string[] mutable = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];
        var (before, after) = (old.Object("spec")!.Copy(), json.Object("spec")!.Copy());
        foreach (var field in mutable)
        {
            before.Remove(field);
            after.Remove(field);
        }
        if (!Json.Same(before, after))
            errors.Add(FieldError.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
    }

    static void Job(JsonObject json, JsonObject? old, List<FieldError> errors)
    {
        var spec = json.Object("spec") ?? [];
        foreach (var field in (string[])["parallelism", "completions", "backoffLimit", "ttlSecondsAfterFinished", "activeDeadlineSeconds"]) NotNegative(spec, field, errors);
        JobTemplate(spec, "spec.template", errors);
        if (old is null) return;
        Immutable(json, old, ["spec", "completions"], errors);
        Immutable(json, old, ["spec", "selector"], errors);
        Immutable(json, old, ["spec", "template"], errors);
        Immutable(json, old, ["spec", "completionMode"], errors);
    }

    static void JobTemplate(JsonObject spec, string path, List<FieldError> errors)
    {
        var restart = spec.Text("template", "spec", "restartPolicy");
        if (restart == "Always") errors.Add(FieldError.Required($"{path}.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
        Template(spec, path, errors, ["Always", "OnFailure", "Never"]);
    }

    static void CronJob(JsonObject json, List<FieldError> errors)
    {
        var spec = json.Object("spec") ?? [];
        if (spec.Text("schedule") is not { Length: > 0 } schedule) errors.Add(FieldError.Required("spec.schedule"));
        else if (CronSchedule.TryParse(schedule, out _) is { } cause) errors.Add(FieldError.Invalid("spec.schedule", schedule, cause));
        if (json.Text("metadata", "name") is { Length: > 52 } name) errors.Add(FieldError.Invalid("metadata.name", name, "must be no more than 52 characters"));
        if (spec.Text("timeZone") is { } zone && (zone.Length == 0 || zone == "Local" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
            errors.Add(FieldError.Invalid("spec.timeZone", zone, $"unknown time zone {zone}"));
        foreach (var field in (string[])["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"]) NotNegative(spec, field, errors);
        if (spec.Text("concurrencyPolicy") is { } policy && policy is not ("Allow" or "Forbid" or "Replace"))
            errors.Add(FieldError.NotSupported("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace"));
        JobTemplate(spec.Object("jobTemplate", "spec") ?? [], "spec.jobTemplate.spec.template", errors);
    }
}
