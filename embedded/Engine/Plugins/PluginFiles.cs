using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Plugins;

/// <summary>Where plugins lie on disk.</summary>
internal static class PluginFiles
{
    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>The executable of a package in a folder, or null.</summary>
    public static string? In(string folder, string package)
    {
        var file = Path.Combine(folder, $"pulumi-resource-{package}{Suffix}");
        return File.Exists(file) ? file : null;
    }

    /// <summary>The executable in the first folder that has it, or null.</summary>
    public static string? OnPath(IEnumerable<string> folders, string package) =>
        folders.Select(folder => In(folder, package)).FirstOrDefault(file => file is not null);

    /// <summary>
    /// The executable in Pulumi's own folder, <c>plugins/resource-NAME-vVERSION</c>: of the version asked for, else the newest.
    /// </summary>
    public static string? Installed(string pulumiHome, string package, string version)
    {
        var plugins = Path.Combine(pulumiHome, "plugins");
        if (!Directory.Exists(plugins))
            return null;
        if (version.Length > 0)
            return In(Path.Combine(plugins, $"resource-{package}-v{version}"), package);
        var prefix = $"resource-{package}-v";
        return Directory.EnumerateDirectories(plugins, prefix + "*")
            .Select(folder => (Folder: folder, Version: VersionOf(Path.GetFileName(folder)[prefix.Length..])))
            .Where(found => found.Version is not null)
            .OrderByDescending(found => found.Version)
            .Select(found => In(found.Folder, package))
            .FirstOrDefault(file => file is not null);
    }

    /// <summary>The runtime that a <c>PulumiPlugin.yaml</c> names: a text, or a map with a <c>name</c>.</summary>
    public static string Runtime(string manifest)
    {
        var yaml = new YamlStream();
        using (var reader = File.OpenText(manifest))
            yaml.Load(reader);
        if (yaml.Documents is not [var document, ..] || document.RootNode is not YamlMappingNode map || !map.Children.TryGetValue("runtime", out var runtime))
            return "";
        return runtime is YamlMappingNode options && options.Children.TryGetValue("name", out var name) ? name.ToString() : runtime.ToString();
    }

    private static Version? VersionOf(string text) => System.Version.TryParse(text.Split('-', '+')[0], out var version) ? version : null;
}
