using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Comparison;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases;

public sealed partial class HelmClient
{
    // What the server writes itself, or what says nothing about the object's state.
    static readonly string[] ServerFields = ["managedFields", "resourceVersion", "generation", "creationTimestamp", "uid"];

    /// <summary>Renders what an install or upgrade would record, without storing or changing anything.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="values">The user's values.</param>
    /// <param name="options">As for the upgrade.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Release> RenderAsync(
        string name, Chart chart, Dictionary<string, object?> values, UpgradeOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new UpgradeOptions();
        Check(name);
        var history = await Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        var deployed = history.LastOrDefault(r => r.Status == ReleaseStatus.Deployed) ?? history.LastOrDefault(r => r.Status != ReleaseStatus.Uninstalled);
        var release = deployed is null
            ? await RenderAsync(name, chart, values, options, (history.LastOrDefault()?.Version ?? 0) + 1, isUpgrade: false, cancellation).ConfigureAwait(false)
            : await RenderUpgradeAsync(name, chart, values, options, history, deployed, cancellation).ConfigureAwait(false);
        release.SetStatus(deployed is null ? ReleaseStatus.PendingInstall : ReleaseStatus.PendingUpgrade, "Dry run complete");
        return release;
    }

    /// <summary>What an install or upgrade would change in the manifest, held against the deployed revision.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="values">The user's values.</param>
    /// <param name="options">As for the upgrade.</param>
    /// <param name="secrets">Texts that must not be shown.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ReleaseDiff> DiffAsync(
        string name, Chart chart, Dictionary<string, object?> values, UpgradeOptions? options = null, IEnumerable<string>? secrets = null,
        CancellationToken cancellation = default)
    {
        var wanted = await RenderAsync(name, chart, values, options, cancellation).ConfigureAwait(false);
        var history = await Storage.HistoryAsync(name, cancellation).ConfigureAwait(false);
        var deployed = history.LastOrDefault(r => r.Status == ReleaseStatus.Deployed);
        return ReleaseDiff.Compare(deployed?.Manifest ?? "", wanted.Manifest, Namespace, secrets);
    }

    /// <summary>
    /// What differs between a release's manifest and the live objects: each is held against the live one by a dry run of the
    /// patch that would put it right, so that what the server itself fills in or rewrites does not count.
    /// </summary>
    /// <param name="release">The deployed revision.</param>
    /// <param name="secrets">Texts that must not be shown.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>
    /// The objects that differ: <see cref="ObjectChangeKind.Delete"/> for those that are gone, else the fields with the live
    /// value as Before and the wanted one as After.
    /// </returns>
    public async Task<IReadOnlyList<ObjectChange>> DriftAsync(
        Release release, IEnumerable<string>? secrets = null, CancellationToken cancellation = default)
    {
        var mask = new SecretMask(secrets);
        var gone = new List<ObjectReference>();
        var objects = await ManifestReader.BuildAsync(_kube, release.Manifest, release.Namespace, cancellation, gone).ConfigureAwait(false);
        Ownership.Mark(objects, release.Name, release.Namespace);
        var live = await LiveObjects.FindAsync(_kube, objects, cancellation).ConfigureAwait(false);
        var found = new ObjectChange?[live.Count];
        await Parallel.ForAsync(0, live.Count, LiveObjects.Options(cancellation), async (i, stop) =>
        {
            var (wanted, there) = live[i];
            if (there is null)
                found[i] = new ObjectChange(ObjectChangeKind.Delete, wanted.Reference, []);
            else if (await DriftOfAsync(wanted, there, mask, stop).ConfigureAwait(false) is { Count: > 0 } fields)
                found[i] = new ObjectChange(ObjectChangeKind.Update, wanted.Reference, fields);
        }).ConfigureAwait(false);
        return [.. gone.Select(g => new ObjectChange(ObjectChangeKind.Delete, g, [])), .. found.OfType<ObjectChange>()];
    }

    async Task<List<FieldChange>> DriftOfAsync(ManifestObject wanted, JsonObject live, SecretMask mask, CancellationToken cancellation)
    {
        var isSecret = SecretMask.IsSecret(wanted.Value);
        var (kind, patch) = ObjectOperations.PatchFor(wanted, wanted, live, threeWay: true);
        if (patch.Count == 0)
            return [];
        JsonObject mended;
        try
        {
            mended = await _kube.PatchAsync(wanted.Reference, kind, patch, new WriteOptions { DryRun = true, FieldManager = "helm" }, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsForbidden || e.IsInvalid)
        {
            // The patch itself tells what differs, if not how the server would write it. (Invalid: an immutable field drifted.)
            return FieldComparison.Compare(Pick(live, patch), WithoutDirectives(patch), mask, isSecret);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return []; // deleted meanwhile; the next look will tell
        }
        return FieldComparison.Compare(State(live), State(mended), mask, isSecret);
    }

    static JsonObject State(JsonObject value)
    {
        var state = value.DeepClone().AsObject();
        state.Remove("status");
        foreach (var field in ServerFields)
            (state["metadata"] as JsonObject)?.Remove(field);
        return state;
    }

    /// <summary>The fields of an object that a patch names.</summary>
    static JsonObject Pick(JsonObject from, JsonObject patch)
    {
        var picked = new JsonObject();
        foreach (var (key, value) in patch)
        {
            if (!key.StartsWith('$') && from.ContainsKey(key))
                picked[key] = value is JsonObject nested && from[key] is JsonObject below ? Pick(below, nested) : from[key]?.DeepClone();
        }
        return picked;
    }

    static JsonObject WithoutDirectives(JsonObject patch)
        => new(patch.Where(p => !p.Key.StartsWith('$'))
            .Select(p => KeyValuePair.Create(p.Key, p.Value is JsonObject nested ? WithoutDirectives(nested) : p.Value?.DeepClone())));
}
