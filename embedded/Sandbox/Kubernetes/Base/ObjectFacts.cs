using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Base;

/// <summary>What an object of any kind says of itself.</summary>
internal static class ObjectFacts
{
    /// <summary>The owner reference of the object that controls it, or null.</summary>
    public static JsonObject? ControllerOf(JsonNode json) => json.Objects("metadata", "ownerReferences").FirstOrDefault(r => r.Bool("controller") == true);

    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Condition(JsonNode json, string type) => json.Objects("status", "conditions").FirstOrDefault(c => c.Text("type") == type);

    /// <summary>Whether a condition has the status <c>True</c>.</summary>
    public static bool IsTrue(JsonNode json, string condition) => Condition(json, condition).Text("status") == "True";
}
