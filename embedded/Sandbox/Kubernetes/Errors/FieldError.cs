using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Errors;

/// <summary>One field that breaks a rule, worded as the API server words it.</summary>
internal sealed record FieldError(string Reason, string Field, string Message)
{
    public static FieldError Required(string field, string detail = "") =>
        new("FieldValueRequired", field, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", field, $"Invalid value: {value.ToText()}: {detail}");

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, $"Forbidden: {detail}");

    public static FieldError Duplicate(string field, JsonNode? value) => new("FieldValueDuplicate", field, $"Duplicate value: {value.ToText()}");

    public static FieldError NotFound(string field, JsonNode? value) => new("FieldValueNotFound", field, $"Not found: {value.ToText()}");

    public static FieldError NotSupported(string field, JsonNode? value, params IEnumerable<string> allowed) =>
        NotSupportedInOrder(field, value, allowed.Order(StringComparer.Ordinal));

    /// <summary>Where the API server lists the values as they are declared, and does not sort them.</summary>
    public static FieldError NotSupportedInOrder(string field, JsonNode? value, params IEnumerable<string> allowed) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {value.ToText()}: supported values: {string.Join(", ", allowed.Select(a => $"\"{a}\""))}");

    public static FieldError TooLong(string field, int limit) =>
        new("FieldValueTooLong", field, $"Too long: may not be more than {limit} bytes");

    public override string ToString() => $"{Field}: {Message}";
}
