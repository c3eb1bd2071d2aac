using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Plugins;

/// <summary>A <c>PulumiPlugin.yaml</c>: it says how the source of a plugin that it lies beside is run.</summary>
/// <param name="Runtime"><c>runtime</c>, or its <c>name</c>; empty if unset.</param>
/// <param name="NodeArguments"><c>runtime.options.nodeargs</c>: what Node itself is given.</param>
internal sealed record PluginManifest(string Runtime, IReadOnlyList<string> NodeArguments)
{
    public const string FileName = "PulumiPlugin.yaml";

    /// <summary>The manifest of a folder, or null where it has none.</summary>
    public static PluginManifest? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return null;
        var yaml = new YamlStream();
        using (var reader = File.OpenText(file))
            yaml.Load(reader);
        var runtime = yaml.Documents is [var document, ..] ? Child(document.RootNode, "runtime") : null;
        var arguments = Child(Child(runtime, "options"), "nodeargs")?.ToString() ?? "";
        return new PluginManifest(
            (runtime is YamlMappingNode ? Child(runtime, "name") : runtime)?.ToString() ?? "",
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(name, out var child) ? child : null;
}
