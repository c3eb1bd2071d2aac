using System.Net.Http;
using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>The values that a release gives its chart: the files in order, and the program's own over them.</summary>
internal static class ReleaseValues
{
    // What stands for a value that is not known yet, where a preview renders all the same.
    private const string Unknown = "(known after the update)";

    /// <summary>The values as Helm takes them.</summary>
    /// <param name="inputs">The release's inputs.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <param name="cancellationToken">Stops the reading of files.</param>
    /// <exception cref="ChartException">A file can't be read, or holds no map.</exception>
    public static async Task<Dictionary<string, object?>> OfAsync(PropertyMap inputs, string folder, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, object?>();
        foreach (var file in (inputs.Get("valueYamlFiles") as ArrayValue)?.Items ?? [])
            values = ChartValues.Overlay(values, await ReadAsync(file, folder, cancellationToken).ConfigureAwait(false));
        var own = (inputs.Get("values")?.Reveal() as ObjectValue)?.Properties ?? PropertyMap.Empty;
        return ChartValues.Overlay(values, Map(own, inputs.Flag("allowNullValues") ?? false));
    }

    /// <summary>The texts among the values that are secret, so that nothing shows them.</summary>
    public static IReadOnlyList<string> SecretsOf(PropertyMap inputs)
    {
        var found = new List<string>();
        Collect(new ObjectValue(inputs), false, found);
        return found;
    }

    private static void Collect(PropertyValue value, bool secret, List<string> found)
    {
        switch (value)
        {
            case SecretValue s:
                Collect(s.Value, true, found);
                break;
            case OutputValue { Value: { } inner } o:
                Collect(inner, secret || o.Secret, found);
                break;
            case ObjectValue o:
                foreach (var entry in o.Properties.Values)
                    Collect(entry, secret, found);
                break;
            case ArrayValue a:
                foreach (var item in a.Items)
                    Collect(item, secret, found);
                break;
            case StringValue text when secret && text.Value.Length > 0:
                found.Add(text.Value);
                break;
        }
    }

    private static async Task<Dictionary<string, object?>> ReadAsync(PropertyValue file, string folder, CancellationToken cancellationToken)
    {
        var (name, text) = file.Reveal() switch
        {
            AssetValue { Text: { } inline } => ("valueYamlFiles", inline),
            AssetValue { Path: { } path } => (path, await ReadFileAsync(Path.Combine(folder, path), cancellationToken).ConfigureAwait(false)),
            AssetValue { Uri: { } uri } => (uri, await FetchAsync(uri, cancellationToken).ConfigureAwait(false)),
            StringValue path => (path.Value, await ReadFileAsync(Path.Combine(folder, path.Value), cancellationToken).ConfigureAwait(false)),
            _ => throw new ChartException("valueYamlFiles must be a list of assets: files, texts or URLs"),
        };
        try
        {
            return YamlText.UnmarshalMap(text) ?? [];
        }
        catch (YamlException error)
        {
            throw new ChartException($"failed to parse {name}: {error.Message}", error);
        }
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChartException($"failed to read the values file {path}: {error.Message}", error);
        }
    }

    private static async Task<string> FetchAsync(string uri, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            return await http.GetStringAsync(new Uri(uri), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException)
        {
            throw new ChartException($"failed to fetch the values file {uri}: {error.Message}", error);
        }
    }

    private static Dictionary<string, object?> Map(PropertyMap map, bool keepNulls) => map
        .Where(entry => keepNulls || entry.Value is not NullValue)
        .ToDictionary(entry => entry.Key, entry => Value(entry.Value, keepNulls));

    private static object? Value(PropertyValue value, bool keepNulls) => value switch
    {
        BoolValue b => b.Value,
        NumberValue n => n.Value,
        StringValue s => s.Value,
        ArrayValue a => a.Items.Select(item => Value(item, keepNulls)).ToList(),
        ObjectValue o => Map(o.Properties, keepNulls),
        ComputedValue => Unknown,
        _ => null,
    };
}
