using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

internal static partial class Validator
{
    private const string NotPercent = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    private static void Autoscaler(JsonObject json, List<FieldError> errors)
    {
        var (minimum, maximum) = (json.Int("spec", "minReplicas") ?? 1, json.Int("spec", "maxReplicas") ?? 0);
        if (minimum < 1) errors.Add(FieldError.Invalid("spec.minReplicas", minimum, "must be greater than or equal to 1"));
        if (maximum < 1) errors.Add(FieldError.Invalid("spec.maxReplicas", maximum, "must be greater than 0"));
        if (maximum < minimum) errors.Add(FieldError.Invalid("spec.maxReplicas", maximum, "must be greater than or equal to `minReplicas`"));
        foreach (var field in (string[])["kind", "name"])
            if (json.Text("spec", "scaleTargetRef", field) is not { Length: > 0 }) errors.Add(FieldError.Required($"spec.scaleTargetRef.{field}"));
        var metrics = json.Objects("spec", "metrics").ToList();
        for (var i = 0; i < metrics.Count; i++) Metric(metrics[i], $"spec.metrics[{i}]", errors);
    }

    private static void Metric(JsonObject metric, string at, List<FieldError> errors)
    {
        if (metric.Text("type") is not { Length: > 0 } type)
        {
            errors.Add(FieldError.Required($"{at}.type", "must specify a metric source type"));
            return;
        }

        string[] types = ["ContainerResource", "External", "Object", "Pods", "Resource"];
        if (!types.Contains(type))
        {
            errors.Add(FieldError.NotSupported($"{at}.type", type, types));
            return;
        }

        var source = char.ToLowerInvariant(type[0]) + type[1..];
        if (metric.Object(source) is not { } given)
        {
            errors.Add(FieldError.Required($"{at}.{source}", "must populate information for the given metric source"));
            return;
        }

        if (type is not ("Resource" or "ContainerResource")) return;
        if (given.Text("name") is not { Length: > 0 }) errors.Add(FieldError.Required($"{at}.{source}.name", "must specify a resource name"));
        var (percent, value) = (given.Int("target", "averageUtilization"), given.At("target", "averageValue"));
        if (percent is < 1) errors.Add(FieldError.Invalid($"{at}.{source}.target.averageUtilization", percent, "must be greater than 0"));
        if (percent is null && value is null) errors.Add(FieldError.Required($"{at}.{source}.target.averageUtilization", "must set either a target raw value or a target utilization"));
        if (percent is not null && value is not null) errors.Add(FieldError.Forbidden($"{at}.{source}.target.averageValue", "may not set both a target raw value and a target utilization"));
    }

    private static void Budget(JsonObject json, List<FieldError> errors)
    {
        if (json.At("spec", "minAvailable") is not null && json.At("spec", "maxUnavailable") is not null)
            errors.Add(FieldError.Invalid("spec", json["spec"], "minAvailable and maxUnavailable cannot be both set"));
        foreach (var field in (string[])["minAvailable", "maxUnavailable"])
            if (json.At("spec", field) is { } value) CountOrPercent(value, $"spec.{field}", errors, most: 100);
        if (json.Object("spec", "selector") is { } selector) Expressions(selector, "spec.selector", errors);
    }

    /// <summary>A number that is not negative, or a percentage.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Its field.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="most">The largest percentage that is allowed.</param>
    private static void CountOrPercent(JsonNode? value, string path, List<FieldError> errors, int most = int.MaxValue)
    {
        if (value is null) return;
        if (value.Text() is not { } text)
        {
            if (value.Int() is < 0) errors.Add(FieldError.Invalid(path, value, "must be greater than or equal to 0"));
        }
        else if (text.Length < 2 || text[^1] != '%' || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            errors.Add(FieldError.Invalid(path, text, NotPercent));
        }
        else if (percent > most)
        {
            errors.Add(FieldError.Invalid(path, text, "must not be greater than 100%"));
        }
    }
}
