using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>The values that a release gives its chart.</summary>
internal static class ReleaseValues
{
    /// <summary>The values of the inputs: the files in order, and the program's own over them.</summary>
    /// <param name="inputs">The release's inputs.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <param name="cancellationToken">Stops the reading of files.</param>
    /// <exception cref="ChartException">A file can't be read, or holds no map.</exception>
    public static async Task<PropertyValue> OfAsync(PropertyMap inputs, string folder, CancellationToken cancellationToken)
    {
        var values = PropertyMap.Empty;
        foreach (var file in (inputs.Get("valueYamlFiles")?.Reveal() as ArrayValue)?.Items ?? [])
            values = Merge(values, await ReadAsync(file, folder, cancellationToken).ConfigureAwait(false));
        return Over(values, inputs.Get("values") ?? PropertyMap.Empty, inputs.Flag("allowNullValues") ?? false);
    }

    /// <summary>The values as Helm takes them; secrets are revealed.</summary>
    public static Dictionary<string, object?> ForHelm(PropertyMap inputs) =>
        Map((inputs.Get("values")?.Reveal() as ObjectValue)?.Properties ?? PropertyMap.Empty, inputs.Flag("allowNullValues") ?? false);

    /// <summary>Values with others over them, map by map.</summary>
    public static PropertyMap Merge(PropertyMap values, PropertyMap over) =>
        values.SetAll(PropertyMap.From(over.Select(entry => KeyValuePair.Create(entry.Key, Merge(values.Get(entry.Key), entry.Value)))));

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

    private static async Task<PropertyMap> ReadAsync(PropertyValue file, string folder, CancellationToken cancellationToken)
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
            return YamlText.UnmarshalMap(text) is { } values ? JsonProperties.FromJson(JsonNode.Parse(GoJson.Marshal(values))!.AsObject()) : PropertyMap.Empty;
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

    private static PropertyValue Merge(PropertyValue? value, PropertyValue over) => (value, over) switch
    {
        (SecretValue v, _) => Merge(v.Value, over).AsSecret(),
        (ObjectValue, SecretValue { Value: ObjectValue } o) => Merge(value, o.Value).AsSecret(),
        (ObjectValue v, ObjectValue o) => new ObjectValue(Merge(v.Properties, o.Properties)),
        _ => over,
    };

    private static PropertyValue Over(PropertyMap files, PropertyValue own, bool keepNulls) => own switch
    {
        SecretValue s => Over(files, s.Value, keepNulls).AsSecret(),
        ObjectValue o => new ObjectValue(Merge(files, keepNulls ? o.Properties : WithoutNulls(o.Properties))),
        _ => own,
    };

    private static PropertyMap WithoutNulls(PropertyMap map) =>
        PropertyMap.From(map.Where(entry => entry.Value is not NullValue).Select(entry => KeyValuePair.Create(entry.Key, WithoutNulls(entry.Value))));

    private static PropertyValue WithoutNulls(PropertyValue value) => value switch
    {
        SecretValue s => WithoutNulls(s.Value).AsSecret(),
        ObjectValue o => new ObjectValue(WithoutNulls(o.Properties)),
        ArrayValue a => new ArrayValue([.. a.Items.Where(item => item is not NullValue).Select(WithoutNulls)]),
        _ => value,
    };

    // Without allowNullValues the plugin drops lists without entries too: to Go they are nil.
    private static Dictionary<string, object?> Map(PropertyMap map, bool keepNulls) => map
        .Where(entry => keepNulls || entry.Value is not (NullValue or ArrayValue { Items.Length: 0 }))
        .ToDictionary(entry => entry.Key, entry => Value(entry.Value, keepNulls));

    private static object? Value(PropertyValue value, bool keepNulls) => value switch
    {
        BoolValue b => b.Value,
        NumberValue n => n.Value,
        StringValue s => s.Value,
        ArrayValue a => a.Items.Where(item => keepNulls || item is not NullValue).Select(item => Value(item, keepNulls)).ToList(),
        ObjectValue o => Map(o.Properties, keepNulls),
        _ => null,
    };
}
