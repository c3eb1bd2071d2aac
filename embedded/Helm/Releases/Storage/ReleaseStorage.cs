using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases.Storage;

/// <summary>
/// The records of releases, one secret a revision, as Helm's storage driver <c>secret</c> keeps them: name
/// <c>sh.helm.release.v1.&lt;name&gt;.v&lt;revision&gt;</c>, type <c>helm.sh/release.v1</c>.
/// </summary>
sealed class ReleaseStorage(KubeClient kube, string @namespace, TimeProvider time)
{
    static readonly HashSet<string> SystemLabels = ["name", "owner", "status", "version", "createdAt", "modifiedAt"];

    /// <summary>The name of a revision's secret.</summary>
    public static string KeyOf(string name, int version) => $"sh.helm.release.v1.{name}.v{version.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Stores a new revision; fails when it is there already, as another run may have made it.</summary>
    public async Task CreateAsync(Release release, CancellationToken cancellation)
    {
        try
        {
            await kube.CreateAsync(Secret(release, "createdAt"), null, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            throw new HelmException("release: already exists", e);
        }
        catch (KubeException e) when (!e.IsUnreachable)
        {
            throw new HelmException($"create: failed to create: {e.Message}", e);
        }
    }

    /// <summary>Stores a change of a revision. A record that was deleted meanwhile is an error.</summary>
    public async Task UpdateAsync(Release release, CancellationToken cancellation)
    {
        try
        {
            await kube.ReplaceAsync(Secret(release, "modifiedAt"), null, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (!e.IsUnreachable)
        {
            throw new HelmException($"update: failed to update: {e.Message}", e);
        }
    }

    /// <summary>Removes a revision's record; gone already is fine.</summary>
    public Task DeleteAsync(Release release, CancellationToken cancellation)
        => kube.DeleteAsync(Reference(release.Name, release.Version), null, cancellation);

    /// <summary>One revision, or null.</summary>
    public async Task<Release?> FindAsync(string name, int version, CancellationToken cancellation)
        => await kube.FindAsync(Reference(name, version), cancellation).ConfigureAwait(false) is { } secret ? Read(secret) : null;

    /// <summary>Every revision of a release, oldest first; empty when there is none.</summary>
    public Task<List<Release>> HistoryAsync(string name, CancellationToken cancellation)
        => QueryAsync(@namespace, $"name={name},owner=helm", cancellation);

    /// <summary>Every revision of every release.</summary>
    /// <param name="everywhere">In all namespaces, not this one only.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<List<Release>> AllAsync(bool everywhere, CancellationToken cancellation)
        => QueryAsync(everywhere ? null : @namespace, "owner=helm", cancellation);

    async Task<List<Release>> QueryAsync(string? where, string labels, CancellationToken cancellation)
    {
        KubeList list;
        try
        {
            list = await kube.ListAsync("v1", "Secret", where, new Selection { Labels = labels }, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (!e.IsUnreachable && !e.IsUnauthorized)
        {
            throw new HelmException($"query: failed to query with labels: {e.Message}", e);
        }
        return [.. list.Items
            .Where(s => (string?)s["type"] is null or "helm.sh/release.v1")
            .Select(Read)
            .OrderBy(r => r.Namespace, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.Version)];
    }

    static Release Read(JsonObject secret)
    {
        var labels = (secret["metadata"]?["labels"] as JsonObject)?.ToDictionary(l => l.Key, l => (string?)l.Value ?? "") ?? [];
        try
        {
            return new Release(ReleaseCodec.Decode((string?)secret["data"]?["release"] ?? "")) { Labels = labels };
        }
        catch (FormatException e)
        {
            throw new HelmException(
                $"The secret {secret["metadata"]?["namespace"]}/{secret["metadata"]?["name"]} is {e.Message}. "
                + "It may have been cut or edited by hand; delete it to go on with the revisions before it.", e);
        }
    }

    ObjectReference Reference(string name, int version) => new("v1", "Secret", KeyOf(name, version), @namespace);

    JsonObject Secret(Release release, string stamp)
    {
        // As Helm does it: labels that the release was read with win over the stamp, so a record keeps the time of its
        // first change (recorded in up-upgrade.jsonl).
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [stamp] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (key, value) in release.Labels)
        {
            if (stamp != "createdAt" || key != "createdAt")
                labels[key] = value;
        }
        labels["name"] = release.Name;
        labels["owner"] = "helm";
        labels["status"] = release.Status.ToText();
        labels["version"] = release.Version.ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = KeyOf(release.Name, release.Version),
                ["namespace"] = @namespace,
                ["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create<string, JsonNode?>(l.Key, l.Value))),
            },
            ["type"] = "helm.sh/release.v1",
            ["data"] = new JsonObject { ["release"] = ReleaseCodec.Encode(release.Record) },
        };
    }

    /// <summary>The user's own labels among a record's.</summary>
    public static Dictionary<string, string> CustomLabels(IEnumerable<KeyValuePair<string, string>> labels)
        => labels.Where(l => !SystemLabels.Contains(l.Key)).ToDictionary(l => l.Key, l => l.Value);
}
