using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Resources;

/// <summary>
/// Reads <c>resources.txt</c>: the built-in resources in discovery order. A line without indent is a group version,
/// two spaces a resource (<c>plural Kind scope</c>, then what differs from the usual), four spaces a subresource.
/// </summary>
internal static class ResourceTable
{
    static readonly string[] UsualVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Versions that are views of objects stored in another version: read (kind, version) → storage.</summary>
    static readonly Dictionary<string, (string Storage, string Version)> Views = new()
    {
        ["events.k8s.io/v1 events"] = ("events", "v1"),
        ["autoscaling/v1 horizontalpodautoscalers"] = ("horizontalpodautoscalers.autoscaling", "v2"),
    };

    public static IReadOnlyList<ResourceType> Read(SchemaSet schemas)
    {
        var types = new List<ResourceType>();
        var (group, version) = ("", "");
        List<Subresource> subresources = [];
        foreach (var line in EmbeddedText.Lines("resources.txt"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (line.StartsWith("    ")) subresources.Add(ReadSubresource(words, group, version));
            else if (line.StartsWith("  ")) types.Add(ReadResource(words, group, version, subresources = [], schemas));
            else (group, version) = words[0].Split('/') is [var g, var v] ? (g, v) : ("", words[0]);
        }
        return types;
    }

    static ResourceType ReadResource(string[] words, string group, string version, List<Subresource> subresources, SchemaSet schemas)
    {
        var (plural, kind) = (words[0], words[1]);
        var apiVersion = group.Length == 0 ? version : $"{group}/{version}";
        var view = Views.GetValueOrDefault($"{apiVersion} {plural}");
        return new ResourceType
        {
            Group = group,
            Version = version,
            Plural = plural,
            Kind = kind,
            Namespaced = words[2] == "Namespaced",
            Verbs = Option(words, "verbs") is { } verbs ? verbs.Split(',') : UsualVerbs,
            Singular = Option(words, "singular") ?? kind.ToLowerInvariant(),
            ShortNames = Option(words, "short")?.Split(',') ?? [],
            Categories = Option(words, "in")?.Split(',') ?? [],
            Subresources = subresources,
            Schema = schemas.Find(apiVersion, kind),
            StorageName = view.Storage ?? (group.Length == 0 ? plural : $"{plural}.{group}"),
            StorageVersion = view.Version,
        };
    }

    static Subresource ReadSubresource(string[] words, string group, string version)
    {
        var of = Option(words, "of")?.Split('/');
        return new Subresource(words[0][1..], words[1], Option(words, "verbs")!.Split(','), of?[0] ?? group, of?[1] ?? version);
    }

    static string? Option(string[] words, string name) =>
        words.Select(w => w.Split('=', 2)).FirstOrDefault(p => p.Length == 2 && p[0] == name)?[1];
}
