using System.Globalization;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>Reads a YAML map into a Go struct's fields: names without regard to case, scalars where text is wanted, Go's errors for the rest.</summary>
internal sealed class ChartYaml
{
    private string? _error;

    /// <summary>Reads Chart.yaml (or requirements.yaml) into what is there already.</summary>
    public static void ReadMetadata(ReadOnlySpan<byte> yaml, ChartMetadata into) =>
        Read(yaml, "chart.Metadata", (reader, map) => reader.Metadata(map, into));

    /// <summary>Reads Chart.lock.</summary>
    public static ChartLock ReadLock(ReadOnlySpan<byte> yaml)
    {
        var result = new ChartLock();
        Read(yaml, "chart.Lock", (reader, map) =>
        {
            foreach (var (key, value) in Sorted(map))
            {
                switch (key.ToLowerInvariant())
                {
                    case "generated": result.Generated = reader.Text(value, "Lock", key); break;
                    case "digest": result.Digest = reader.Text(value, "Lock", key); break;
                    case "dependencies": result.Dependencies = reader.List(value, "Lock", key, "[]*chart.Dependency", reader.Dependency); break;
                }
            }
        });
        return result;
    }

    private static void Read(ReadOnlySpan<byte> yaml, string type, Action<ChartYaml, Dictionary<string, object?>> read)
    {
        object? document = YamlText.UnmarshalTyped(YamlText.Decode(yaml));
        var reader = new ChartYaml();
        if (document is Dictionary<string, object?> map)
            read(reader, map);
        else if (document is not null)
            reader._error = $"json: cannot unmarshal {GoJson.Kind(document)} into Go value of type {type}";
        if (reader._error is { } error)
            throw new YamlException("error unmarshaling JSON: while decoding JSON: " + error);
    }

    private void Metadata(Dictionary<string, object?> map, ChartMetadata into)
    {
        const string Type = "Metadata";
        foreach (var (key, value) in Sorted(map))
        {
            switch (key.ToLowerInvariant())
            {
                case "name": into.Name = Text(value, Type, "name", into.Name); break;
                case "home": into.Home = Text(value, Type, "home", into.Home); break;
                case "sources": into.Sources = Texts(value, Type, "sources"); break;
                case "version": into.Version = Text(value, Type, "version", into.Version); break;
                case "description": into.Description = Text(value, Type, "description", into.Description); break;
                case "keywords": into.Keywords = Texts(value, Type, "keywords"); break;
                case "maintainers": into.Maintainers = List(value, Type, "maintainers", "[]*chart.Maintainer", Maintainer); break;
                case "icon": into.Icon = Text(value, Type, "icon", into.Icon); break;
                case "apiversion": into.ApiVersion = Text(value, Type, "apiVersion", into.ApiVersion); break;
                case "condition": into.Condition = Text(value, Type, "condition", into.Condition); break;
                case "tags": into.Tags = Text(value, Type, "tags", into.Tags); break;
                case "appversion": into.AppVersion = Text(value, Type, "appVersion", into.AppVersion); break;
                case "deprecated": into.Deprecated = Bool(value, Type, "deprecated", into.Deprecated); break;
                case "annotations": into.Annotations = TextMap(value, Type, "annotations"); break;
                case "kubeversion": into.KubeVersion = Text(value, Type, "kubeVersion", into.KubeVersion); break;
                case "dependencies": into.Dependencies = List(value, Type, "dependencies", "[]*chart.Dependency", Dependency); break;
                case "type": into.Type = Text(value, Type, "type", into.Type); break;
            }
        }
    }

    private ChartMaintainer Maintainer(Dictionary<string, object?> map)
    {
        var maintainer = new ChartMaintainer();
        foreach (var (key, value) in Sorted(map))
        {
            switch (key.ToLowerInvariant())
            {
                case "name": maintainer.Name = Text(value, "Maintainer", "maintainers.name"); break;
                case "email": maintainer.Email = Text(value, "Maintainer", "maintainers.email"); break;
                case "url": maintainer.Url = Text(value, "Maintainer", "maintainers.url"); break;
            }
        }
        return maintainer;
    }

    private ChartDependency Dependency(Dictionary<string, object?> map)
    {
        const string Type = "Dependency";
        var dependency = new ChartDependency();
        foreach (var (key, value) in Sorted(map))
        {
            switch (key.ToLowerInvariant())
            {
                case "name": dependency.Name = Text(value, Type, "dependencies.name"); break;
                case "version": dependency.Version = Text(value, Type, "dependencies.version"); break;
                case "repository": dependency.Repository = Text(value, Type, "dependencies.repository"); break;
                case "condition": dependency.Condition = Text(value, Type, "dependencies.condition"); break;
                case "tags": dependency.Tags = Texts(value, Type, "dependencies.tags"); break;
                case "enabled": dependency.Enabled = Bool(value, Type, "dependencies.enabled", false); break;
                case "import-values": dependency.ImportValues = Anything(value, Type, "dependencies.import-values"); break;
                case "alias": dependency.Alias = Text(value, Type, "dependencies.alias"); break;
            }
        }
        return dependency;
    }

    private string Text(object? value, string type, string field, string otherwise = "")
    {
        switch (value)
        {
            case null: return otherwise;
            case string s: return s;
            case bool b: return b ? "true" : "false";
            case double d: return GoFloat.Shortest(d);
            case long or ulong: return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
        Misfit(value, type, field, "string");
        return otherwise;
    }

    private bool Bool(object? value, string type, string field, bool otherwise)
    {
        if (value is bool b)
            return b;
        if (value is not null)
            Misfit(value, type, field, "bool");
        return otherwise;
    }

    private List<string?>? Texts(object? value, string type, string field)
    {
        if (value is List<object?> list)
            return list.ConvertAll(item => item is null ? "" : (string?)Text(item, type, field));
        if (value is not null)
            Misfit(value, type, field, "[]string");
        return null;
    }

    private List<T?>? List<T>(object? value, string type, string field, string goType, Func<Dictionary<string, object?>, T> read) where T : class
    {
        if (value is List<object?> list)
        {
            return list.ConvertAll(item =>
            {
                if (item is Dictionary<string, object?> map)
                    return read(map);
                if (item is not null)
                    Misfit(item, type, field, goType[3..]);
                return null;
            });
        }
        if (value is not null)
            Misfit(value, type, field, goType);
        return null;
    }

    private List<object?>? Anything(object? value, string type, string field)
    {
        if (value is List<object?> list)
            return list;
        if (value is not null)
            Misfit(value, type, field, "[]interface {}");
        return null;
    }

    private Dictionary<string, string>? TextMap(object? value, string type, string field)
    {
        if (value is Dictionary<string, object?> map)
            return map.ToDictionary(e => e.Key, e => Text(e.Value, type, field));
        if (value is not null)
            Misfit(value, type, field, "map[string]string");
        return null;
    }

    private void Misfit(object value, string type, string field, string goType) =>
        _error ??= $"json: cannot unmarshal {GoJson.Kind(value)} into Go struct field {type}.{field} of type {goType}";

    // The library goes through JSON, whose keys are sorted; the first misfit in that order is reported.
    private static IEnumerable<KeyValuePair<string, object?>> Sorted(Dictionary<string, object?> map)
    {
        foreach (string key in GoString.SortedKeys(map))
            yield return new(key, map[key]);
    }
}
