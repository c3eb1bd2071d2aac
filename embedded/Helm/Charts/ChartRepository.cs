using System.Text;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>A chart repository: index.yaml below a URL.</summary>
public static class ChartRepository
{
    /// <summary>The URL of a chart's archive: the version that was asked for, or the newest that satisfies the constraint.</summary>
    public static async Task<string> FindAsync(ChartReference reference, string name, Action<string>? log = null, CancellationToken cancellation = default)
    {
        string repository = reference.RepositoryUrl;
        var index = await IndexAsync(reference, cancellation);
        string what = $"chart {GoQuote.Quote(name)}" + (reference.Version.Length > 0 ? $" version {GoQuote.Quote(reference.Version)}" : "");
        var entry = Find(index, name, reference.Version) ?? throw new ChartException($"{what} not found in {repository} repository");
        var urls = (entry.GetValueOrDefault("urls") as List<object?> ?? []).OfType<string>().ToList();
        return urls.Count > 0 ? Resolve(repository, urls[0]) : throw new ChartException($"{what} has no downloadable URLs");
    }

    private static async Task<Dictionary<string, object?>> IndexAsync(ChartReference reference, CancellationToken cancellation)
    {
        string repository = reference.RepositoryUrl;
        try
        {
            int query = repository.IndexOf('?', StringComparison.Ordinal);
            string address = query < 0
                ? repository.TrimEnd('/') + "/index.yaml"
                : repository[..query].TrimEnd('/') + "/index.yaml" + repository[query..];
            byte[] data = await ChartDownload.GetAsync(reference, address, cancellation);
            string text = Encoding.UTF8.GetString(data);
            if (text.Length == 0)
                throw new ChartException("empty index.yaml file");
            var index = YamlText.UnmarshalMap(text) ?? [];
            return index.GetValueOrDefault("apiVersion") is string { Length: > 0 } ? index : throw new ChartException("no API version specified");
        }
        catch (Exception e) when (e is ChartException or YamlException)
        {
            throw new ChartException($"looks like {GoQuote.Quote(repository)} is not a valid chart repository or cannot be reached: {e.Message}", e);
        }
    }

    private static Dictionary<string, object?>? Find(Dictionary<string, object?> index, string name, string version)
    {
        var entries = index.GetValueOrDefault("entries") as Dictionary<string, object?>;
        var versions = (entries?.GetValueOrDefault(name) as List<object?> ?? []).OfType<Dictionary<string, object?>>().ToList();
        if (version.Length > 0 && versions.Find(v => v.GetValueOrDefault("version") as string == version) is { } exact)
            return exact;
        SemConstraint constraint;
        try
        {
            constraint = SemConstraint.Parse(version.Length > 0 ? version : "*");
        }
        catch (SemVersionException)
        {
            return null;
        }
        return versions
            .Select(entry => (Entry: entry, Version: SemVersion.TryParse(entry.GetValueOrDefault("version") as string ?? "")))
            .Where(v => v.Version is not null && constraint.Check(v.Version))
            .OrderByDescending(v => v.Version)
            .Select(v => v.Entry)
            .FirstOrDefault();
    }

    // The repository's query, which may hold a token, goes to a relative URL, too.
    private static string Resolve(string repository, string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")
            return url;
        var root = new Uri(repository);
        string path = root.GetLeftPart(UriPartial.Path);
        var resolved = new Uri(new Uri(path.EndsWith('/') ? path : path + "/"), url);
        return resolved.Query.Length == 0 && root.Query.Length > 0 ? resolved + root.Query : resolved.ToString();
    }
}
