using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>Who writes, through which door, and whether it is only tried.</summary>
internal sealed record WriteOptions
{
    /// <summary>The name under which written fields are owned.</summary>
    public required string Manager { get; init; }

    /// <summary>The subresource that is written through, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Everything is checked and answered, nothing is kept (<c>dryRun=All</c>).</summary>
    public bool DryRun { get; init; }

    /// <summary>A controller's way: <c>kube-controller-manager</c> writing status.</summary>
    public static WriteOptions Controller { get; } = new() { Manager = "kube-controller-manager" };

    public static WriteOptions ControllerStatus { get; } = new() { Manager = "kube-controller-manager", Subresource = "status" };

    public static WriteOptions Kubelet { get; } = new() { Manager = "kubelet", Subresource = "status" };
}

/// <summary>What became of a write: the object as answered, and whether it is new.</summary>
internal readonly record struct WriteResult(JsonObject Object, bool Created = false);

/// <summary>How an object is to be deleted (<c>DeleteOptions</c>).</summary>
internal sealed record DeleteOptions
{
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }
    public long? GracePeriodSeconds { get; init; }

    /// <summary><c>Foreground</c>, <c>Background</c>, <c>Orphan</c> or the kind's default.</summary>
    public string? Propagation { get; init; }

    public bool DryRun { get; init; }
}

/// <summary>An object that was deleted, or is being: null when it is gone at once and only its identity is answered.</summary>
internal readonly record struct DeleteResult(StoredObject Object, bool Gone);
