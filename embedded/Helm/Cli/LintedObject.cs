using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Cli;

/// <summary>What the lint rules look at in a rendered object.</summary>
internal sealed record LintedObject(string ApiVersion, string Kind, string Name, bool HasKeptItem)
{
    private const string ResourcePolicy = "helm.sh/resource-policy";

    /// <summary>Reads a document; null for an empty one, <see cref="YamlException"/> for one that is not an object.</summary>
    public static LintedObject? Parse(string document)
    {
        object? value;
        try
        {
            value = YamlText.Unmarshal(document);
        }
        catch (YamlException e)
        {
            throw new YamlException("error converting YAML to JSON: " + e.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal));
        }
        if (value is null)
            return null;
        if (value is not Map map)
            throw new YamlException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {GoJson.Kind(value)} into Go value of type rules.k8sYamlStruct");
        var metadata = map.GetValueOrDefault("metadata") as Map;
        return new LintedObject(Text(map, "apiVersion"), Text(map, "kind"), metadata is null ? "" : Text(metadata, "name"), Items(map).Any(IsKept));
    }

    private static string Text(Map map, string key) => map.GetValueOrDefault(key) as string ?? "";

    private static IEnumerable<Map> Items(Map map) => (map.GetValueOrDefault("items") as List<object?> ?? []).OfType<Map>();

    private static bool IsKept(Map item) => item.GetValueOrDefault("metadata") is Map metadata && metadata.GetValueOrDefault("annotations") is Map annotations && annotations.ContainsKey(ResourcePolicy);
}
