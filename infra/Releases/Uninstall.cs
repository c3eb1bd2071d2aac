using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// Removes a release as <c>helm uninstall --wait</c> does, with three differences: it continues what was killed, whoever began it; it deletes only
/// objects that still carry the release's annotations; and it deletes what an interrupted upgrade created, which is in an earlier or a
/// failed revision and which Helm leaves behind.
/// </summary>
internal static class Uninstall
{
    /// <summary>What <c>helm history</c> shows of a release that is being removed. It marks that the phases of the hooks are those of this removal.</summary>
    private const string Underway = "Removal in progress; running the same command again continues it";

    /// <summary>Removes a release. None there is fine.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">Namespace of the release.</param>
    /// <param name="name">Name of the release.</param>
    /// <param name="isOwn">Whether a record belongs to the stack. A release whose newest record does not is left alone.</param>
    /// <param name="limit">How long it may take, and the release's timeout: so long an operation may still be running that left a pending record.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Gets what is waited for and what is left alone.</param>
    /// <param name="cancellationToken">Ends it; run again, it continues.</param>
    /// <exception cref="ClusterException">Something was refused, or is still there at the limit; run again, it continues.</exception>
    public static async Task RunAsync(
        ClusterClient cluster, string ns, string name, Func<HelmRecord, bool> isOwn, TimeSpan limit, TimeProvider time, Action<string> progress, CancellationToken cancellationToken)
    {
        var wait = new Wait(limit, time, progress);
        try
        {
            while (await HelmRecord.HistoryAsync(cluster, ns, name, cancellationToken) is [.., var last] history)
            {
                if (!isOwn(last))
                {
                    progress($"The release {ns}/{name} is not removed: its revision {last.Revision} ({last.Status}) belongs to another installation. Remove it with: helm uninstall -n {ns} {name}");
                    return;
                }

                if (last.IsPending)
                {
                    var ended = await Interruption.HasEndedAsync(cluster, last, limit, time, progress, cancellationToken);
                    wait = new Wait(limit, time, progress);
                    if (ended)
                        continue;
                }

                try
                {
                    await RemoveAsync(cluster, history, wait, progress, cancellationToken);
                }
                catch (ClusterException error) when (error.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound && !wait.IsOver)
                {
                    // Another operation wrote or deleted the record: what there is now decides.
                    await wait.PauseAsync(cancellationToken);
                }
            }
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                $"Interrupted while removing the release {ns}/{name}.{(wait.Last.Length > 0 ? $" {wait.Last}." : "")} Running the same command again continues the removal.", error, cancellationToken);
        }
    }

    private static async Task RemoveAsync(ClusterClient cluster, IReadOnlyList<HelmRecord> history, Wait wait, Action<string> progress, CancellationToken cancellationToken)
    {
        var (last, release) = (history[^1], $"{history[^1].Namespace}/{history[^1].Name}");
        string? failure = null;
        // With its history kept, a release that is gone has a record still.
        if (last.Status != "uninstalled")
        {
            var hooks = new RemovalHooks(cluster, release, wait, progress);
            try
            {
                var record = await hooks.RunAsync(await BeginAsync(cluster, last, wait.Time, cancellationToken), "pre-delete", cancellationToken);
                await new ObjectRemoval(cluster, last.Namespace, release, wait, progress).DeleteAsync(Objects(history, progress), live => Reason(live, last), cancellationToken);
                failure = await AfterAsync(hooks, record, cancellationToken);
            }
            catch (HookFailedException error)
            {
                throw new ClusterException($"Failed to remove the release {release}: the pre-delete hook failed: {error.Message}. Fix this and run the same command again, or remove the release with: helm uninstall --no-hooks -n {last.Namespace} {last.Name}");
            }
        }

        // The newest last: a removal that is killed here still knows whose the release is.
        foreach (var record in history)
            await record.DeleteAsync(cluster, cancellationToken);
        if (failure is not null)
            throw new ClusterException($"The release {release} is removed, but its post-delete hook failed: {failure}.");
    }

    /// <summary>Runs the hooks after the removal. A failure does not keep the records, as in Helm: nothing would be left to run again for.</summary>
    private static async Task<string?> AfterAsync(RemovalHooks hooks, HelmRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await hooks.RunAsync(record, "post-delete", cancellationToken);
            return null;
        }
        catch (HookFailedException error)
        {
            return error.Message;
        }
    }

    /// <summary>Writes the record as <c>uninstalling</c>. The hooks that ended in the removal that is continued stay so, others are to run.</summary>
    private static Task<HelmRecord> BeginAsync(ClusterClient cluster, HelmRecord record, TimeProvider time, CancellationToken cancellationToken) => record.ChangeAsync(
        cluster,
        content =>
        {
            var continues = record.Status == "uninstalling";
            foreach (var hook in content.Objects("hooks").Where(RemovalHooks.IsOfRemoval))
            {
                // Of an uninstall of Helm's own, a hook may have ended in the install.
                var ended = DateTimeOffset.TryParse(hook.Text("last_run", "completed_at"), CultureInfo.InvariantCulture, out var at) ? at : default;
                if (!continues || !RemovalHooks.IsDone(hook) || (record.Description != Underway && ended < record.Began))
                    hook["last_run"] = new JsonObject { ["started_at"] = "", ["completed_at"] = "", ["phase"] = "" };
            }

            content["info"]!["status"] = "uninstalling";
            content["info"]!["description"] = Underway;
            content["info"]!["deleted"] = time.GetUtcNow().UtcDateTime.ToString("O");
        },
        cancellationToken);

    /// <summary>The objects of all revisions, newest first, in Helm's order: what only an older or a failed one has may be there still.</summary>
    private static IEnumerable<JsonObject> Objects(IReadOnlyList<HelmRecord> history, Action<string> progress)
    {
        var found = history.Reverse().SelectMany(record => Manifest.Objects(record.Manifest)).DistinctBy(item => Manifest.Identity(item, history[^1].Namespace)).ToList();
        foreach (var kept in found.Where(LiveObject.IsKept))
            progress($"{Manifest.Title(kept)} is not deleted: the chart says helm.sh/resource-policy: keep.");
        return found.Where(item => !LiveObject.IsKept(item)).OrderBy(item => UninstallOrder.Of(item.Text("kind")));
    }

    private static string? Reason(JsonObject live, HelmRecord record) =>
        LiveObject.IsKept(live) ? "it says helm.sh/resource-policy: keep"
        : LiveObject.BelongsTo(live, record.Namespace, record.Name) ? null
        : $"it does not belong to the release {record.Namespace}/{record.Name} any more, by its annotations meta.helm.sh/release-name and -namespace";
}
