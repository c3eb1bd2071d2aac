using System.Globalization;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary><c>pulumi plugin ls</c>: the providers that a run finds, and where.</summary>
internal static class PluginList
{
    /// <summary>A plugin; <paramref name="Folder"/> is null for one that is built in or only named.</summary>
    public sealed record Plugin(string Name, string Kind, string Version, string Where, string? Folder = null);

    public static Task<int> RunAsync(Invocation invocation)
    {
        var plugins = Find(invocation);
        if (!invocation.Flags.Switch("json"))
        {
            Table.Write(invocation.Out, ["NAME", "KIND", "VERSION", "PATH"], plugins.Select(plugin => new[] { plugin.Name, plugin.Kind, plugin.Version, plugin.Where }));
            return InfoCommands.Say(invocation, $"\nTOTAL plugins: {plugins.Count.ToString(CultureInfo.InvariantCulture)}");
        }

        var json = new GoJsonWriter("  ");
        json.BeginArray();
        foreach (var plugin in plugins)
        {
            json.BeginObject();
            json.Name("name").String(plugin.Name);
            json.Name("kind").String(plugin.Kind);
            json.Name("version").String(plugin.Version);
            json.Name("size").Number(plugin.Folder is null ? 0 : Directory.EnumerateFiles(plugin.Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length));
            if (plugin.Folder is { } folder)
            {
                json.Name("installTime").String(Time(Directory.GetCreationTimeUtc(folder)));
                json.Name("lastUsedTime").String(Time(Directory.GetLastAccessTimeUtc(folder)));
            }

            json.Name("path").String(plugin.Where);
            json.EndObject();
        }

        json.EndArray();
        return InfoCommands.Say(invocation, json.ToString());
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Built in, named in <c>Pulumi.yaml</c>, installed in Pulumi's folder.</summary>
    public static IReadOnlyList<Plugin> Find(Invocation invocation)
    {
        var project = invocation.FindProject();
        var onlyProject = invocation.Flags.Switch("project");
        var plugins = new List<Plugin>();
        foreach (var package in new[] { "kubernetes", "random", "tls" })
            plugins.Add(new Plugin(package, "resource", Operations.PluginSetup.BuiltInVersion(package), "built in"));
        foreach (var (name, path) in project?.ProviderPaths ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)
            plugins.Add(new Plugin(name, "resource", "", path));
        var folder = Path.Combine(invocation.Home.Directory, "plugins");
        if (onlyProject || !Directory.Exists(folder))
            return plugins;
        foreach (var name in Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal))
        {
            // KIND-NAME-vVERSION
            var (dash, version) = (name.IndexOf('-', StringComparison.Ordinal), name.LastIndexOf("-v", StringComparison.Ordinal));
            if (dash > 0 && version > dash)
                plugins.Add(new Plugin(name[(dash + 1)..version], name[..dash], name[(version + 2)..], Path.Combine(folder, name), Path.Combine(folder, name)));
        }

        return plugins;
    }
}
