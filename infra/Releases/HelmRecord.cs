using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// One revision of a Helm release as Helm keeps it: a secret <c>sh.helm.release.v1.NAME.vN</c> of type <c>helm.sh/release.v1</c>, in it gzip of
/// JSON, base64 once by Helm and once by Kubernetes.
/// </summary>
internal sealed class HelmRecord
{
    private static readonly byte[] Gzip = [0x1f, 0x8b];
    private readonly JsonObject _secret;
    private readonly JsonObject _content;

    private HelmRecord(JsonObject secret, JsonObject content) => (_secret, _content) = (secret, content);

    /// <summary>Namespace of the release.</summary>
    public string Namespace => _secret.Text("metadata", "namespace") ?? "";

    /// <summary>Name of the release.</summary>
    public string Name => _content.Text("name") ?? "";

    /// <summary>Number of the revision.</summary>
    public int Revision => int.TryParse(_secret.Text("metadata", "labels", "version"), out var number) ? number : 0;

    /// <summary><c>deployed</c>, <c>failed</c>, <c>superseded</c>, <c>pending-install</c>, <c>pending-upgrade</c>, <c>pending-rollback</c>, <c>uninstalling</c>, <c>uninstalled</c>.</summary>
    public string Status => _content.Text("info", "status") ?? "";

    /// <summary>Whether the operation that wrote it has not ended, or was killed.</summary>
    public bool IsInterrupted => IsPending || Status == "uninstalling";

    /// <summary>Whether an install, upgrade or rollback wrote it that has not ended, or was killed.</summary>
    public bool IsPending => Status.StartsWith("pending-", StringComparison.Ordinal);

    /// <summary>What Helm or the user says of the revision.</summary>
    public string Description => _content.Text("info", "description") ?? "";

