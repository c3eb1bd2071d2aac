using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Merging;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>Creates, updates and deletes a manifest's objects as Helm's <c>kube.Client</c> does.</summary>
sealed class ObjectOperations(KubeClient kube, string fieldManager, TimeProvider time, Action<string> log)
{
    readonly WriteOptions _write = new() { FieldManager = fieldManager };

    /// <summary>Creates objects, those of one kind at the same time, kind after kind. Returns those that were made.</summary>
    public async Task CreateAsync(IReadOnlyList<ManifestObject> objects, ICollection<ManifestObject> created, CancellationToken cancellation)
    {
        foreach (var batch in Batches(objects))
        {
            await InParallelAsync(batch, async (item, stop) =>
            {
                await kube.CreateAsync(item.Value, _write, stop).ConfigureAwait(false);
                lock (created)
                    created.Add(item);
            }, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Brings the cluster from one manifest to another: creates what is missing, patches what differs, deletes what is no
    /// longer wanted unless it says <c>helm.sh/resource-policy: keep</c>.
    /// </summary>
    /// <param name="original">What was wanted before.</param>
    /// <param name="target">What is wanted now.</param>
    /// <param name="force">Replace objects instead of patching them.</param>
    /// <param name="threeWay">Hold custom resources against the live object too.</param>
    /// <param name="created">Gets the objects that were created, also when this fails.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task UpdateAsync(
        IReadOnlyList<ManifestObject> original, IReadOnlyList<ManifestObject> target, bool force, bool threeWay,
        ICollection<ManifestObject> created, CancellationToken cancellation)
    {
        var before = original.DistinctBy(o => o.Key).ToDictionary(o => o.Key);
        var failures = new List<string>();
        var inner = new List<Exception>();
        foreach (var wanted in target)
        {
            JsonObject? live;
            try
            {
                live = await kube.FindAsync(wanted.Reference, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
            {
                throw new HelmException($"could not get information about the resource: {e.Message}", e);
            }
            if (live is null)
            {
                created.Add(wanted);
                try
                {
                    await kube.CreateAsync(wanted.Value, _write, cancellation).ConfigureAwait(false);
                }
                catch (KubeException e) when (!e.IsUnreachable)
                {
                    throw new HelmException($"failed to create resource: {e.Message}", e);
                }
                log($"created {wanted}");
                continue;
            }
            var old = before.GetValueOrDefault(wanted.Key)
                ?? throw new HelmException($"no {wanted.Kind} with the name \"{wanted.Name}\" found");
            try
            {
                await UpdateOneAsync(old, wanted, live, force, threeWay, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
            {
                failures.Add(force
                    ? $"failed to replace object: {e.Message}"
                    : $"cannot patch \"{wanted.Name}\" with kind {wanted.Kind}: {e.Message}");
                inner.Add(e);
            }
        }
        if (failures.Count > 0)
            throw new HelmException(string.Join(" && ", failures), inner[0]);
        var kept = target.Select(t => t.Key).ToHashSet();
        foreach (var dropped in original.Where(o => !kept.Contains(o.Key)).DistinctBy(o => o.Key))
            await DropAsync(dropped, cancellation).ConfigureAwait(false);
    }

    async Task UpdateOneAsync(
        ManifestObject old, ManifestObject wanted, JsonObject live, bool force, bool threeWay, CancellationToken cancellation)
    {
        if (force)
        {
            var replacement = wanted.Value.DeepClone().AsObject();
            replacement["metadata"]!["resourceVersion"] = (string?)live["metadata"]?["resourceVersion"];
            await kube.ReplaceAsync(replacement, _write, cancellation).ConfigureAwait(false);
            log($"replaced {wanted}");
            return;
        }
        var (kind, patch) = PatchFor(old, wanted, live, threeWay);
        if (patch.Count == 0)
            return;
        await kube.PatchAsync(wanted.Reference, kind, patch, _write, cancellation).ConfigureAwait(false);
        log($"updated {wanted}");
    }

    /// <summary>The patch that an update would send.</summary>
    public static (PatchKind Kind, JsonObject Patch) PatchFor(ManifestObject old, ManifestObject wanted, JsonObject live, bool threeWay)
    {
        var type = BuiltinTypes.Find(wanted.Resource.Group, wanted.Kind);
        if (type is not null)
            return (PatchKind.Strategic, StrategicMerge.Patch(Canonical(old.Value), Canonical(wanted.Value), live, type));
        return (PatchKind.Merge, threeWay
            ? JsonMerge.ThreeWay(Canonical(old.Value), Canonical(wanted.Value), live)
            : JsonMerge.Patch(Canonical(old.Value), Canonical(wanted.Value)));
    }

    async Task DropAsync(ManifestObject dropped, CancellationToken cancellation)
    {
        try
        {
            // What counts is what the live object says, as someone may have marked it since.
            if (await kube.FindAsync(dropped.Reference, cancellation).ConfigureAwait(false) is not { } live)
                return;
            if (ManifestObject.IsKept(live))
            {
                log($"kept {dropped} ({ManifestObject.PolicyAnnotation}: keep)");
                return;
            }
            await kube.DeleteAsync(dropped.Reference, Background, cancellation).ConfigureAwait(false);
            log($"deleted {dropped}");
        }
        catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
        {
            log($"failed to delete {dropped}: {e.Message}"); // as Helm: the upgrade goes on
        }
    }

    /// <summary>Deletes objects, those of one kind at the same time; gone already is fine. Returns what failed.</summary>
    public async Task<List<string>> DeleteAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var batch in Batches(objects))
        {
            await InParallelAsync(batch, async (item, stop) =>
            {
                try
                {
                    await kube.DeleteAsync(item.Reference, Background, stop).ConfigureAwait(false);
                }
                catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
                {
                    lock (failures)
                        failures.Add($"{item}: {e.Message}");
                }
            }, cancellation).ConfigureAwait(false);
        }
        return failures;
    }

    /// <summary>Waits until objects are gone.</summary>
    /// <exception cref="TimeoutException">Some are still there.</exception>
    public async Task WaitForDeleteAsync(IReadOnlyList<ManifestObject> objects, TimeSpan timeout, CancellationToken cancellation)
    {
        var poll = new Waiting.Poll(time, timeout);
        var left = objects.ToList();
        while (true)
        {
            var live = await LiveObjects.FindAsync(kube, left, cancellation).ConfigureAwait(false);
            var there = live.Where(l => l.Live is not null).ToList();
            if (there.Count == 0)
                return;
            left = [.. there.Select(l => l.Wanted)];
            log($"waiting for {string.Join(", ", left)} to be gone");
            if (!await poll.NextAsync(cancellation).ConfigureAwait(false))
                throw new TimeoutException("context deadline exceeded");
        }
    }

    static readonly DeleteOptions Background = new() { Propagation = "Background" };

    static JsonObject Canonical(JsonObject value) => JsonNode.Parse(value.ToJsonString())!.AsObject();

    static IEnumerable<List<ManifestObject>> Batches(IReadOnlyList<ManifestObject> objects)
    {
        var batch = new List<ManifestObject>();
        foreach (var item in objects)
        {
            if (batch.Count > 0 && batch[0].Kind != item.Kind)
            {
                yield return batch;
                batch = [];
            }
            batch.Add(item);
        }
        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>Runs all, then throws the first failure of those in order (not an aggregate of them).</summary>
    static async Task InParallelAsync(
        List<ManifestObject> batch, Func<ManifestObject, CancellationToken, Task> action, CancellationToken cancellation)
    {
        var failures = new Exception?[batch.Count];
        await Parallel.ForAsync(0, batch.Count, LiveObjects.Options(cancellation), async (i, stop) =>
        {
            try
            {
                await action(batch[i], stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures[i] = e;
            }
        }).ConfigureAwait(false);
        if (failures.FirstOrDefault(f => f is not null) is { } first)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }
}
