using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

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
