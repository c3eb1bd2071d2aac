using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>
/// Turns the snapshot a run began with and its journal into the snapshot after it. Pure, so that a run that was killed is
/// folded by the next one exactly as it would have folded itself; every prefix of a journal gives a valid snapshot.
/// </summary>
public static class SnapshotFold
{
    /// <summary>
    /// The snapshot after the entries, in the order of the official engine: first what the run has settled, in that order,
    /// then what it has not reached, in the order it had before.
    /// </summary>
    public static Snapshot Fold(Snapshot start, IEnumerable<JournalEntry> entries)
    {
        var places = new Places(start);
        var pending = new SortedDictionary<long, PendingOperation>();
        var earlier = start.PendingOperations.Select(operation => (PendingOperation?)operation).ToArray();
        var any = false;
        foreach (var entry in entries.OrderBy(entry => entry.Sequence))
        {
            any = true;
            switch (entry.Kind)
            {
                case JournalEntryKind.Begin:
                    pending[entry.Sequence] = new PendingOperation(entry.New!, entry.Type ?? PendingOperationType.Creating);
                    break;
                case JournalEntryKind.Success:
                    pending.Remove(entry.Operation);
                    places.Apply(entry);
                    break;
                case JournalEntryKind.Failure:
                    pending.Remove(entry.Operation);
                    break;
                case JournalEntryKind.Settled:
                    earlier[~entry.Old!.Value] = null;
                    break;
            }
        }

        if (!any)
            return start;
        var operations = earlier.OfType<PendingOperation>().Concat(pending.Values).ToImmutableArray();
        return start with { Resources = SnapshotOrder.Arrange(places.InOrder()), PendingOperations = operations };
    }

    /// <summary>What stands where: places of the start are negative, places that entries made are positive.</summary>
    private sealed class Places
    {
        private readonly ResourceState?[] _start;
        private readonly SortedDictionary<long, ResourceState> _made = [];
        private readonly Dictionary<long, long> _moved = [];

        public Places(Snapshot start) => _start = [.. start.Resources];

        public void Apply(JournalEntry entry)
        {
            if (entry is { InPlace: true, Old: { } place })
            {
                // The entry's own number names the resource from now on, but it stays where it stood.
                Put(place, entry.New);
                _moved[entry.Sequence] = Resolve(place);
                return;
            }

            if (entry.Replaced is { } replaced && Get(replaced) is { } marked)
                Put(replaced, marked with { Delete = true });
            if (entry.Old is { } old)
                Put(old, null);
            if (entry.New is { } state)
                _made[entry.Sequence] = state;
        }

        public IEnumerable<ResourceState> InOrder() => _made.Values.Concat(_start.OfType<ResourceState>());

        private long Resolve(long place) => _moved.TryGetValue(place, out var moved) ? Resolve(moved) : place;

        private ResourceState? Get(long place)
        {
            place = Resolve(place);
            return place < 0 ? _start[~place] : _made.GetValueOrDefault(place);
        }

        private void Put(long place, ResourceState? state)
        {
            place = Resolve(place);
            if (place < 0)
                _start[~place] = state;
            else if (state is null)
                _made.Remove(place);
            else
                _made[place] = state;
        }
    }
}
