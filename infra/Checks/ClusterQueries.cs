using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Coder.Infra.Checks;

/// <summary>What the checks read from a cluster.</summary>
internal static class ClusterQueries
{
    /// <summary>Name of the release in its namespace: that of the seed's helm command.</summary>
    public const string ReleaseName = "coder-workspace-provider";

    /// <summary>Whether a namespace is there; one that may not be looked at counts as there.</summary>
    public static async Task<bool> ExistsAsync(Kubernetes client, string ns, CancellationToken cancellationToken)
    {
        try
        {
            await client.CoreV1.ReadNamespaceAsync(ns, cancellationToken: cancellationToken);
            return true;
        }
        catch (HttpOperationException error) when (error.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return error.Response.StatusCode == HttpStatusCode.Forbidden;
        }
    }

    /// <summary>A secret, or null.</summary>
    public static async Task<V1Secret?> SecretAsync(Kubernetes client, string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CoreV1.ReadNamespacedSecretAsync(name, ns, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// The chart's version of the deployed release, from Helm's own record: gzip of JSON, base64 once by Helm and once by
    /// Kubernetes. Empty where there is none.
    /// </summary>
    public static async Task<string> ReleaseVersionAsync(Kubernetes client, string ns, CancellationToken cancellationToken)
    {
        var records = await client.CoreV1.ListNamespacedSecretAsync(
            ns, labelSelector: $"owner=helm,name={ReleaseName},status=deployed", cancellationToken: cancellationToken);
        var record = records.Items.MaxBy(secret => int.TryParse(secret.Labels()?["version"], out var revision) ? revision : 0);
        if (record?.Data?.TryGetValue("release", out var encoded) != true)
            return "";
        try
        {
            await using var unzipped = new GZipStream(new MemoryStream(Convert.FromBase64String(Encoding.ASCII.GetString(encoded!))), CompressionMode.Decompress);
            using var document = await JsonDocument.ParseAsync(unzipped, cancellationToken: cancellationToken);
            return document.RootElement.GetProperty("chart").GetProperty("metadata").GetProperty("version").GetString() ?? "";
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The release's own provider says what is wrong with it.
            return "";
        }
    }
}
