using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// Runs the hooks of a release that is removed, as Helm 3 does (helm/helm, pkg/action/hooks.go): by weight, kind and name; what came to its end
/// is noted in the record, so that a removal that continues does not run it again when what it needs may be gone.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="release">How messages name the release.</param>
/// <param name="wait">The limit.</param>
/// <param name="progress">Gets what is left alone, and why.</param>
internal sealed class RemovalHooks(ClusterClient cluster, string release, Wait wait, Action<string> progress)
{
    private const string Succeeded = "Succeeded";

    /// <summary>Whether a hook of the removal has come to its end.</summary>
    public static bool IsDone(JsonObject hook) => hook.Text("last_run", "phase") == Succeeded;

    /// <summary>Whether a hook runs before or after the removal.</summary>
    public static bool IsOfRemoval(JsonObject hook) => Has(hook, "events", "pre-delete", "post-delete");

    /// <summary>Runs the hooks of an event.</summary>
    /// <param name="record">The record, written as <c>uninstalling</c>.</param>
    /// <param name="event"><c>pre-delete</c> or <c>post-delete</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The record as it is now.</returns>
    /// <exception cref="HookFailedException">A hook failed; those after it did not run.</exception>
    /// <exception cref="ClusterException">A request failed, or the limit passed.</exception>
    public async Task<HelmRecord> RunAsync(HelmRecord record, string @event, CancellationToken cancellationToken)
    {
        var hooks = record.Hooks.Select((hook, place) => (Hook: hook, Place: place)).Where(item => Has(item.Hook, "events", @event))
            .OrderBy(item => item.Hook.Number("weight") ?? 0).ThenBy(item => UninstallOrder.Reversed(item.Hook.Text("kind"))).ThenBy(item => item.Hook.Text("name"), StringComparer.Ordinal)
            .ToList();
        foreach (var (hook, place) in hooks.Where(item => !IsDone(item.Hook)))
        {
            var objects = Manifest.Objects(hook.Text("manifest") ?? "");
            if (Has(hook, "delete_policies", "before-hook-creation") || hook["delete_policies"] is not JsonArray { Count: > 0 })
                await DeleteAsync(record, hook, cancellationToken);
            record = await NoteAsync(record, place, "Running", cancellationToken);
            try
            {
                foreach (var item in objects)
                    await FinishAsync(item, await CreateAsync(item, record.Namespace, cancellationToken), @event, cancellationToken);
            }
            catch (HookFailedException)
            {
                record = await NoteAsync(record, place, "Failed", cancellationToken);
                if (Has(hook, "delete_policies", "hook-failed"))
                    await DeleteAsync(record, hook, cancellationToken);
                throw;
            }

            record = await NoteAsync(record, place, Succeeded, cancellationToken);
        }

        foreach (var (hook, _) in hooks.AsEnumerable().Reverse().Where(item => Has(item.Hook, "delete_policies", "hook-succeeded")))
            await DeleteAsync(record, hook, cancellationToken);
        return record;
    }

    /// <summary>Creates an object of a hook. One that is there is what a killed run created, unless it failed.</summary>
    /// <returns>Its path.</returns>
    private async Task<string> CreateAsync(JsonObject item, string ns, CancellationToken cancellationToken)
    {
        var path = await cluster.PathAsync(item, ns, cancellationToken)
            ?? throw new HookFailedException($"the cluster does not serve {item.Text("apiVersion")} {item.Text("kind")}, which the hook {Manifest.Title(item)} needs");
        var collection = path[..path.LastIndexOf('/')];
        for (; ; )
        {
            try
            {
                return $"{collection}/{(await cluster.CreateAsync(collection, item, cancellationToken)).Text("metadata", "name")}";
            }
            catch (ClusterException error) when (error.Status == HttpStatusCode.Conflict)
            {
                var live = await cluster.FindAsync(path, cancellationToken);
                if (live is not null && live.Text("metadata", "deletionTimestamp") is null && Outcome(live) is not { Failure: not null })
                    return path;
                await new ObjectRemoval(cluster, ns, release, wait, progress).DeleteAsync([item], _ => null, cancellationToken);
            }
        }
    }

    /// <summary>Waits for the end of a Job or Pod; anything else is done once it is created.</summary>
    private async Task FinishAsync(JsonObject item, string path, string @event, CancellationToken cancellationToken)
    {
        while (item.Text("kind") is "Job" or "Pod")
        {
            var live = await cluster.FindAsync(path, cancellationToken) ?? throw new HookFailedException($"{Manifest.Title(item)} was deleted while it ran");
            var (ended, failure) = Outcome(live);
            if (failure is not null)
                throw new HookFailedException($"{Manifest.Title(item)}: {failure}");
            if (ended)
                return;
            if (wait.IsOver)
                throw new ClusterException($"Failed to remove the release {release} within {wait.Limit.TotalSeconds:0} seconds: its {@event} hook {Manifest.Title(item)} has not ended. Running the same command again continues the removal.");
            wait.Say($"Waiting for the {@event} hook {Manifest.Title(item)} of the release {release}");
            await wait.PauseAsync(cancellationToken);
        }
    }

    private static (bool Ended, string? Failure) Outcome(JsonObject live)
    {
        if (live.Text("kind") == "Pod")
            return live.Text("status", "phase") switch { "Succeeded" => (true, null), "Failed" => (true, live.Text("status", "message") ?? "failed"), _ => (false, null) };
        var conditions = live.Objects("status", "conditions").Where(item => item.Text("status") == "True").ToList();
        return conditions.Find(item => item.Text("type") == "Failed") is { } failed
            ? (true, $"{failed.Text("reason")} {failed.Text("message")}".Trim() is { Length: > 0 } said ? said : "failed")
            : (conditions.Exists(item => item.Text("type") == "Complete"), null);
    }

    private Task DeleteAsync(HelmRecord record, JsonObject hook, CancellationToken cancellationToken) =>
        // A definition's deletion would take every object of its kind along.
        hook.Text("kind") == "CustomResourceDefinition" ? Task.CompletedTask
            : new ObjectRemoval(cluster, record.Namespace, release, wait, progress).DeleteAsync(Manifest.Objects(hook.Text("manifest") ?? ""), _ => null, cancellationToken);

    private Task<HelmRecord> NoteAsync(HelmRecord record, int place, string phase, CancellationToken cancellationToken) => record.ChangeAsync(
        cluster,
        content =>
        {
            var now = wait.Time.GetUtcNow().UtcDateTime.ToString("O");
            var run = content["hooks"]![place]!.AsObject();
            run["last_run"] = new JsonObject
            {
                ["started_at"] = phase == "Running" ? now : run.Text("last_run", "started_at"),
                ["completed_at"] = phase == "Running" ? "" : now,
                ["phase"] = phase,
            };
        },
        cancellationToken);

    private static bool Has(JsonObject hook, string list, params string[] values) => hook[list] is JsonArray items && items.Any(item => item.IsText(values));
}

/// <summary>A hook of a release failed; the message continues «the hook failed: ».</summary>
internal sealed class HookFailedException(string message) : Exception(message);
