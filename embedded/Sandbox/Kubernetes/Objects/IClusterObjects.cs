using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>A read-only look at what a cluster holds, for neighbours that only need its state.</summary>
public interface IClusterObjects
{
    /// <summary>
    /// Copies of the objects of a kind, ordered by namespace and name; empty when the kind is not served.
    /// </summary>
    /// <param name="apiVersion">Group and version as in a manifest: <c>v1</c>, <c>apps/v1</c>.</param>
    /// <param name="kind">The kind as in a manifest: <c>Deployment</c>.</param>
    /// <param name="namespace">Only this namespace, or every one.</param>
    IReadOnlyList<JsonObject> List(string apiVersion, string kind, string? @namespace = null);

    /// <summary>Raised after objects were written. Handlers run on the writer's thread and must be quick.</summary>
    event Action? Changed;
}
