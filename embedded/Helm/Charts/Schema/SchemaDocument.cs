using System.Text;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>A schema with its draft and what can be referred to inside it.</summary>
internal sealed class SchemaDocument
{
    /// <summary>The address Helm gives to a chart's schema; it shows in messages.</summary>
    public const string ChartUrl = "file:///values.schema.json";

    private readonly Dictionary<string, object?> _anchors = new(StringComparer.Ordinal);
    private readonly SchemaSet _set;
    private readonly Uri _base;

    public SchemaDocument(SchemaSet set, string url, object? root)
    {
        _set = set;
        _base = root is Dictionary<string, object?> whole && (whole.GetValueOrDefault("$id") ?? whole.GetValueOrDefault("id")) is string id
            && Uri.TryCreate(id, UriKind.Absolute, out var own) && own.Scheme != "urn" ? own : new Uri(url);
        Root = root;
        Draft = root is Dictionary<string, object?> map && map.GetValueOrDefault("$schema") is string schema ? DraftOf(schema) : 2020;
        Index(root, "");
    }

    public object? Root { get; }

    /// <summary>4, 6, 7, 2019 or 2020.</summary>
    public int Draft { get; }

    /// <summary>The schema that a reference means, and its document. <see cref="SchemaException"/> where there is none.</summary>
    public (SchemaDocument Document, object? Schema) Resolve(string reference)
    {
        string fragment = "";
        int hash = reference.IndexOf('#', StringComparison.Ordinal);
        string address = hash < 0 ? reference : reference[..hash];
        if (hash >= 0)
            fragment = Uri.UnescapeDataString(reference[(hash + 1)..]);
        object? target = Root;
        if (address.Length > 0 && !TryAddress(address, out target))
        {
            if (IsMetaschema(address))
                return (this, true);
            if (!Uri.TryCreate(_base, address, out var absolute))
                throw new SchemaException($"invalid reference {GoQuote.Quote(reference)}");
            return _set.Load(absolute).Resolve("#" + fragment);
        }
        if (fragment.Length == 0)
            return (this, target);
        // A document that anything fits has every part.
        if (Root is true)
            return (this, true);
        if (!fragment.StartsWith('/'))
            return _anchors.TryGetValue("#" + fragment, out object? anchored) ? (this, anchored) : throw NotFound(reference);
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
        return (this, target);
    }

    // Anything is taken as a schema where a schema is asked for.
    private static bool IsMetaschema(string address) =>
        address.StartsWith("http://json-schema.org/draft", StringComparison.Ordinal) || address.StartsWith("https://json-schema.org/draft", StringComparison.Ordinal);

    private static SchemaException NotFound(string reference) => new($"json-pointer in {GoQuote.Quote(reference.StartsWith('#') ? ChartUrl + reference : reference)} not found");

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
