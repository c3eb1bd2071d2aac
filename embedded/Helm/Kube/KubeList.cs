using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

/// <summary>The objects of a collection at one moment.</summary>
/// <param name="Items">The objects, each with its <c>apiVersion</c> and <c>kind</c>.</param>
/// <param name="ResourceVersion">The version of the collection, to watch from.</param>
public sealed record KubeList(IReadOnlyList<JsonObject> Items, string ResourceVersion);

/// <summary>What happened to a watched object.</summary>
public enum KubeEventType
{
    /// <summary>It is new, or was there when the watch began.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It is gone; the object is its last state.</summary>
    Deleted,
}

/// <summary>One event of a watch.</summary>
public sealed record KubeEvent(KubeEventType Type, JsonObject Object);
