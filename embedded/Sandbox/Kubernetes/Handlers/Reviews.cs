using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>Access reviews. There is one user, the holder of the token, and it may do everything.</summary>
internal static class Reviews
{
    public const string User = "kubernetes-admin";
    static readonly string[] Groups = ["system:masters", "system:authenticated"];

    public static JsonObject Answer(ResourceType type, JsonObject body)
    {
        body["status"] = type.Kind switch
        {
            "SelfSubjectAccessReview" => Allowed(true, ""),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Allowed(
                body.Text("spec", "user") == User || body.Texts("spec", "groups").Contains("system:masters"),
                "this cluster knows no user but its administrator"),
            "SelfSubjectRulesReview" => Rules(),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = UserInfo() },
            "TokenReview" => throw ApiErrors.NotSupported("reviewing a token"),
            _ => throw ApiErrors.NotSupported($"creating a {type.Kind}"),
        };
        return body;
    }

    static JsonObject Allowed(bool allowed, string reason)
    {
        var status = new JsonObject { ["allowed"] = allowed };
        if (!allowed) status["reason"] = reason;
        return status;
    }

    static JsonObject Rules() => new()
    {
        ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }),
        ["incomplete"] = false,
    };

    static JsonObject UserInfo() => new() { ["username"] = User, ["groups"] = Json.ToArray(Groups) };
}
