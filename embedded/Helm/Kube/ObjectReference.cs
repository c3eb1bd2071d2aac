using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

/// <summary>Names one object of a cluster.</summary>
/// <param name="ApiVersion"><c>v1</c> or <c>group/version</c>.</param>
/// <param name="Kind">As written in manifests, for example <c>Deployment</c>.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Namespace">Its namespace; null for cluster-wide kinds, and for "the client's namespace" otherwise.</param>
public sealed record ObjectReference(string ApiVersion, string Kind, string Name, string? Namespace = null)
{
    /// <summary>The API group, empty for the core group.</summary>
    public string Group => ApiVersion.Contains('/') ? ApiVersion[..ApiVersion.IndexOf('/')] : "";

    /// <summary>Reads the reference out of an object's own fields.</summary>
    /// <exception cref="ArgumentException">A field that names an object is missing.</exception>
    public static ObjectReference Of(JsonObject value)
    {
        var metadata = value["metadata"] as JsonObject;
        return new ObjectReference(
            Text(value, "apiVersion") ?? throw new ArgumentException("The object has no apiVersion.", nameof(value)),
            Text(value, "kind") ?? throw new ArgumentException("The object has no kind.", nameof(value)),
            Text(metadata, "name") ?? throw new ArgumentException("The object has no metadata.name.", nameof(value)),
            Text(metadata, "namespace"));
    }

    static string? Text(JsonObject? from, string key)
        => from?[key] is JsonValue v && v.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary><c>Deployment coder/envproxy</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
