using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>Finds and loads the chart a reference names, as <c>helm install</c> and <c>helm template</c> do.</summary>
public static class ChartSource
{
    /// <summary>Loads the chart. Errors are <see cref="ChartException"/>s with Helm's words.</summary>
    public static Task<Chart> LoadAsync(ChartReference reference, Action<string>? log = null, CancellationToken cancellation = default)
    {
        string name = reference.Chart.Trim();
        return reference.RepositoryUrl.Length == 0 && Path.Exists(name)
            ? Task.FromResult(Load(Path.GetFullPath(name), log))
            : DownloadAsync(reference, name, log, cancellation);
    }

    private static async Task<Chart> DownloadAsync(ChartReference reference, string name, Action<string>? log, CancellationToken cancellation)
    {
        if (reference.RepositoryUrl.Length == 0)
        {
            if (Path.IsPathFullyQualified(name) || name.StartsWith('.'))
                throw new ChartException($"path {GoQuote.Quote(name)} not found");
        }
        if (name.StartsWith("oci://", StringComparison.Ordinal) || reference.RepositoryUrl.StartsWith("oci://", StringComparison.Ordinal))
            throw new ChartException($"{name}: charts in OCI registries are not supported. Download it with \"helm pull {name}\" and give the path of the archive");
        string url = name;
        if (reference.RepositoryUrl.Length > 0)
            url = await ChartRepository.FindAsync(reference, name, log, cancellation);
        else if (!name.Contains("://", StringComparison.Ordinal))
            (url, reference) = await InKnownRepositoryAsync(reference, name, log, cancellation);
        byte[] archive = await ChartDownload.GetAsync(reference, url, cancellation);
        return Load(() => ChartLoader.LoadArchive(new MemoryStream(archive), log));
    }

    private static Chart Load(string path, Action<string>? log) => Load(() => ChartLoader.Load(path, log));

    private static Chart Load(Func<Chart> load)
    {
        try
        {
            return load();
        }
        catch (YamlException e)
        {
            throw new ChartException(e.Message, e);
        }
    }

    private static async Task<(string Url, ChartReference Reference)> InKnownRepositoryAsync(
        ChartReference reference, string name, Action<string>? log, CancellationToken cancellation)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            throw new ChartException($"non-absolute URLs should be in form of repo_name/path_to_chart, got: {name}");
        var known = KnownRepositories.Find(reference, name[..slash]) ?? throw new ChartException($"repo {name[..slash]} not found");
        return (await ChartRepository.FindAsync(known, name[(slash + 1)..], log, cancellation), known);
    }
}
