using Coder.Infra.Engine.Backend.Json;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary>Commands that only tell something.</summary>
internal static class InfoCommands
{
    /// <summary>The version of the official CLI whose behaviour this engine keeps to; the suffix says that it is not it.</summary>
    public const string VersionText = "v3.259.0+embedded";

    public static Command Version { get; } = new("version", "Print Pulumi's version number")
    {
        Run = invocation => Say(invocation, VersionText),
    };

    public static Command WhoAmI { get; } = new("whoami", "Display the current logged-in user")
    {
        Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("verbose", "Print detailed whoami information", 'v')],
        Run = invocation =>
        {
            if (invocation.Flags.Switch("json"))
            {
                var json = new GoJsonWriter("  ");
                json.BeginObject();
                json.Name("user").String(Environment.UserName);
                json.Name("url").String(invocation.Backend.Url);
                json.EndObject();
                return Say(invocation, json.ToString());
            }

            return Say(invocation, invocation.Flags.Switch("verbose")
                ? $"User: {Environment.UserName}\nBackend URL: {invocation.Backend.Url}"
                : Environment.UserName);
        },
    };

    public static Command About { get; } = new("about", "Print information about the Pulumi environment")
    {
        Flags = [CommandTree.StackFlag, Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("transitive", "Include transitive dependencies", 't')],
        Run = AboutAsync,
    };

    public static Command Plugin { get; } = new("plugin", "Manage language and resource provider plugins")
    {
        Commands =
        [
            new("ls", "List plugins") { Aliases = ["list"], Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("project", "List only the plugins used by the current project", 'p')], Run = PluginsAsync },
            new("install", "") { Unsupported = "it runs plugins that are there, but downloads none" },
            new("rm", "") { Unsupported = "it runs plugins that are there, but manages none" },
            new("run", "") { Unsupported = "it runs plugins that are there, but manages none" },
        ],
    };

    private static Task<int> AboutAsync(Invocation invocation)
    {
        var project = invocation.FindProject();
        var selected = project is null ? null : invocation.Flags.Text("stack") ?? invocation.Home.SelectedStack(project);
        (string Name, string Value)[] rows =
        [
            ("Version", VersionText),
            ("Runtime", $".NET {Environment.Version}"),
            ("OS", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier),
            ("Backend", invocation.Backend.Url),
            ("User", Environment.UserName),
            ("Project", project?.Name ?? ""),
            ("ProjectRuntime", project?.Runtime ?? ""),
            ("Stack", selected ?? ""),
        ];
        if (invocation.Flags.Switch("json"))
        {
            var json = new GoJsonWriter("  ");
            json.BeginObject();
            foreach (var (name, value) in rows)
                json.Name(char.ToLowerInvariant(name[0]) + name[1..]).String(value);
            json.EndObject();
            return Say(invocation, json.ToString());
        }

        Table.Write(invocation.Out, ["", ""], rows.Where(row => row.Value.Length > 0).Select(row => new[] { row.Name, row.Value }));
        return Task.FromResult(0);
    }

    private static Task<int> PluginsAsync(Invocation invocation)
    {
        var plugins = new List<(string Name, string Kind, string Version, string Where)>();
        foreach (var package in new[] { "kubernetes", "random", "tls" })
            plugins.Add((package, "resource", Operations.PluginSetup.BuiltInVersion(package), "built in"));
        foreach (var (name, path) in invocation.FindProject()?.ProviderPaths ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)
            plugins.Add((name, "resource", "", path));
        var folder = Path.Combine(invocation.Home.Directory, "plugins");
        if (Directory.Exists(folder))
        {
            foreach (var name in Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal))
            {
                // KIND-NAME-vVERSION
                var (dash, version) = (name.IndexOf('-', StringComparison.Ordinal), name.LastIndexOf("-v", StringComparison.Ordinal));
                if (dash > 0 && version > dash)
                    plugins.Add((name[(dash + 1)..version], name[..dash], name[(version + 2)..], Path.Combine(folder, name)));
            }
        }

        if (!invocation.Flags.Switch("json"))
        {
            Table.Write(invocation.Out, ["NAME", "KIND", "VERSION", "PATH"], plugins.Select(plugin => new[] { plugin.Name, plugin.Kind, plugin.Version, plugin.Where }));
            return Say(invocation, $"\nTOTAL plugins: {plugins.Count}");
        }

        var json = new GoJsonWriter("  ");
        json.BeginArray();
        foreach (var (name, kind, version, where) in plugins)
        {
            json.BeginObject();
            json.Name("name").String(name);
            json.Name("kind").String(kind);
            json.Name("version").String(version);
            json.Name("path").String(where);
            json.EndObject();
        }

        json.EndArray();
        return Say(invocation, json.ToString());
    }

    private static Task<int> Say(Invocation invocation, string text)
    {
        invocation.Out.WriteLine(text);
        return Task.FromResult(0);
    }
}
