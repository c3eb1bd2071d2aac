using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>Waits for one object, and shows beside the running step what it waits for.</summary>
internal sealed class Awaiter(KubeClient client, SharedWatches watches, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Waits until an object is ready by the rule that applies to it, and returns it as it is then.</summary>
    /// <exception cref="NotReadyException">It failed, the time was up, or the run was cancelled.</exception>
    public async Task<JsonObject> ReadyAsync(JsonObject manifest, JsonObject live, double seconds, CancellationToken cancellationToken)
    {
        if (Annotations.IsSet(manifest, Annotations.SkipAwait) || ReadyRules.For(manifest) is not { } rule)
            return live;
        var related = rule.Related(live);
        var last = Readiness.Waiting("");
        // Most objects are ready as the API server stores them: they need no watch.
        if (related.Count == 0 && rule.Settle is null && IsOver(rule.Judge(live, Surroundings.None)))
            return live;
        var timeout = Annotations.Timeout(manifest, seconds, rule.Timeout);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await foreach (var (value, around) in FollowAsync(live, related, rule.Settle, either.Token).ConfigureAwait(false))
            {
                if (value is null)
                    throw new NotReadyException($"{live.Kind()} {live.FullName()} was deleted while it was waited for", live, ["It was deleted"]);
                live = value;
                if (IsOver(rule.Judge(value, around)))
                    return live;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NotReadyException($"it was not ready within {timeout.TotalSeconds:0}s. {last.Message}".TrimEnd(), live, [last.Message]);
        }
        catch (OperationCanceledException)
        {
            throw new NotReadyException($"Resource operation was cancelled for \"{live.Name()}\". {last.Message}".TrimEnd(), live, [last.Message]);
        }

        return live;

        bool IsOver(Readiness now)
        {
            if (now != last && now.Message.Length > 0)
                say(now.Message);
            last = now;
            if (now.State == ReadinessState.Failed)
                throw new NotReadyException(now.Message, live, [now.Message]);
            if (now.State == ReadinessState.Ready)
                say("");
            return now.State == ReadinessState.Ready;
        }
    }

    /// <summary>Looks whether an object that is read is ready, without waiting for it.</summary>
    /// <exception cref="NotReadyException">It is not.</exception>
    public async Task CheckAsync(JsonObject manifest, JsonObject live, CancellationToken cancellationToken)
    {
        if (Annotations.IsSet(manifest, Annotations.SkipAwait) || ReadyRules.For(manifest) is not { AtRead: true } rule)
            return;
        var around = new Surroundings([], IsSettled: true);
        if (rule.Related(live) is { Count: > 0 } related)
        {
            await foreach (var (_, seen) in FollowAsync(live, related, settle: null, cancellationToken).ConfigureAwait(false))
            {
                around = seen with { IsSettled = true };
                break;
            }
        }

        if (rule.Judge(live, around) is { State: not ReadinessState.Ready } now)
            throw new NotReadyException(now.Message, live, [now.Message]);
    }

    /// <summary>Waits until an object that is being deleted is gone.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="deleted">The object as the answer to its deletion has it.</param>
    /// <param name="inputs">The program's inputs, for their annotations.</param>
    /// <param name="seconds">The program's limit; 0 for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="NotReadyException">It is still there when the time is up or the run is cancelled.</exception>
    public async Task GoneAsync(ObjectReference reference, JsonObject deleted, JsonObject inputs, double seconds, CancellationToken cancellationToken)
    {
        var timeout = Annotations.Timeout(inputs, seconds, DeletionTimeout);
        var last = deleted;
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            say("Resource scheduled for deletion");
            var seen = false;
            await foreach (var change in watches.FollowAsync(PlaceOf(reference), reference.Name, _ => true, either.Token).ConfigureAwait(false))
            {
                // All that was there is known: what is not among it is gone, unless the watch is older than the object.
                if (change is null ? !seen && await IsGoneAsync(reference, deleted, either.Token).ConfigureAwait(false)
                    : change.Type == KubeEventType.Deleted ? IsSame(change.Object, deleted) : seen && !IsSame(change.Object, deleted))
                {
                    say("");
                    return;
                }

                if (change is not null && IsSame(change.Object, deleted))
                    (seen, last) = (true, change.Object);
            }
        }
        catch (OperationCanceledException)
        {
            var why = cancellationToken.IsCancellationRequested ? "the run was cancelled" : $"{timeout.TotalSeconds:0}s are over";
            throw new NotReadyException($"{why}. {HeldBy(last)}".TrimEnd(), last, []);
        }
    }

    private async Task<bool> IsGoneAsync(ObjectReference reference, JsonObject deleted, CancellationToken cancellationToken) =>
        await client.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } there || !IsSame(there, deleted);

    // Another object of the same name is not the one that was to go.
    private static bool IsSame(JsonObject one, JsonObject other) => (string?)one["metadata"]?["uid"] == (string?)other["metadata"]?["uid"];

    private static Place PlaceOf(ObjectReference reference) => new(reference.ApiVersion, reference.Kind, reference.Namespace);

    private static string HeldBy(JsonObject value)
    {
        var conditions = (value["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>()
            .Where(condition => (string?)condition["status"] == "True" && (string?)condition["message"] is { Length: > 0 })
            .Select(condition => (string?)condition["message"]) ?? [];
        var finalizers = (value["metadata"]?["finalizers"] as JsonArray)?.Select(name => (string?)name).ToList() ?? [];
        return string.Join(". ", conditions.Concat(finalizers.Count > 0 ? [$"It is held by its finalizers: {string.Join(", ", finalizers)}"] : []));
    }

    /// <summary>
    /// The object, null when it is gone, and what is seen beside it: first when all related objects are known, then at each
    /// change, and once more when nothing has changed for as long as the rule asks for.
    /// </summary>
    private async IAsyncEnumerable<(JsonObject? Object, Surroundings Around)> FollowAsync(
        JsonObject live, IReadOnlyList<RelatedObjects> related, TimeSpan? settle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<(int Source, KubeEvent? Event)>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reference = ObjectReference.Of(live);
        List<Task> sources = [SourceAsync(-1, watches.FollowAsync(PlaceOf(reference), reference.Name, _ => true, ended.Token))];
        for (var i = 0; i < related.Count; i++)
            sources.Add(SourceAsync(i, watches.FollowAsync(related[i].Place, null, related[i].IsWanted, ended.Token)));
        var own = live;
        var gone = false;
        var settled = false;
        var unknown = sources.Count;
        var others = new Dictionary<(int, string), JsonObject>();
        try
        {
            while (true)
            {
                if (!settled && unknown == 0 && settle is { } pause && !await HasNextAsync(events.Reader, pause, ended.Token).ConfigureAwait(false))
                {
                    settled = true;
                }
                else
                {
                    var (source, change) = await events.Reader.ReadAsync(ended.Token).ConfigureAwait(false);
                    settled = false;
                    if (change is null)
                        unknown--;
                    else if (source >= 0 && change.Type == KubeEventType.Deleted)
                        others.Remove((source, change.Object.FullName()));
                    else if (source >= 0)
                        others[(source, change.Object.FullName())] = change.Object;
                    else if (change.Type == KubeEventType.Deleted)
                        gone = gone || IsSame(change.Object, live);
                    else if (IsSince(change.Object, live))
                        own = change.Object;
                }

                if (unknown == 0)
                    yield return (gone ? null : own, new Surroundings([.. others.Values], settled));
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sources).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task SourceAsync(int source, IAsyncEnumerable<KubeEvent?> changes)
        {
            try
            {
                await foreach (var change in changes.ConfigureAwait(false))
                    events.Writer.TryWrite((source, change));
            }
            catch (Exception error)
            {
                events.Writer.TryComplete(error);
            }
        }
    }

    /// <summary>Whether a change comes within a time.</summary>
    private async Task<bool> HasNextAsync<T>(ChannelReader<T> events, TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            return await events.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(within, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Whether what a watch has is no older than what we wrote: a watch may be behind.</summary>
    private static bool IsSince(JsonObject seen, JsonObject written) =>
        !ulong.TryParse((string?)seen["metadata"]?["resourceVersion"], CultureInfo.InvariantCulture, out var one)
        || !ulong.TryParse((string?)written["metadata"]?["resourceVersion"], CultureInfo.InvariantCulture, out var other)
        || one >= other;
}
