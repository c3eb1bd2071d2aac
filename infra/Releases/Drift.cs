using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// What of a release's objects is no longer what the release says. Each object is sent as a dry run of a server-side apply; what the answer
/// differs from the live object in is drift. So neither defaults nor the server's way to write a quantity counts, nor fields that the release
/// does not name.
/// </summary>
/// <remarks>
/// <para>Objects with <c>helm.sh/resource-policy: keep</c> are looked at as all others: the policy keeps them when they are removed, an upgrade
/// still puts them back to what the release says. Hooks are not: they are no part of the manifest, most are deleted when they are done, and
/// an upgrade runs them again instead of putting them back. For the same reason a Job that is deleted after its time
/// (<c>ttlSecondsAfterFinished</c>) is not gone.</para>
/// <para>What others manage is no drift: see <see cref="FieldOwners.IsControllers"/> and <see cref="ManagedFields"/>.</para>
/// </remarks>
internal static class Drift
{
    private const string Manager = "coder-infra-drift";
    private const int AtATime = 8;
    private const int Attempts = 5;

    /// <summary>Looks for drift; nothing is changed.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="record">The revision that is deployed.</param>
    /// <param name="secrets">Texts that are not shown, nor what contains them in base64.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ClusterException">The cluster does not answer, or refuses for another reason than a missing permission.</exception>
    public static async Task<DriftFindings> FindAsync(ClusterClient cluster, HelmRecord record, IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        var objects = Manifest.Objects(record.Manifest);
        var hide = new SecretTexts(secrets);
        var changes = new IReadOnlyList<string>[objects.Count];
        var missing = new string?[objects.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, objects.Count, limits, async (index, stop) =>
        {
            string? path = null;
            try
            {
                path = await cluster.PathAsync(objects[index], record.Namespace, stop);
                changes[index] = path is null
                    ? [$"- {Manifest.Title(objects[index], record.Namespace)} is gone: the cluster does not serve {objects[index].Text("apiVersion")} {objects[index].Text("kind")}"]
                    : await OfAsync(cluster, record, objects[index], path, hide, stop);
            }
            catch (ClusterException error) when (error.IsForbidden)
            {
                changes[index] = [];
                missing[index] = path is null ? $"read the API {objects[index].Text("apiVersion")}" : Permission.Of("get", path);
            }
        });
        var sentences = missing.Select((permission, index) => (permission, index)).Where(item => item.permission is not null).GroupBy(item => item.permission)
            .Select(group => $"{string.Join(", ", group.Select(item => Manifest.Title(objects[item.index], record.Namespace)))}: the credentials may not {group.Key}");
        return new DriftFindings([.. changes.SelectMany(lines => lines)], [.. sentences]);
    }

    private static async Task<IReadOnlyList<string>> OfAsync(
        ClusterClient cluster, HelmRecord record, JsonObject value, string path, SecretTexts hide, CancellationToken cancellationToken)
    {
        var title = Manifest.Title(value, record.Namespace);
        var wanted = Wanted(value, record);
        for (var attempt = 1; ; attempt++)
        {
            if (await cluster.FindAsync(path, cancellationToken) is not { } live)
                return IsShortLived(value) ? [] : [$"- {title} is gone"];
            if (live.Text("metadata", "deletionTimestamp") is not null)
                return [$"- {title} is being deleted"];
            var changes = await FieldsAsync(cluster, wanted, live, path, cancellationToken);
            // What a controller writes between the two requests looks like a difference: it counts when the object is still the same.
            if (changes.Count > 0 && attempt < Attempts && Version(await cluster.FindAsync(path, cancellationToken)) != Version(live))
                continue;
            var managed = await ManagedFields.OfAsync(cluster, live, changes, cancellationToken);
            var text = new FieldText(hide, SecretTexts.IsSecret(value));
            var lines = changes.Where(change => !managed.Contains(change)).SelectMany(text.Drifted).Select(line => $"    {line}").ToList();
            return lines.Count == 0 ? [] : [$"~ {title}", .. lines];
        }
    }

    private static string? Version(JsonObject? live) => live.Text("metadata", "resourceVersion");

    /// <summary>The fields in which an object differs from the release; before is what the release says.</summary>
    private static async Task<IReadOnlyList<FieldChange>> FieldsAsync(ClusterClient cluster, JsonObject wanted, JsonObject live, string path, CancellationToken cancellationToken)
    {
        try
        {
            var applied = await cluster.ApplyDryRunAsync(path, wanted, Manager, cancellationToken);
            return FieldComparison.Between(State(applied), State(live));
        }
        catch (ClusterException error) when (error.Status is not null)
        {
            // No permission to change it, a webhook that refuses, a list with the same key twice, an API that cannot apply: without the server's
            // help the release's own fields must do.
            return OwnFields.Between(wanted, State(live));
        }
    }

    /// <summary>The object as Helm sends it: with its mark of ownership.</summary>
    private static JsonObject Wanted(JsonObject value, HelmRecord record)
    {
        var wanted = (JsonObject)WithoutNulls(value)!;
        wanted.Remove("status");
        var metadata = Member(wanted, "metadata");
        metadata.Remove("creationTimestamp");
        Member(metadata, "labels")["app.kubernetes.io/managed-by"] = "Helm";
        Member(metadata, "annotations")["meta.helm.sh/release-name"] = record.Name;
        Member(metadata, "annotations")["meta.helm.sh/release-namespace"] = record.Namespace;
        if (!SecretTexts.IsSecret(wanted) || wanted["stringData"] is not JsonObject texts)
            return wanted;
        // The server keeps it encoded and never returns it.
        var data = Member(wanted, "data");
        foreach (var (name, text) in texts)
            data[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
        wanted.Remove("stringData");
        return wanted;
    }

    /// <summary>An object without what the server writes itself.</summary>
    private static JsonObject State(JsonObject value)
    {
        var state = value.DeepClone().AsObject();
        state.Remove("status");
        foreach (var name in (string[])["managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink"])
            (state["metadata"] as JsonObject)?.Remove(name);
        return state;
    }

    /// <summary>A member that is null in a manifest says nothing; in an apply it would claim the field.</summary>
    private static JsonNode? WithoutNulls(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutNulls)]),
        _ => value?.DeepClone(),
    };

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found)
            return found;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    private static bool IsShortLived(JsonObject value) => value.Text("kind") == "Job" && value.At("spec", "ttlSecondsAfterFinished") is not null;
}
