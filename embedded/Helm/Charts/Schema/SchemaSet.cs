using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>
/// A chart's schema and the documents that it refers to. As in Helm it is compiled whole before a value is looked at: each document is
/// held against its draft's rules, and every reference that can be reached is resolved, also below properties that no value has.
/// </summary>
internal sealed class SchemaSet(Action<string>? log)
{
    private static readonly TimeSpan DownloadTime = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, SchemaDocument> _documents = [];
    private readonly HashSet<object> _compiled = new(ReferenceEqualityComparer.Instance);

    /// <summary>Compiles the schema of a chart.</summary>
    /// <exception cref="SchemaException">It is not valid, or a reference cannot be resolved.</exception>
    public SchemaDocument Compile(byte[] schema)
    {
        var document = Add(SchemaDocument.ChartUrl, schema);
        Compile(document, document.Root);
        return document;
    }

    /// <summary>The document of an address that is not in the referring document.</summary>
    public SchemaDocument Load(Uri address)
    {
        string url = address.GetLeftPart(UriPartial.Query);
        if (_documents.TryGetValue(url, out var known))
            return known;
        switch (address.Scheme)
        {
            case "urn":
                log?.Invoke($"jsonschema.go:192: WARNING: unresolved URN reference ignored; using permissive schema: {address.OriginalString}");
                return _documents[url] = new SchemaDocument(this, url, true);
            case "file" or "http" or "https":
                return Add(url, Read(address, url));
            default:
                throw new SchemaException($"failing loading {GoQuote.Quote(address.OriginalString)}: no URLLoader registered for {GoQuote.Quote(address.OriginalString)}");
        }
    }

    private SchemaDocument Add(string url, byte[] schema)
    {
        var document = new SchemaDocument(this, url, GoJson.Unmarshal(GoString.FromBytes(schema)));
        _documents[url] = document;
        return SchemaRules.Problem(document.Root, document.Draft) is { } problem
            ? throw new SchemaException($"{GoQuote.Quote(url + "#")} is not valid against metaschema: {problem}")
            : document;
    }

    private static byte[] Read(Uri address, string url)
    {
        try
        {
            if (address.IsFile)
                return File.ReadAllBytes(address.LocalPath);
            using var client = new HttpClient { Timeout = DownloadTime };
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = client.Send(request);
            if (answer.StatusCode != System.Net.HttpStatusCode.OK)
                throw new SchemaException($"failing loading {GoQuote.Quote(url)}: {url} returned status code {(int)answer.StatusCode}");
            using var body = new MemoryStream();
            answer.Content.ReadAsStream().CopyTo(body);
            return body.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException)
        {
            throw new SchemaException($"failing loading {GoQuote.Quote(url)}: {(e is FileNotFoundException or DirectoryNotFoundException ? $"open {address.LocalPath}: no such file or directory" : e.Message)}");
        }
    }

    private void Compile(SchemaDocument document, object? schema)
    {
        if (schema is not Dictionary<string, object?> map || !_compiled.Add(map))
            return;
        foreach (string keyword in (ReadOnlySpan<string>)["$ref", "$dynamicRef", "$recursiveRef"])
        {
            if (SchemaRules.Of(keyword, document.Draft) is null || map.GetValueOrDefault(keyword) is not string reference)
                continue;
            var (target, referred) = document.Resolve(reference);
            if (SchemaRules.Problem(referred, target.Draft) is { } problem)
                throw new SchemaException($"{GoQuote.Quote(reference)} is not valid against metaschema: {problem}");
            Compile(target, referred);
            // Up to draft 7 nothing beside a reference counts.
            if (document.Draft < 2019)
                return;
        }
        foreach (var (keyword, value) in map)
        {
            if (SchemaRules.Of(keyword, document.Draft) is not { } content || content == SchemaRules.Content.Definitions)
                continue;
            foreach (var (_, subschema) in SchemaRules.Subschemas(content, keyword, value))
                Compile(document, subschema);
        }
    }
}
