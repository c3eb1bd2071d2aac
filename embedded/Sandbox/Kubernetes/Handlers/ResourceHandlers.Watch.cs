using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;
using Coder.Infra.Sandbox.Kubernetes.Tables;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

internal sealed partial class ResourceHandlers
{
    static readonly TimeSpan BookmarkInterval = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(30);

    async Task WatchAsync(Call call)
    {
        var selector = Selector.Of(call.Request, call.Type);
        if (call.Info.Name is { } name) selector = selector.AndName(name);
        var version = call.Request.Query("resourceVersion");
        if (version is not null && !long.TryParse(version, out _))
            throw ApiErrors.BadRequest($"invalid resource version: {version}");
        var initial = version is null or "0" || call.Request.Flag("sendInitialEvents");

        var presentation = MediaTypes.Negotiate(call.Request);
        var response = new WatchResponse(call.Http, call.Type, presentation, writer.Time, call.Request.Query("includeObject"));
        Watcher watcher;
        List<StoredObject> existing = [];
        long revision;
        try
        {
            lock (writer.Store.Gate)
            {
                (var items, revision) = writer.Store.List(call.Type.StorageName);
                if (initial) existing = [.. items.Where(i => InScope(call, i) && selector.Matches(i.Json))];
                watcher = writer.Store.Watch(call.Type.StorageName, initial ? revision : long.Parse(version!));
            }
        }
        catch (ApiException e) when (e.Code == 410)
        {
            await response.ErrorAsync(e.ToStatus());
            return;
        }

        try
        {
            foreach (var stored in existing) response.Event("ADDED", Versions.Convert(stored.Json, call.Type));
            var bookmarks = call.Request.Flag("allowWatchBookmarks");
            if (bookmarks && call.Request.Flag("sendInitialEvents")) response.Bookmark(revision, endOfInitialEvents: true);
            await response.FlushAsync();
            await FollowAsync(call, selector, watcher, response, bookmarks);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            lock (writer.Store.Gate) watcher.Stop();
        }
    }

    async Task FollowAsync(Call call, Selector selector, Watcher watcher, WatchResponse response, bool bookmarks)
    {
        var limit = int.TryParse(call.Request.Query("timeoutSeconds"), out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : LongestWatch;
        var started = writer.Time.GetTimestamp();
        var changes = watcher.Changes.Reader;
        var aborted = call.Http.RequestAborted;
        var next = changes.WaitToReadAsync(aborted).AsTask();
        while (true)
        {
            var left = limit - writer.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return;
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(aborted);
            var pause = Task.Delay(left < BookmarkInterval ? left : BookmarkInterval, writer.Time, timer.Token);
            var first = await Task.WhenAny(next, pause);
            await timer.CancelAsync();
            aborted.ThrowIfCancellationRequested();
            if (first == pause)
            {
                if (bookmarks) response.Bookmark(writer.Store.Revision, endOfInitialEvents: false);
            }
            else
            {
                if (!await next) return;
                while (changes.TryRead(out var change))
                    if (InScope(call, change.Current)) Send(call, selector, response, change);
                next = changes.WaitToReadAsync(aborted).AsTask();
            }
            await response.FlushAsync();
        }
    }

    static bool InScope(Call call, StoredObject stored) => call.Namespace is null || stored.Key.Namespace == call.Namespace;

    /// <summary>An object that starts or stops to match the selector is added or deleted for this watch.</summary>
    static void Send(Call call, Selector selector, WatchResponse response, Change change)
    {
        var before = change.Previous is { } previous && selector.Matches(previous.Json);
        var after = change.Type != ChangeType.Deleted && selector.Matches(change.Current.Json);
        var json = Versions.Convert(change.Current.Json, call.Type);
        if (before && after) response.Event("MODIFIED", json);
        else if (after) response.Event("ADDED", json);
        else if (before) response.Event("DELETED", json);
    }
}
