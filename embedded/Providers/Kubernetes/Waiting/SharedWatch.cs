using System.Text.Json.Nodes;
using System.Threading.Channels;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>What is known of one kind in one namespace, and who wants to hear of it.</summary>
internal sealed class SharedWatch
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Follower>> _byName = new(StringComparer.Ordinal);
    private readonly List<Follower> _others = [];
    private readonly CancellationTokenSource _ended = new();

    private int _followers;
    private bool _isSynchronized;

    /// <summary>Ends when the last follower has left.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Adds a follower, who gets what is known; true for the first one.</summary>
    public bool Add(Follower follower)
    {
        lock (_lock)
        {
            ListOf(follower).Add(follower);
            if (_isSynchronized)
            {
                foreach (var value in follower.Name is null ? _known.Values : _known.TryGetValue(follower.Name, out var one) ? [one] : Enumerable.Empty<JsonObject>())
                    Tell(follower, new KubeEvent(KubeEventType.Added, value));
                follower.Events.TryWrite(null);
            }

            return _followers++ == 0;
        }
    }

    /// <summary>Removes a follower; true for the last one, after whom the watch ends.</summary>
    public bool Remove(Follower follower)
    {
        lock (_lock)
        {
            ListOf(follower).Remove(follower);
            if (--_followers > 0)
                return false;
        }

        _ended.Cancel();
        return true;
    }

    /// <summary>All objects that were there are known now.</summary>
    public void Synchronized()
    {
        lock (_lock)
        {
            if (_isSynchronized)
                return;
            _isSynchronized = true;
            foreach (var follower in _byName.Values.SelectMany(list => list).Concat(_others))
                follower.Events.TryWrite(null);
        }
    }

    /// <summary>Passes a change on to those who want it.</summary>
    public void Publish(KubeEvent change)
    {
        var name = change.Object.Name() ?? "";
        lock (_lock)
        {
            if (change.Type == KubeEventType.Deleted)
                _known.Remove(name);
            else
                _known[name] = change.Object;
            foreach (var follower in _byName.GetValueOrDefault(name, []))
                Tell(follower, change);
            foreach (var follower in _others)
                Tell(follower, change);
        }
    }

    /// <summary>Ends everybody's waiting.</summary>
    public void Fail(Exception? failure)
    {
        lock (_lock)
        {
            foreach (var follower in _byName.Values.SelectMany(list => list).Concat(_others))
                follower.Events.TryComplete(failure);
        }
    }

    private List<Follower> ListOf(Follower follower)
    {
        if (follower.Name is not { } name)
            return _others;
        if (!_byName.TryGetValue(name, out var list))
            _byName[name] = list = [];
        return list;
    }

    private static void Tell(Follower follower, KubeEvent change)
    {
        if (follower.IsWanted(change.Object))
            follower.Events.TryWrite(change);
    }
}

/// <summary>Someone who waits for objects.</summary>
internal sealed record Follower(string? Name, Func<JsonObject, bool> IsWanted, ChannelWriter<KubeEvent?> Events);
