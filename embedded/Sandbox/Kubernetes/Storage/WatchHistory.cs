using System.Threading.Channels;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Storage;

/// <summary>The last changes, for watches that begin in the past, and the watches that follow. Used under the store's gate.</summary>
internal sealed class WatchHistory(int capacity, long begin) : IDisposable
{
    readonly Queue<Change> _changes = new();
    readonly List<Watcher> _watchers = [];
    long _oldest = begin;

    public void Add(Change change)
    {
        _changes.Enqueue(change);
        if (_changes.Count > capacity) _oldest = _changes.Dequeue().Revision;
        foreach (var watcher in _watchers)
            if (watcher.Storage == change.Key.Storage) watcher.Changes.Writer.TryWrite(change);
    }

    public Watcher Watch(string storage, long since)
    {
        if (since < _oldest) throw ApiErrors.Expired($"too old resource version: {since} ({_oldest})");
        var watcher = new Watcher(storage, this);
        foreach (var change in _changes)
            if (change.Revision > since && change.Key.Storage == storage) watcher.Changes.Writer.TryWrite(change);
        _watchers.Add(watcher);
        return watcher;
    }

    public void Forget(long revision)
    {
        _changes.Clear();
        _oldest = revision;
    }

    public void Remove(Watcher watcher) => _watchers.Remove(watcher);

    public void Dispose()
    {
        foreach (var watcher in _watchers) watcher.Changes.Writer.TryComplete();
        _watchers.Clear();
    }
}

/// <summary>One watch's queue of changes; completed when the cluster stops.</summary>
internal sealed class Watcher(string storage, WatchHistory history)
{
    public string Storage { get; } = storage;

    public Channel<Change> Changes { get; } = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Ends the watch; call under the store's gate.</summary>
    public void Stop() => history.Remove(this);
}
