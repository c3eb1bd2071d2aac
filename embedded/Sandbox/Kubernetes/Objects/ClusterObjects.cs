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
            ? [.. _store.List(type.StorageName, @namespace).Items.Select(o => Versions.Convert(o.Json, type).Copy())]
            : [];
}
