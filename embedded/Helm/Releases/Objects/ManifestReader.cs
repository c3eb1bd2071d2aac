using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>Turns a manifest's text into objects.</summary>
static class ManifestReader
{
    /// <summary>The objects of a manifest as they are written, lists taken apart.</summary>
    /// <exception cref="HelmException">A document is not an object with apiVersion, kind and name; all such are named.</exception>
    public static List<JsonObject> Parse(string manifest)
    {
        var objects = new List<JsonObject>();
        var problems = new List<string>();
        foreach (var document in Split(manifest))
        {
            try
            {
                switch (Json.FromYaml(document))
                {
                    case null:
                        continue; // comments only
                    case JsonObject value:
                        Add(value, document);
                        break;
                    default:
                        problems.Add($"{SourceOf(document)}: not an object");
                        break;
                }
            }
            catch (YamlException e)
            {
                problems.Add($"{SourceOf(document)}: error parsing: {e.Message}");
            }
        }
        return problems.Count == 0 ? objects : throw new HelmException(string.Join('\n', problems));

        void Add(JsonObject value, string document)
        {
            if ((string?)value["kind"] is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && value["items"] is JsonArray items)
            {
                foreach (var item in items.OfType<JsonObject>().ToList())
                    Add(item.DeepClone().AsObject(), document);
                return;
            }
            if (value.Count == 0)
                return;
            try
            {
                ObjectReference.Of(value);
                objects.Add(value);
            }
            catch (ArgumentException e)
            {
                problems.Add($"{SourceOf(document)}: {e.Message.Split(" (Parameter")[0]}");
            }
            catch (InvalidOperationException)
            {
                problems.Add($"{SourceOf(document)}: metadata is not an object");
            }
        }
    }

    /// <summary>The documents of a manifest as they are written; comments alone are none.</summary>
    /// <exception cref="HelmException">A document is not an object.</exception>
    public static List<JsonObject> Documents(string manifest)
    {
        var documents = new List<JsonObject>();
        foreach (var document in Split(manifest))
        {
            try
            {
                if (Json.FromYaml(document) is { } value)
                    documents.Add(value as JsonObject ?? throw new HelmException($"{SourceOf(document)}: not an object"));
            }
            catch (YamlException e)
            {
                throw new HelmException($"{SourceOf(document)}: error parsing: {e.Message}", e);
            }
        }
        return documents;
    }

    /// <summary>The objects of a manifest as they are to be sent: mapped to the server's resources, in a namespace where the kind has one.</summary>
    /// <param name="kube">The cluster.</param>
    /// <param name="manifest">YAML documents.</param>
    /// <param name="namespace">The release's namespace.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="skipped">Gets objects of kinds that the server does not serve (any more), instead of an error.</param>
    /// <exception cref="HelmException">With Helm's text; every kind that the server does not serve is named.</exception>
    public static async Task<List<ManifestObject>> BuildAsync(
        KubeClient kube, string manifest, string @namespace, CancellationToken cancellation,
        ICollection<ObjectReference>? skipped = null)
    {
        var built = new List<ManifestObject>();
        var unknown = new List<string>();
        foreach (var value in Parse(manifest))
        {
            var reference = ObjectReference.Of(value);
            var resource = await kube.FindResourceAsync(reference.ApiVersion, reference.Kind, cancellation).ConfigureAwait(false);
            if (resource is null && skipped is not null)
            {
                skipped.Add(reference);
                continue;
            }
            if (resource is null)
            {
                unknown.Add($"resource mapping not found for name: \"{reference.Name}\" namespace: \"{reference.Namespace}\" from \"\": "
                    + $"no matches for kind \"{reference.Kind}\" in version \"{reference.ApiVersion}\"");
                continue;
            }
            var metadata = value["metadata"]!.AsObject();
            if (!resource.Namespaced)
                metadata.Remove("namespace");
            else if (reference.Namespace is null)
                metadata["namespace"] = @namespace;
            built.Add(new ManifestObject(value, resource, ObjectReference.Of(value)));
        }
        if (unknown.Count == 1)
            throw new HelmException($"{unknown[0]}\nensure CRDs are installed first");
        if (unknown.Count > 1)
            throw new HelmException($"[{string.Join(", ", unknown.Select(u => u + "\nensure CRDs are installed first"))}]");
        return built;
    }

    static IEnumerable<string> Split(string manifest)
    {
        var document = new System.Text.StringBuilder();
        foreach (var line in manifest.Split('\n'))
        {
            if (line.StartsWith("---", StringComparison.Ordinal) && (line.Length == 3 || char.IsWhiteSpace(line[3])))
            {
                if (!string.IsNullOrWhiteSpace(document.ToString()))
                    yield return document.ToString();
                document.Clear();
                document.Append(line.AsSpan(3)).Append('\n');
            }
            else
            {
                document.Append(line).Append('\n');
            }
        }
        if (!string.IsNullOrWhiteSpace(document.ToString()))
            yield return document.ToString();
    }

    /// <summary>The template that a document came from, by the comment that Helm puts above it.</summary>
    static string SourceOf(string document)
    {
        const string mark = "# Source: ";
        var at = document.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? "manifest" : document[(at + mark.Length)..].Split('\n')[0].Trim();
    }
}
