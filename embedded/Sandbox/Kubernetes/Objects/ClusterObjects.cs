using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

internal sealed class ClusterObjects : IClusterObjects
{
    readonly ObjectStore _store;
    readonly ResourceRegistry _resources;

    public ClusterObjects(ObjectStore store, ResourceRegistry resources)
    {
        (_store, _resources) = (store, resources);
        store.Committed += _ => Changed?.Invoke();
    }

    public event Action? Changed;

    public IReadOnlyList<JsonObject> List(string apiVersion, string kind, string? @namespace = null) =>
        _resources.FindKind(apiVersion, kind) is { } type
            ? [.. _store.List(type.StorageName, @namespace).Items.Select(o => Copy(o, type))]
            : [];

    /// <summary>From the text, so that numbers convert to any numeric type.</summary>
    static JsonObject Copy(StoredObject stored, ResourceType type)
    {
        var seen = Versions.Convert(stored.Json, type);
        return (JsonObject)JsonNode.Parse(ReferenceEquals(seen, stored.Json) ? stored.Utf8 : seen.ToUtf8())!;
    }
}
