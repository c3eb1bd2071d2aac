using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Kubernetes.Validation;

/// <summary>Holds custom resources against their OpenAPI v3 schema.</summary>
internal static class OpenApiValidation
{
    /// <summary>A pattern of a client's schema gets this long, so that a bad one can't stop the server.</summary>
    static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(200);

    public static void Validate(JsonNode? value, JsonObject schema, string path, List<FieldError> errors, bool root = false)
    {
        if (value is null)
        {
            if (schema.Bool("nullable") != true && path.Length > 0) errors.Add(FieldError.Invalid(path, "null", $"{path} in body must be of type {schema.Text("type")}: \"null\""));
            return;
        }
        var type = schema.Text("type");
        if (schema.Bool("x-kubernetes-int-or-string") == true) type = null;
        if (type is not null && !Fits(value, type))
        {
            errors.Add(new FieldError("FieldValueTypeInvalid", path, $"Invalid value: \"{Go(value)}\": {path} in body must be of type {type}: \"{Go(value)}\""));
            return;
        }
        if (schema.Array("enum") is { } allowed && !allowed.Any(a => Json.Same(a, value)))
            errors.Add(new FieldError("FieldValueNotSupported", path, $"Unsupported value: {value.ToText()}: supported values: {string.Join(", ", allowed.Select(a => a.ToText()))}"));
        switch (value)
        {
            case JsonObject o: Fields(o, schema, path, errors, root); break;
            case JsonArray a: Items(a, schema, path, errors); break;
            default: Scalar(value, schema, path, errors); break;
        }
    }

    static void Fields(JsonObject value, JsonObject schema, string path, List<FieldError> errors, bool root)
    {
        foreach (var name in schema.Texts("required"))
            if (!value.ContainsKey(name)) errors.Add(FieldError.Required(Join(path, name)));
        foreach (var (name, field) in value)
        {
            if (root && name is "apiVersion" or "kind" or "metadata") continue;
            if (schema.Object("properties", name) is { } property) Validate(field, property, Join(path, name), errors);
            else if (schema.Object("additionalProperties") is { } other) Validate(field, other, Join(path, name), errors);
        }
        if (schema.Int("minProperties") is { } minimum && value.Count < minimum) errors.Add(FieldError.Invalid(path, value, $"{path} in body should have at least {minimum} properties"));
    }

    static void Items(JsonArray value, JsonObject schema, string path, List<FieldError> errors)
    {
        if (schema.Int("minItems") is { } minimum && value.Count < minimum) errors.Add(FieldError.Invalid(path, value.Count, $"{path} in body should have at least {minimum} items"));
        if (schema.Int("maxItems") is { } maximum && value.Count > maximum) errors.Add(new FieldError("FieldValueTooMany", path, $"Too many: {value.Count}: must have at most {maximum} items"));
        if (schema.Object("items") is not { } items) return;
        for (var i = 0; i < value.Count; i++) Validate(value[i], items, $"{path}[{i}]", errors);
    }

    static void Scalar(JsonNode value, JsonObject schema, string path, List<FieldError> errors)
    {
        if (value.Text() is { } text)
        {
            if (schema.Int("minLength") is { } shortest && text.Length < shortest) errors.Add(FieldError.Invalid(path, value, $"{path} in body should be at least {shortest} chars long"));
            if (schema.Int("maxLength") is { } longest && text.Length > longest) errors.Add(FieldError.TooLong(path, longest));
            if (schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, PatternLimit)) errors.Add(FieldError.Invalid(path, value, $"{path} in body should match '{pattern}'"));
            return;
        }
        if (value.GetValueKind() != JsonValueKind.Number) return;
        var number = value.Long() ?? value.GetValue<double>();
        if (Number(schema["minimum"]) is { } least && number < least) errors.Add(FieldError.Invalid(path, value, $"{path} in body should be greater than or equal to {least}"));
        if (Number(schema["maximum"]) is { } most && number > most) errors.Add(FieldError.Invalid(path, value, $"{path} in body should be less than or equal to {most}"));
    }

    static double? Number(JsonNode? node) => node.Long() is { } whole ? whole : node is JsonValue v && v.TryGetValue<double>(out var d) ? d : null;

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    static bool Fits(JsonNode value, string type) => (type, value.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value.Long() is not null,
        _ => false,
    };

    static string Go(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.Long() is null ? "number" : "integer",
        _ => "boolean",
    };
}
