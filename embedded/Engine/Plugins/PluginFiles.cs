
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
    /// The folders of a package in Pulumi's own, <c>plugins/resource-NAME-vVERSION</c>: that of the version asked for, else all,
    /// the newest first. One that was not unpacked to its end (<c>….partial</c> lies beside it) does not count.
    /// </summary>
    public static IEnumerable<string> Installed(string pulumiHome, string package, string version)
    {
        var plugins = Path.Combine(pulumiHome, "plugins");
        if (!Directory.Exists(plugins))
            return [];
        var prefix = $"resource-{package}-v";
        return Directory.EnumerateDirectories(plugins, prefix + (version.Length > 0 ? version : "*"))
            .Where(folder => !File.Exists(folder + ".partial"))
            .Select(folder => (Folder: folder, Version: VersionRange.VersionOf(Path.GetFileName(folder)[prefix.Length..])))
            .Where(found => found.Version is not null)
            .OrderByDescending(found => found.Version)
            .Select(found => found.Folder);
    }

}
