using System.Text.Json.Nodes;
using Pulumi;

namespace Coder.Infra.Kubernetes;

/// <summary>The labels of every object that the stack itself makes in the cluster; those of the release are the chart's.</summary>
internal static class ObjectLabels
{
    private const string Instance = "app.kubernetes.io/instance";
    private const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>Kubernetes' recommended labels: who manages the object, what it belongs to, which stack made it.</summary>
    public static InputMap<string> Of(string stack) => new()
    {
        [ManagedBy] = "Pulumi",
        ["app.kubernetes.io/part-of"] = "coder",
        [Instance] = stack,
    };

    /// <summary>Selects the objects of a stack.</summary>
    public static string Selector(string stack) => $"{ManagedBy}=Pulumi,{Instance}={stack}";

    /// <summary>Whether a stack made an object.</summary>
    public static bool IsOwn(JsonObject value, string stack) =>
        value.Text("metadata", "labels", ManagedBy) == "Pulumi" && value.Text("metadata", "labels", Instance) == stack;
}
