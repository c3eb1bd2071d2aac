using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment;

/// <summary>
/// Writes down what a run does to the state, and knows the place of every state it has met. A dry run keeps its entries to
/// itself. Only used on the engine's loop, so that entries reach the journal in the order of their numbers.
/// </summary>
internal sealed class SnapshotRecorder
{
    private readonly Snapshot _start;
    private readonly IJournal? _journal;
    private readonly List<JournalEntry> _entries = [];
    private readonly Dictionary<ResourceState, long> _places = [];
    private Task _written = Task.CompletedTask;

    public SnapshotRecorder(Snapshot start, IJournal? journal)
    {
        _start = start;
        _journal = journal;
        for (var i = 0; i < start.Resources.Length; i++)
            _places[start.Resources[i]] = ~i;
    }

    /// <summary>The state after everything written so far.</summary>
    public Snapshot Fold(DateTimeOffset time) => SnapshotFold.Fold(_start, _entries) with { Time = time };

    /// <summary>An operation begins; it is on disk when this returns.</summary>
    public async Task<long> BeginAsync(PendingOperationType type, ResourceState resource)
    {
        var sequence = _entries.Count + 1;
        await Append(new JournalEntry { Sequence = sequence, Kind = JournalEntryKind.Begin, Operation = sequence, Type = type, New = resource });
        return sequence;
    }

    /// <summary>
    /// An operation (<paramref name="operation"/>, 0 for a step that touched nothing) ended well: <paramref name="new"/> takes
    /// the place of <paramref name="old"/>, and what it was created in the stead of is marked for deletion. What is to stand in
    /// the place of something that has none (a component that is left out of a run registers its outputs) is not written down.
    /// </summary>
    public Task SuccessAsync(long operation, ResourceState? old, ResourceState? @new, ResourceState? replaced = null, bool inPlace = false)
    {
        if (inPlace && Place(old) is null)
            return Task.CompletedTask;
        var sequence = _entries.Count + 1;
        var entry = new JournalEntry
        {
            Sequence = sequence,
            Kind = JournalEntryKind.Success,
            Operation = operation == 0 ? sequence : operation,
            Old = Place(old),
            New = @new,
            InPlace = inPlace,
            Replaced = Place(replaced),
        };
        if (@new is not null)
            _places[@new] = sequence;
        return Append(entry);
    }

    /// <summary>An operation failed and left things as they were.</summary>
    public Task FailureAsync(long operation) =>
        Append(new JournalEntry { Sequence = _entries.Count + 1, Kind = JournalEntryKind.Failure, Operation = operation });

    /// <summary>A pending operation of an earlier run is settled.</summary>
    public Task SettledAsync(int index)
    {
        var sequence = _entries.Count + 1;
        return Append(new JournalEntry { Sequence = sequence, Kind = JournalEntryKind.Settled, Operation = sequence, Old = ~index });
    }

    /// <summary>Waits until everything is on disk; throws where it could not be written.</summary>
    public Task FlushAsync() => _written;

    private long? Place(ResourceState? state) => state is not null && _places.TryGetValue(state, out var place) ? place : null;

    private Task Append(JournalEntry entry)
    {
        _entries.Add(entry);
        if (_journal is null)
            return Task.CompletedTask;
        var written = _journal.AppendAsync(entry, CancellationToken.None).AsTask();
        _written = Task.WhenAll(_written.IsCompletedSuccessfully ? Task.CompletedTask : _written, written);
        return written;
    }
}
