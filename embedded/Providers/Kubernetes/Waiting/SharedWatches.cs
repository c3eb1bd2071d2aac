using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>One watch for each kind and namespace, for everyone who waits for an object there; it ends when nobody does.</summary>
internal sealed class SharedWatches(KubeClient client)
{
    private readonly Dictionary<Place, SharedWatch> _watches = [];

    /// <summary>
    /// Follows objects of a kind: those that are there, a null once all of these are known, then every change. Ends by
    /// cancellation, or with the watch's error.
    /// </summary>
    /// <param name="place">The kind and the namespace.</param>
    /// <param name="name">The name of the one object to follow; null for all that are wanted.</param>
    /// <param name="isWanted">Which objects to follow.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<KubeEvent?> FollowAsync(
        Place place, string? name, Func<JsonObject, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<KubeEvent?>(new UnboundedChannelOptions { SingleReader = true });
        var follower = new Follower(name, isWanted, events.Writer);
        var watch = Join(place, follower);
        try
        {
            await foreach (var change in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            Leave(place, watch, follower);
        }
    }

    private SharedWatch Join(Place place, Follower follower)
    {
        lock (_watches)
        {
            if (!_watches.TryGetValue(place, out var watch))
                _watches[place] = watch = new SharedWatch();
            if (watch.Add(follower))
                _ = RunAsync(place, watch);
            return watch;
        }
    }

    private void Leave(Place place, SharedWatch watch, Follower follower)
    {
        lock (_watches)
        {
            if (!watch.Remove(follower))
                return;
            if (_watches.GetValueOrDefault(place) == watch)
                _watches.Remove(place);
        }
    }

    private async Task RunAsync(Place place, SharedWatch watch)
    {
        Exception? failure = null;
        try
        {
            await foreach (var change in client.WatchAsync(place.ApiVersion, place.Kind, place.Namespace, listed: watch.Synchronized, cancellation: watch.Ended).ConfigureAwait(false))
                watch.Publish(change);
        }
        catch (Exception error)
        {
            failure = error;
        }

        lock (_watches)
        {
            if (_watches.GetValueOrDefault(place) == watch)
                _watches.Remove(place);
        }

        watch.Fail(failure);
    }
}

/// <summary>A kind in a namespace, or in none.</summary>
internal readonly record struct Place(string ApiVersion, string Kind, string? Namespace);
