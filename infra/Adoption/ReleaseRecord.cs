using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Coder.Infra.Adoption;

/// <summary>
/// What Helm keeps of a release's newest revision, in a secret <c>sh.helm.release.v1.NAME.vN</c>: gzip of JSON, base64 once by Helm and once
/// by Kubernetes.
/// </summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Revision">Number of the revision.</param>
/// <param name="Status">Such as <c>deployed</c>.</param>
/// <param name="ChartName">Name of the chart.</param>
/// <param name="ChartVersion">Version of the chart.</param>
/// <param name="Values">The values that were given, without the chart's own.</param>
internal sealed record ReleaseRecord(string Namespace, int Revision, string Status, string ChartName, string ChartVersion, JsonObject Values)
{
    /// <summary>The token that the provider authenticates with; empty where the release has none.</summary>
    public string Token => (Values["envproxy"] as JsonObject)?["token"] is JsonValue value && value.TryGetValue<string>(out var token) ? token : "";

    /// <summary>The newest revision of a release, or null where there is none.</summary>
    public static async Task<ReleaseRecord?> FindAsync(Kubernetes client, string ns, string name, CancellationToken cancellationToken)
    {
        var records = await client.CoreV1.ListNamespacedSecretAsync(ns, labelSelector: $"owner=helm,name={name}", cancellationToken: cancellationToken);
        return records.Items.MaxBy(Number) is { } newest ? await ReadAsync(newest, cancellationToken) : null;
    }

    /// <summary>The namespaces that have a release of the name deployed; none where they may not be looked at.</summary>
    public static async Task<IReadOnlyList<string>> NamespacesAsync(Kubernetes client, string name, CancellationToken cancellationToken)
    {
        try
        {
            var records = await client.CoreV1.ListSecretForAllNamespacesAsync(labelSelector: $"owner=helm,name={name},status=deployed", cancellationToken: cancellationToken);
            return [.. records.Items.Select(secret => secret.Namespace()).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (k8s.Autorest.HttpOperationException)
        {
            return [];
        }
    }

    private static int Number(V1Secret secret) => int.TryParse(secret.Labels()?["version"], out var revision) ? revision : 0;

    private static async Task<ReleaseRecord> ReadAsync(V1Secret secret, CancellationToken cancellationToken)
    {
        try
        {
            await using var unzipped = new GZipStream(new MemoryStream(Convert.FromBase64String(Encoding.ASCII.GetString(secret.Data["release"]))), CompressionMode.Decompress);
            var record = (await JsonNode.ParseAsync(unzipped, cancellationToken: cancellationToken))!;
            var chart = record["chart"]!["metadata"]!;
            return new ReleaseRecord(
                secret.Namespace(), Number(secret), (string)record["info"]!["status"]!, (string)chart["name"]!, (string)chart["version"]!,
                record["config"]?.DeepClone() as JsonObject ?? []);
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or System.Text.Json.JsonException or KeyNotFoundException or NullReferenceException or ArgumentNullException or InvalidOperationException)
        {
            throw new AdoptionException($"The secret {secret.Namespace()}/{secret.Name()} is not the record of a Helm 3 release. Look with: helm history -n {secret.Namespace()}");
        }
    }
}
