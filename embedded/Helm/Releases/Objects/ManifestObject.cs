using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>One object of a manifest, with how the server serves its kind.</summary>
sealed record ManifestObject(JsonObject Value, KubeResource Resource, ObjectReference Reference)
{
    public const string PolicyAnnotation = "helm.sh/resource-policy";

    public string Kind => Reference.Kind;

    public string Name => Reference.Name;

    /// <summary>Identifies an object across versions of its kind.</summary>
    public (string Group, string Kind, string? Namespace, string Name) Key => (Resource.Group, Kind, Reference.Namespace, Name);

    /// <summary>As Helm names it in messages about ownership: <c>Service "web" in namespace "coder"</c>.</summary>
    public string Title => $"{Kind} \"{Name}\" in namespace \"{Reference.Namespace}\"";

    /// <summary>As progress messages name it: <c>Service coder/web</c>.</summary>
    public override string ToString() => Reference.ToString();

    /// <summary>Whether an object says that it outlives its release.</summary>
    public static bool IsKept(JsonObject value)
        => ((string?)value["metadata"]?["annotations"]?[PolicyAnnotation])?.Trim().ToLowerInvariant() == "keep";
}