    /// <summary>When the operation that wrote the revision began.</summary>
    public DateTimeOffset Began => DateTimeOffset.TryParse(_content.Text("info", "deleted") is { Length: > 0 } deleted && Status == "uninstalling" ? deleted : _content.Text("info", "last_deployed"),
        System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : default;

    /// <summary>Name of the chart.</summary>
    public string ChartName => _content.Text("chart", "metadata", "name") ?? "";

    /// <summary>Version of the chart.</summary>
    public string ChartVersion => _content.Text("chart", "metadata", "version") ?? "";

    /// <summary>The values that were given, without the chart's own.</summary>
    public JsonObject Values => _content["config"] as JsonObject ?? [];

    /// <summary>The objects of the release, as YAML documents.</summary>
    public string Manifest => _content.Text("manifest") ?? "";

    /// <summary>The hooks: each has <c>manifest</c>, <c>events</c>, <c>kind</c>, <c>name</c>.</summary>
    public IEnumerable<JsonObject> Hooks => _content.Objects("hooks");

    /// <summary>Path of the secret in the API.</summary>
    public string Path => $"api/v1/namespaces/{Namespace}/secrets/{_secret.Text("metadata", "name")}";

    /// <summary>All revisions of a release, oldest first; none where there is no such release.</summary>
    /// <exception cref="ClusterException">The secrets may not be read, or one of them is not Helm's.</exception>
    public static async Task<IReadOnlyList<HelmRecord>> HistoryAsync(ClusterClient cluster, string ns, string name, CancellationToken cancellationToken)
    {
        var secrets = await cluster.ListAsync($"api/v1/namespaces/{ns}/secrets?labelSelector={Uri.EscapeDataString($"owner=helm,name={name}")}", cancellationToken);
        return [.. secrets.Select(Read).OrderBy(record => record.Revision)];
    }

    /// <summary>The newest revision of a release, or null where there is none.</summary>
    /// <exception cref="ClusterException">The secrets may not be read, or one of them is not Helm's.</exception>
    public static async Task<HelmRecord?> LatestAsync(ClusterClient cluster, string ns, string name, CancellationToken cancellationToken) =>
        (await HistoryAsync(cluster, ns, name, cancellationToken)).LastOrDefault();

    /// <summary>The revisions of a release above a number, oldest first. The older ones are not read: each holds a whole chart.</summary>
    /// <exception cref="ClusterException">The secrets may not be read, or one of them is not Helm's.</exception>
    public static async Task<IReadOnlyList<HelmRecord>> AboveAsync(ClusterClient cluster, string ns, string name, int revision, CancellationToken cancellationToken)
    {
        // Helm keeps ten by default; where somebody keeps more, the rest is read and left out below.
        var known = string.Join(',', Enumerable.Range(Math.Max(1, revision - 49), Math.Min(50, revision)));
        var secrets = await cluster.ListAsync(
            $"api/v1/namespaces/{ns}/secrets?labelSelector={Uri.EscapeDataString($"owner=helm,name={name}{(revision > 0 ? $",version notin ({known})" : "")}")}", cancellationToken);
        return [.. secrets.Select(Read).Where(record => record.Revision > revision).OrderBy(record => record.Revision)];
    }

    /// <summary>The namespaces that have a release of the name deployed; none where they may not be looked at.</summary>
    public static async Task<IReadOnlyList<string>> NamespacesAsync(ClusterClient cluster, string name, CancellationToken cancellationToken)
    {
        try
        {
            var secrets = await cluster.ListAsync($"api/v1/secrets?labelSelector={Uri.EscapeDataString($"owner=helm,name={name},status=deployed")}", cancellationToken);
            return [.. secrets.Select(secret => secret.Text("metadata", "namespace")).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        }
        catch (ClusterException error) when (error.IsForbidden)
        {
            return [];
        }
    }

    /// <summary>Marks the revision as failed: Helm upgrades over it, and installs over it with <c>replace</c>.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="description">What <c>helm history</c> shows.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ClusterException">The secret may not be written, or was changed since it was read.</exception>
    public Task<HelmRecord> FailAsync(ClusterClient cluster, string description, CancellationToken cancellationToken) => ChangeAsync(
        cluster,
        content =>
        {
            content["info"]!["status"] = "failed";
            content["info"]!["description"] = description;
            content["info"]!["deleted"] = "";
        },
        cancellationToken);

    /// <summary>Changes the record.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="change">Changes Helm's JSON.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The record as it is now.</returns>
    /// <exception cref="ClusterException">The secret may not be written, or was changed since it was read (status 409), or is gone (404).</exception>
    public async Task<HelmRecord> ChangeAsync(ClusterClient cluster, Action<JsonObject> change, CancellationToken cancellationToken)
    {
        var content = _content.DeepClone().AsObject();
        change(content);
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(content.ToJsonString()));
        var encoded = Convert.ToBase64String(zipped.ToArray());
        return Read(await cluster.MergeAsync(
            Path,
            new JsonObject
            {
                // The version that was read: an operation that wrote the record since then is not overwritten.
                ["metadata"] = new JsonObject { ["resourceVersion"] = _secret.Text("metadata", "resourceVersion"), ["labels"] = new JsonObject { ["status"] = content.Text("info", "status") } },
                ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(encoded)) },
            },
            cancellationToken));
    }

    /// <summary>Deletes the record; one that is gone already counts as deleted, one that took its name since then stays.</summary>
    /// <exception cref="ClusterException">The secret may not be deleted.</exception>
    public Task DeleteAsync(ClusterClient cluster, CancellationToken cancellationToken) =>
        LiveObject.DeleteAsync(cluster, Path, _secret, cancellationToken);

    /// <summary>Whether nothing was written to the record between two reads.</summary>
    public bool IsUnchanged(HelmRecord? later) =>
        later?.Path == Path && later._secret.Text("metadata", "resourceVersion") == _secret.Text("metadata", "resourceVersion");

    /// <summary>Until when the operation that wrote the record may still be running; null where it has ended.</summary>
    /// <param name="timeout">The timeout of the release. Helm waits so long for the objects, and so long again for each hook.</param>
    /// <param name="now">The time now, which counts where the record's own time is missing or in the future.</param>
    public DateTimeOffset? BusyUntil(TimeSpan timeout, DateTimeOffset now)
    {
        if (!IsInterrupted)
            return null;
        var operation = IsPending ? Status["pending-".Length..] : "delete";
        var hooks = Hooks.Count(hook => hook["events"] is JsonArray events && events.Any(item => item.IsText($"pre-{operation}", $"post-{operation}")));
        return (Began == default || Began > now ? now : Began) + (timeout * (1 + hooks));
    }

    internal static HelmRecord Read(JsonObject secret)
    {
        try
        {
            var bytes = Convert.FromBase64String(Encoding.ASCII.GetString(Convert.FromBase64String(secret.Text("data", "release")!)));
            if (!bytes.AsSpan().StartsWith(Gzip))
                return new HelmRecord(secret, JsonNode.Parse(bytes)!.AsObject());
            using var unzipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return new HelmRecord(secret, JsonNode.Parse(unzipped)!.AsObject());
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or JsonException or ArgumentNullException or InvalidOperationException or NullReferenceException)
        {
            var ns = secret.Text("metadata", "namespace");
            throw new ClusterException($"The secret {ns}/{secret.Text("metadata", "name")} is not the record of a Helm 3 release. Look with: helm history -n {ns} {secret.Text("metadata", "labels", "name")}");
        }
    }
}
