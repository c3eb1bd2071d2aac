using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Storage;

/// <summary>
/// All objects, in memory, each write journaled before it is visible. Reads need no lock and see one consistent state;
/// whoever reads in order to write holds <see cref="Gate"/> for both.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    static readonly ImmutableSortedDictionary<string, StoredObject> Empty =
        ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    readonly Journal _journal;
    readonly WatchHistory _history;
    volatile Snapshot _snapshot;

    public ObjectStore(string directory, int watchHistory)
    {
        _journal = new Journal(Path.Combine(directory, "objects.jsonl"));
        var (objects, revision) = _journal.Load();
        _snapshot = new Snapshot(
            objects.GroupBy(o => o.Key.Storage).ToImmutableDictionary(g => g.Key, g => Empty.SetItems(g.Select(o => KeyValuePair.Create(o.Key.Path, o)))),
            revision);
        _history = new WatchHistory(watchHistory, revision);
    }

    /// <summary>Held by every writer from its read to its write.</summary>
    public object Gate { get; } = new();

    /// <summary>Raised under <see cref="Gate"/> after each write.</summary>
    public event Action<Change>? Committed;

    public long Revision => _snapshot.Revision;

    public StoredObject? Get(ObjectKey key) =>
        _snapshot.Storages.TryGetValue(key.Storage, out var items) ? items.GetValueOrDefault(key.Path) : null;

    /// <summary>The objects of a storage in key order, and the revision at which that was so.</summary>
    public (IReadOnlyList<StoredObject> Items, long Revision) List(string storage, string? @namespace = null)
    {
        var snapshot = _snapshot;
        if (!snapshot.Storages.TryGetValue(storage, out var items)) return ([], snapshot.Revision);
        return ([.. @namespace is null ? items.Values : items.Values.Where(o => o.Key.Namespace == @namespace)], snapshot.Revision);
    }

    public IEnumerable<string> Storages => _snapshot.Storages.Keys;

    /// <summary>Writes a new version of an object; its resource version is set.</summary>
    public StoredObject Write(ObjectKey key, JsonObject json)
    {
        var revision = _snapshot.Revision + 1;
        json.Ensure("metadata")["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        var stored = new StoredObject(key, revision, json);
        var previous = Get(key);
        Commit(new Change(previous is null ? ChangeType.Added : ChangeType.Modified, previous, stored));
        return stored;
    }

    public void Delete(StoredObject stored)
    {
        var last = stored.Json.Copy();
        var revision = _snapshot.Revision + 1;
        last.Ensure("metadata")["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        Commit(new Change(ChangeType.Deleted, stored, new StoredObject(stored.Key, revision, last)));
    }

    /// <summary>Follows the changes of a storage after a revision.</summary>
    /// <exception cref="ApiException">410 Expired: the history does not reach back that far.</exception>
    public Watcher Watch(string storage, long since)
    {
        lock (Gate) return _history.Watch(storage, since);
    }

    /// <summary>Makes the present the oldest revision that a watch can begin at.</summary>
    public void ForgetHistory()
    {
        lock (Gate) _history.Forget(Revision);
    }

    /// <summary>Ends all watches.</summary>
    public void EndWatches()
    {
        lock (Gate) _history.Dispose();
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _history.Dispose();
            _journal.Dispose();
        }
    }

    void Commit(Change change)
    {
        if (!Monitor.IsEntered(Gate)) throw new InvalidOperationException("A writer must hold the store's gate.");
        var key = change.Key;
        var items = _snapshot.Storages.GetValueOrDefault(key.Storage, Empty);
        items = change.Type == ChangeType.Deleted ? items.Remove(key.Path) : items.SetItem(key.Path, change.Current);
        _journal.Append(change, () => _snapshot.Storages.Values.SelectMany(s => s.Values));
        _snapshot = new Snapshot(_snapshot.Storages.SetItem(key.Storage, items), change.Revision);
        _history.Add(change);
        Committed?.Invoke(change);
    }

    sealed record Snapshot(ImmutableDictionary<string, ImmutableSortedDictionary<string, StoredObject>> Storages, long Revision);
}
