using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.OpenApi;

/// <summary>The paths of resources, with what clients look up in them: verbs, kinds and the query parameters of writes.</summary>
internal static class OpenApiPaths
{
    public static JsonObject Of(IEnumerable<ResourceType> types, bool v3)
    {
        var paths = new JsonObject();
        foreach (var type in types)
        {
            var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
            var collection = type.Namespaced ? $"{root}/namespaces/{{namespace}}/{type.Plural}" : $"{root}/{type.Plural}";
            paths[collection] = Item(type, v3, [("list", "get"), ("create", "post"), ("deletecollection", "delete")], named: false);
            if (type.IsStored) paths[$"{collection}/{{name}}"] = Item(type, v3, [("get", "get"), ("update", "put"), ("patch", "patch"), ("delete", "delete")], named: true);
        }
        return paths;
    }

    static JsonObject Item(ResourceType type, bool v3, (string Verb, string Method)[] verbs, bool named)
    {
        var item = new JsonObject();
        foreach (var (verb, method) in verbs)
            if (type.Verbs.Contains(verb)) item[method] = Operation(type, v3, verb);
        var parameters = new JsonArray();
        if (named) parameters.Add(Parameter("name", "path", "string", v3, required: true));
        if (type.Namespaced) parameters.Add(Parameter("namespace", "path", "string", v3, required: true));
        if (parameters.Count > 0) item["parameters"] = parameters;
        return item;
    }

    static JsonObject Operation(ResourceType type, bool v3, string verb)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{verb}{type.Version}{type.Kind}",
            ["x-kubernetes-action"] = verb == "create" ? "post" : verb == "update" ? "put" : verb,
            ["x-kubernetes-group-version-kind"] = OpenApiSchemas.Gvk(type.Group, type.Version, type.Kind),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        };
        var parameters = new JsonArray();
        if (verb is "create" or "update" or "patch")
        {
            foreach (var name in (string[])["dryRun", "fieldManager", "fieldValidation"]) parameters.Add(Parameter(name, "query", "string", v3));
            if (verb == "patch") parameters.Add(Parameter("force", "query", "boolean", v3));
        }
        if (parameters.Count > 0) operation["parameters"] = parameters;
        return operation;
    }

    static JsonObject Parameter(string name, string place, string type, bool v3, bool required = false)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (required) parameter["required"] = true;
        if (v3) parameter["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true };
        else
        {
            parameter["type"] = type;
            parameter["uniqueItems"] = true;
        }
        return parameter;
    }
}
