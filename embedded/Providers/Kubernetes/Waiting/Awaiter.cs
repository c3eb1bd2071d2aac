using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>Waits for one object, and says beside the running step what it waits for.</summary>
internal sealed class Awaiter(KubeClient client, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(10);

    // A watch tells of changes after it began. What happened just before is seen by looking again.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    /// <summary>Waits until an object is ready by the rule that applies to it, and gives it back as it is then.</summary>
    /// <exception cref="NotReadyException">It failed, the time was up, or the run was cancelled.</exception>
    public async Task<JsonObject> ReadyAsync(JsonObject manifest, JsonObject live, double seconds, CancellationToken cancellationToken)
    {
        if (Annotations.IsSet(manifest, Annotations.SkipAwait) || ReadyRules.For(manifest) is not { } rule)
            return live;
        var timeout = Annotations.Timeout(manifest, seconds, rule.Timeout);
        var last = Readiness.Waiting("");
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await foreach (var (value, related) in FollowAsync(ObjectReference.Of(live), rule.Related(live), either.Token).ConfigureAwait(false))
            {
                if (value is null)
                    throw new NotReadyException($"{live.Kind()} {live.FullName()} was deleted while it was waited for", live, ["It was deleted"]);
                live = value;
                var now = rule.Judge(value, related);
                if (now != last && now.Message.Length > 0)
                    say(now.Message);
                last = now;
                switch (now.State)
                {
                    case ReadinessState.Ready:
                        say("");
                        return live;
                    case ReadinessState.Failed:
                        throw new NotReadyException(now.Message, live, [now.Message]);
                }
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
    }

    /// <summary>Waits until an object that is being deleted is gone.</summary>
    /// <exception cref="NotReadyException">It is still there when the time is up or the run is cancelled.</exception>
    public async Task GoneAsync(ObjectReference reference, JsonObject inputs, double seconds, CancellationToken cancellationToken)
    {
        var timeout = Annotations.Timeout(inputs, seconds, DeletionTimeout);
        JsonObject? last = null;
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            say("Resource scheduled for deletion");
            var first = await client.FindAsync(reference, either.Token).ConfigureAwait(false);
            var uid = (string?)first?["metadata"]?["uid"];
            await foreach (var (value, _) in FollowAsync(reference, null, either.Token).ConfigureAwait(false))
            {
                // Another of the same name is not the one that was to go.
                if (value is null || (string?)value["metadata"]?["uid"] != uid)
                {
                    say("");
                    return;
                }

                last = value;
            }
        }
        catch (OperationCanceledException)
        {
            var why = cancellationToken.IsCancellationRequested ? "the run was cancelled" : $"{timeout.TotalSeconds:0}s are over";
            throw new NotReadyException($"{why}. {HeldBy(last)}".TrimEnd(), last, []);
        }
    }

    private static string HeldBy(JsonObject? value)
    {
        var conditions = (value?["status"]?["conditions"] as JsonArray)?.OfType<JsonObject>()
            .Where(condition => (string?)condition["status"] == "True" && (string?)condition["message"] is { Length: > 0 })
            .Select(condition => (string?)condition["message"]) ?? [];
        var finalizers = (value?["metadata"]?["finalizers"] as JsonArray)?.Select(name => (string?)name).ToList() ?? [];
        return string.Join(". ", conditions.Concat(finalizers.Count > 0 ? [$"It is held by its finalizers: {string.Join(", ", finalizers)}"] : []));
    }

    /// <summary>The object, null when it is gone, each time that it or what is related to it changes.</summary>
    private async IAsyncEnumerable<(JsonObject? Object, IReadOnlyList<JsonObject> Related)> FollowAsync(
        ObjectReference reference, RelatedObjects? related, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<(bool Own, KubeEvent? Event)>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watches = Task.WhenAll(
            TickAsync(),
            WatchAsync(true, reference.ApiVersion, reference.Kind, reference.Namespace, Selection.Named(reference.Name)),
            related is null ? Task.CompletedTask
                : WatchAsync(false, related.ApiVersion, related.Kind, related.Namespace, new Selection { Labels = related.Labels, Fields = related.Fields }));
        try
        {
            var own = await client.FindAsync(reference, cancellationToken).ConfigureAwait(false);
            var others = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            yield return (own, []);
            await foreach (var (isOwn, change) in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (change is null)
                    own = await client.FindAsync(reference, cancellationToken).ConfigureAwait(false);
                else if (isOwn)
                    own = change.Type == KubeEventType.Deleted ? null : change.Object;
                else if (change.Type == KubeEventType.Deleted)
                    others.Remove(change.Object.FullName());
                else
                    others[change.Object.FullName()] = change.Object;
                yield return (own, [.. others.Values]);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watches.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task TickAsync()
        {
            while (true)
            {
                await Task.Delay(LookAgain, time, ended.Token).ConfigureAwait(false);
                events.Writer.TryWrite((true, null));
            }
        }

        async Task WatchAsync(bool isOwn, string apiVersion, string kind, string? space, Selection selection)
        {
            try
            {
                await foreach (var change in client.WatchAsync(apiVersion, kind, space, selection, ended.Token).ConfigureAwait(false))
                    events.Writer.TryWrite((isOwn, change));
            }
            catch (Exception error)
            {
                events.Writer.TryComplete(error);
            }
        }
    }
}
