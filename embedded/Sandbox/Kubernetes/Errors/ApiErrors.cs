using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Errors;

/// <summary>The API server's failures, in its words (recorded in behaviour.jsonl).</summary>
internal static class ApiErrors
{
    public const string NoSuchResource = "the server could not find the requested resource";

    public static ApiException UnknownResource() => new(404, "NotFound", NoSuchResource, []);

    public static ApiException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.QualifiedPlural} \"{name}\" not found", Details(name, type.Group, type.Plural));

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.QualifiedPlural} \"{name}\" already exists", Details(name, type.Group, type.Plural));

    public static ApiException Conflict(ResourceType type, string name, string cause) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedPlural} \"{name}\": {cause}", Details(name, type.Group, type.Plural));

    public static ApiException Modified(ResourceType type, string name) =>
        Conflict(type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Precondition(ResourceType type, string name, string cause) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.Kind} \"{name}\": {cause}", Details(name, "", type.Kind));

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Forbidden(ResourceType type, string name, string cause, params FieldError[] causes)
    {
        var details = Details(name, type.Group, type.Plural);
        if (causes.Length > 0) details["causes"] = Causes(causes);
        return new ApiException(403, "Forbidden", $"{type.QualifiedPlural} \"{name}\" is forbidden: {cause}", details);
    }

    public static ApiException NotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException NotSupported(string what) =>
        new(501, "NotImplemented", $"{what} is not supported by this sandbox cluster: it runs no containers");

    public static ApiException UnsupportedMediaType(params string[] accepted) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiException NotAcceptable(params string[] accepted) => new(406, "NotAcceptable",
        $"only the following media types are accepted: {string.Join(", ", accepted)}");

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException Invalid(ResourceType type, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(type.Group, type.Kind, name, errors);

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        var texts = errors.Select(e => e.ToString()).Distinct().ToList();
        var details = Details(name, group, kind);
        details["causes"] = Causes(errors);
        return new ApiException(422, "Invalid",
            $"{qualified} \"{name}\" is invalid: {(texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]")}", details);
    }

    static JsonArray Causes(IEnumerable<FieldError> errors) => new([.. errors.Select(e => (JsonNode)new JsonObject
    {
        ["reason"] = e.Reason,
        ["message"] = e.Message,
        ["field"] = e.Field,
    })]);

    static JsonObject Details(string name, string group, string kind)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        details["kind"] = kind;
        return details;
    }
}
