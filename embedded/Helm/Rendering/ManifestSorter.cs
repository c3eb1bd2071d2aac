using System.Globalization;
using System.Text;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Rendering;

/// <summary>Separates hooks from other objects and sorts both.</summary>
internal sealed class ManifestSorter(Action<string>? log)
{
    private const string HookAnnotation = "helm.sh/hook";

    public List<RenderedManifest> Manifests { get; private set; } = [];

    public List<RenderedHook> Hooks { get; private set; } = [];

    /// <summary>Sorts rendered files, whose order is that of their paths. A document that does not parse throws <see cref="RenderFailedException"/>.</summary>
    public void Sort(IReadOnlyList<KeyValuePair<string, string>> files)
    {
        foreach (var (path, content) in files)
        {
            // Partials are not looked at, nor files of which nothing is left.
            if (path[(path.LastIndexOf('/') + 1)..].StartsWith('_') || string.IsNullOrWhiteSpace(content))
                continue;
            foreach (string document in ManifestText.Split(content))
            {
                try
                {
                    Add(path, document);
                }
                catch (YamlException e)
                {
                    throw new RenderFailedException($"YAML parse error on {path}: {e.Message}", Everything(files), e);
                }
            }
        }
        Manifests = InstallOrder.Sort(Manifests, m => m.Head.Kind);
        Hooks = InstallOrder.Sort(Hooks, h => h.Kind);
    }

    private void Add(string path, string document)
    {
        var head = ManifestHead.Parse(document);
        if (head.Annotations is null || !head.Annotations.TryGetValue(HookAnnotation, out string? types))
        {
            Manifests.Add(new RenderedManifest(path, document, head));
            return;
        }
        var events = new List<string>();
        foreach (string type in Values(types))
        {
            if (EventOf(type) is not { } name)
            {
                log?.Invoke($"manifest_sorter.go:199: info: skipping unknown hook: {GoQuote.Quote(types)}");
                return;
            }
            events.Add(name);
        }
        Hooks.Add(new RenderedHook(
            head.Name, head.Kind, path, document, events, Weight(head.Annotations),
            Annotated(head, HookAnnotation + "-delete-policy"), Annotated(head, HookAnnotation + "-output-log-policy")));
    }

    private static string? EventOf(string type) => type switch
    {
        "pre-install" or "post-install" or "pre-delete" or "post-delete" or "pre-upgrade" or "post-upgrade" or "pre-rollback" or "post-rollback" or "test" => type,
        // Helm 2's name.
        "test-success" => "test",
        _ => null,
    };

    private static int Weight(IReadOnlyDictionary<string, string> annotations) =>
        annotations.TryGetValue(HookAnnotation + "-weight", out string? text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int weight)
            ? weight
            : 0;

    private static List<string> Annotated(ManifestHead head, string annotation) =>
        head.Annotations!.TryGetValue(annotation, out string? text) ? Values(text).ToList() : [];

    private static IEnumerable<string> Values(string text) => text.Split(',').Select(v => v.Trim().ToLowerInvariant());

    private static string Everything(IReadOnlyList<KeyValuePair<string, string>> files)
    {
        var text = new StringBuilder();
        foreach (var (path, content) in files)
            if (!string.IsNullOrWhiteSpace(content))
                ReleaseRenderer.Append(text, path, content);
        return text.ToString();
    }
}
