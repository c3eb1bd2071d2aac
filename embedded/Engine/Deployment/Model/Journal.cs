using System.Collections.Immutable;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>
/// Where a run writes down what it does, entry by entry. An entry is on disk when <see cref="AppendAsync"/> returns, so that a
/// kill at any moment loses nothing that was begun. The cost of an entry must not depend on the size of the stack.
/// </summary>
public interface IJournal
{
    /// <summary>Writes an entry. Entries are numbered by the caller, from 1, without gaps. May be called concurrently.</summary>
    ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken);
}

/// <summary>
/// One entry. <see cref="SnapshotFold"/> turns the snapshot a run began with and its entries into the snapshot after it; the
/// same function serves the running engine and the next run after a kill.
/// </summary>
public sealed record JournalEntry
{
    /// <summary>Number of the entry, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public required JournalEntryKind Kind { get; init; }

    /// <summary>The operation this belongs to: the sequence number of its <see cref="JournalEntryKind.Begin"/>, which names itself.</summary>
    public required long Operation { get; init; }

    /// <summary>With <see cref="JournalEntryKind.Begin"/>: what is being done.</summary>
    public PendingOperationType? Type { get; init; }

    /// <summary>
    /// The resource that this replaces or removes: a place in the snapshot the run began with
    /// (<c>~index</c>, that is -1 for 0, -2 for 1 …) or, above zero, the sequence number of the entry that made it. Null: none.
    /// </summary>
    public long? Old { get; init; }

    /// <summary>The resource's state from now on (or, with Begin, what is being worked on). Null: it is gone.</summary>
    public ResourceState? New { get; init; }

    /// <summary>
    /// Whether <see cref="New"/> stands where <see cref="Old"/> stood (a refreshed or marked resource, registered outputs).
    /// Otherwise it stands behind everything that this run has settled so far, which is where the official engine puts it.
    /// </summary>
    public bool InPlace { get; init; }

    /// <summary>
    /// The resource that <see cref="New"/> was created in the stead of (a place as in <see cref="Old"/>): from now on it is
    /// marked for deletion. One entry says both, so that no kill can come between them.
    /// </summary>
    public long? Replaced { get; init; }
}

/// <summary>What a journal entry says.</summary>
public enum JournalEntryKind
{
    /// <summary>An operation that touches the world begins.</summary>
    Begin,

    /// <summary>An operation ended well, or a step that touches nothing was done (same, outputs, adopted state).</summary>
    Success,

    /// <summary>An operation failed and left the world as it was: it is no longer pending, the state stands.</summary>
    Failure,

    /// <summary>A pending operation of an earlier run has been settled (its index in the snapshot's list is in <c>Old</c>, as <c>~index</c>).</summary>
    Settled,
}
