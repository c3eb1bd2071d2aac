using System.Text;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>A schema with its draft and what can be referred to inside it.</summary>
internal sealed class SchemaDocument
{
    /// <summary>The address Helm gives to a chart's schema; it shows in messages.</summary>
    public const string Url = "file:///values.schema.json";

    private readonly Dictionary<string, object?> _anchors = new(StringComparer.Ordinal);

    public SchemaDocument(object? root)
    {
        Root = root;
        Draft = root is Dictionary<string, object?> map && map.GetValueOrDefault("$schema") is string schema ? DraftOf(schema) : 2020;
        Index(root, "");
    }

    public object? Root { get; }

    /// <summary>4, 6, 7, 2019 or 2020.</summary>
    public int Draft { get; }

    /// <summary>The schema a reference means. <see cref="SchemaException"/> for what is not in this document.</summary>
    public object? Resolve(string reference)
    {
        string fragment = "";
        int hash = reference.IndexOf('#', StringComparison.Ordinal);
        string address = hash < 0 ? reference : reference[..hash];
        if (hash >= 0)
            fragment = Uri.UnescapeDataString(reference[(hash + 1)..]);
        object? target = Root;
        if (address.Length > 0 && address != Url && !TryAddress(address, out target))
            throw new SchemaException($"failing loading {SchemaError.Quote(address)}: references to other documents are not supported; put the definitions into values.schema.json");
        if (fragment.Length == 0)
            return target;
        if (!fragment.StartsWith('/'))
            return _anchors.TryGetValue("#" + fragment, out object? anchored) ? anchored : throw NotFound(reference);
        foreach (string part in fragment[1..].Split('/'))
        {
            string key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            target = target switch
            {
                Dictionary<string, object?> map when map.TryGetValue(key, out object? inner) => inner,
                List<object?> list when int.TryParse(key, out int index) && index >= 0 && index < list.Count => list[index],
                _ => throw NotFound(reference),
            };
        }
        return target;
    }

    /// <summary>How messages name a reference's target.</summary>
    public static string Address(string reference) => reference.StartsWith('#') ? Url + reference : reference;

    private static SchemaException NotFound(string reference) => new($"json-pointer in {Yaml.GoJson.Marshal(Address(reference))} not found");

    private bool TryAddress(string address, out object? target)
    {
        if (_anchors.TryGetValue(address, out target))
            return true;
        foreach (var (known, schema) in _anchors)
        {
            if (known.EndsWith("/" + address, StringComparison.Ordinal))
            {
                target = schema;
                return true;
            }
        }
        return false;
    }

    private void Index(object? schema, string path)
    {
        switch (schema)
        {
            case Dictionary<string, object?> map:
                foreach (string key in (ReadOnlySpan<string>)["$anchor", "$dynamicAnchor"])
                    if (map.GetValueOrDefault(key) is string anchor)
                        _anchors.TryAdd("#" + anchor, schema);
                if ((map.GetValueOrDefault("$id") ?? map.GetValueOrDefault("id")) is string id)
                    _anchors.TryAdd(id.TrimEnd('#'), schema);
                foreach (var (key, inner) in map)
                    if (key is not ("enum" or "const" or "default" or "examples"))
                        Index(inner, path + "/" + key);
                break;
            case List<object?> list:
                foreach (object? inner in list)
                    Index(inner, path);
                break;
        }
    }

    private static int DraftOf(string schema)
    {
        string address = schema.TrimEnd('#').Replace("https://", "http://", StringComparison.Ordinal);
        return address switch
        {
            "http://json-schema.org/draft-04/schema" => 4,
            "http://json-schema.org/draft-06/schema" => 6,
            "http://json-schema.org/draft-07/schema" => 7,
            "http://json-schema.org/draft/2019-09/schema" => 2019,
            "http://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/schema" => 2020,
            _ => throw new SchemaException($"failing loading {SchemaError.Quote(schema)}: only the drafts 4, 6, 7, 2019-09 and 2020-12 are supported"),
        };
    }
}
