using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Rendering;

/// <summary>What Helm reads of an object to sort it: version, kind, name and annotations.</summary>
public sealed record ManifestHead(string ApiVersion, string Kind, string Name, IReadOnlyDictionary<string, string>? Annotations)
{
    private const string MetadataType = "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";

    /// <summary>Reads a document; another kind of document or of field throws <see cref="YamlException"/> with Go's text.</summary>
    public static ManifestHead Parse(string document)
    {
        var reader = new Reader();
        switch (YamlText.UnmarshalTyped(document))
        {
            case null:
                break;
            case Dictionary<string, object?> map:
                reader.Head(map);
                break;
            case var other:
                reader.Error = $"json: cannot unmarshal {GoJson.Kind(other)} into Go value of type releaseutil.SimpleHead";
                break;
        }
        return reader.Error is { } error
            ? throw new YamlException("error unmarshaling JSON: while decoding JSON: " + error)
            : new ManifestHead(reader.ApiVersion, reader.Kind, reader.Name, reader.Annotations);
    }

    private sealed class Reader
    {
        public string ApiVersion = "", Kind = "", Name = "";
        public Dictionary<string, string>? Annotations;
        public string? Error;

        public void Head(Dictionary<string, object?> map)
        {
            // Field names are found without regard to case; the exact one, which sorts last, wins.
            foreach (string key in GoString.SortedKeys(map))
            {
                object? value = map[key];
                if (key.Equals("apiVersion", StringComparison.OrdinalIgnoreCase))
                    ApiVersion = Text(value, "SimpleHead.apiVersion", ApiVersion);
                else if (key.Equals("kind", StringComparison.OrdinalIgnoreCase))
                    Kind = Text(value, "SimpleHead.kind", Kind);
                else if (key.Equals("metadata", StringComparison.OrdinalIgnoreCase))
                    Metadata(value);
            }
        }

        private void Metadata(object? value)
        {
            if (value is not Dictionary<string, object?> map)
            {
                if (value is not null)
                    Misfit(value, "SimpleHead.metadata", MetadataType);
                return;
            }
            foreach (string key in GoString.SortedKeys(map))
            {
                object? field = map[key];
                if (key.Equals("name", StringComparison.OrdinalIgnoreCase))
                    Name = Text(field, ".metadata.name", Name);
                else if (!key.Equals("annotations", StringComparison.OrdinalIgnoreCase) || field is null)
                    continue;
                else if (field is Dictionary<string, object?> annotations)
                    Annotations = GoString.SortedKeys(annotations).ToDictionary(a => a, a => Text(annotations[a], ".metadata.annotations", ""));
                else
                    Misfit(field, ".metadata.annotations", "map[string]string");
            }
        }

        private string Text(object? value, string field, string otherwise)
        {
            switch (value)
            {
                case null: return otherwise;
                case string s: return s;
                case bool b: return b ? "true" : "false";
                case double d: return GoFloat.Shortest(d);
                case long or ulong: return Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
            }
            Misfit(value, field, "string");
            return otherwise;
        }

        private void Misfit(object value, string field, string type) =>
            Error ??= $"json: cannot unmarshal {GoJson.Kind(value)} into Go struct field {field} of type {type}";
    }
}
