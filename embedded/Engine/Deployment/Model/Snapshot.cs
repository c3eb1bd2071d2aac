using System.Collections.Immutable;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>The state of a stack at one moment: what a checkpoint file holds, decrypted.</summary>
/// <param name="Resources">In dependency order: parents, providers and dependencies stand before what needs them.</param>
/// <param name="PendingOperations">Operations that a run began and nobody saw end.</param>
/// <param name="Time">When it was written.</param>
public sealed record Snapshot(
    ImmutableArray<ResourceState> Resources,
    ImmutableArray<PendingOperation> PendingOperations,
    DateTimeOffset Time)
{
    /// <summary>The state of a stack that has never been updated.</summary>
    public static Snapshot Empty { get; } = new([], [], DateTimeOffset.UnixEpoch);
}

/// <summary>An operation that was begun and not seen to end.</summary>
public sealed record PendingOperation(ResourceState Resource, PendingOperationType Type);

/// <summary>What was being done; written in lower case (<c>creating</c>).</summary>
public enum PendingOperationType
{
    /// <summary>A create or the create half of a replacement.</summary>
    Creating,

    /// <summary>An update in place.</summary>
    Updating,

    /// <summary>A delete.</summary>
    Deleting,

    /// <summary>A read or refresh.</summary>
    Reading,

    /// <summary>An import.</summary>
    Importing,
}
