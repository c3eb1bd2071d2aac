using System.Formats.Tar;
using System.IO.Compression;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary><c>pulumi plugin</c>: what is in Pulumi's folder, with the built-in providers. Nothing is downloaded.</summary>
internal static class PluginCommand
{
    private static readonly string[] Kinds = ["analyzer", "language", "resource", "converter", "tool"];

    public static Command Command { get; } = new("plugin", "Manage language and resource provider plugins")
    {
        Commands =
        [
            new("ls", "List plugins") { Aliases = ["list"], Flags = [Flag.Switch("json", "Emit output as JSON", 'j'), Flag.Switch("project", "List only the plugins used by the current project", 'p')], Run = PluginList.RunAsync },
            new("install", "Install a plugin from a file; an installed or built-in one is left alone")
            {
                Arguments = "<kind> <name> [version]",
                Count = (2, 3),
                Flags =
                [
                    Flag.Text("file", "Install a plugin from a binary, folder or tarball", 'f'),
                    Flag.Switch("reinstall", "Reinstall a plugin even if it already exists"),
                    Flag.Switch("exact", "Force installation of an exact version match (usually >= is accepted)"),
                    Flag.Text("server", "A URL to download plugins from"),
                    Flag.Text("checksum", "The expected SHA256 checksum for the plugin archive"),
                ],
                Run = InstallAsync,
            },
            new("rm", "Remove one or more plugins from the download cache")
            {
                Aliases = ["remove", "delete"],
                Arguments = "[kind [name [version]]]",
                Count = (0, 3),
                Flags = [Flag.Switch("all", "Remove all plugins", 'a'), Flag.Switch("yes", "Skip confirmation prompts, and proceed with removal anyway", 'y')],
                Run = RemoveAsync,
            },
        ],
    };

    private static Task<int> InstallAsync(Invocation invocation)
    {
        var (kind, name) = (Kind(invocation.Arguments[0]), invocation.Arguments[1]);
        var version = invocation.Arguments.ElementAtOrDefault(2)?.TrimStart('v');
        // They become the name of a folder.
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            throw new UserErrorException($"invalid plugin name \"{name}\": it may only contain letters, digits, hyphens and underscores");
        if (version is not null && (VersionRange.VersionOf(version) is null || version.AsSpan().ContainsAny('/', '\\')))
            throw new UserErrorException($"invalid plugin semver: \"{version}\"; write it like 1.2.3");
        var found = PluginList.Find(invocation).Where(plugin => plugin.Kind == kind && plugin.Name == name).ToArray();
        if (invocation.Flags.Text("file") is { } file)
        {
            if (version is null)
                throw new UserErrorException("--file needs the plugin's version: pulumi plugin install <kind> <name> <version> --file <path>");
            var folder = Path.Combine(invocation.Home.Directory, "plugins", $"{kind}-{name}-v{version}");
            if (!Directory.Exists(folder) || invocation.Flags.Switch("reinstall"))
                Put(invocation.PathOf(file), folder, $"pulumi-{kind}-{name}");
            return Task.FromResult(0);
        }

        if (!invocation.Flags.Switch("reinstall") && found.Any(plugin => plugin.Folder is not null && (version is null || plugin.Version == version)))
            return Task.FromResult(0);
        if (found.FirstOrDefault(plugin => plugin.Folder is null) is { } standIn)
        {
            invocation.Host.Error.WriteLine($"{kind} plugin {name}{(version is null ? "" : $" {version}")} is not downloaded: runs use the {(standIn.Version.Length > 0 ? $"built-in provider {name} {standIn.Version}" : $"provider that Pulumi.yaml names, {standIn.Where}")}");
            return Task.FromResult(0);
        }

        throw new UserErrorException(
            $"{kind} plugin {name}{(version is null ? "" : $" {version}")} is not installed, and the embedded engine downloads none. Install its archive with: pulumi plugin install {kind} {name} {version ?? "<version>"} --file <archive.tar.gz>, or use the official CLI (PULUMIW_ENGINE=official)");
    }

    private static Task<int> RemoveAsync(Invocation invocation)
    {
        var arguments = invocation.Arguments;
        if (arguments.Count == 0 && !invocation.Flags.Switch("all"))
            throw new UserErrorException("please pass --all if you'd like to remove all plugins");
        var (kind, name, versions) = (arguments.Count > 0 ? Kind(arguments[0]) : null, arguments.ElementAtOrDefault(1), arguments.Count > 2 ? Versions(arguments[2]) : null);
        var condemned = PluginList.Find(invocation)
            .Where(plugin => plugin.Folder is not null && (kind is null || plugin.Kind == kind) && (name is null || plugin.Name == name) && (versions is null || (VersionRange.VersionOf(plugin.Version) is { } version && versions.Contains(version)))).ToArray();
        if (condemned.Length == 0)
        {
            invocation.Host.Error.WriteLine("no plugins found to uninstall");
            return Task.FromResult(0);
        }

        invocation.Out.WriteLine($"This will remove {condemned.Length} plugin{(condemned.Length == 1 ? "" : "s")} from the cache:");
        foreach (var plugin in condemned)
            invocation.Out.WriteLine($"    {plugin.Kind} {plugin.Name}-{plugin.Version}");
        invocation.RequireConfirmation("Please confirm that this is what you'd like to do by typing `yes`: ", "yes");

        foreach (var plugin in condemned)
        {
            Directory.Delete(plugin.Folder!, recursive: true);
            invocation.Out.WriteLine($"removed: {plugin.Kind} {plugin.Name}-{plugin.Version}");
        }

        return Task.FromResult(0);
    }

    private static VersionRange Versions(string text) => VersionRange.TryParse(text)
        ?? throw new UserErrorException($"invalid plugin semver: \"{text}\"; write comparisons such as \">=1.0.0 <2.0.0\", alternatives with ||");

    private static string Kind(string text) => Kinds.Contains(text) ? text : throw new UserErrorException($"unrecognized plugin kind: {text}; it is one of {string.Join(", ", Kinds)}");

    /// <summary>Puts a plugin into its folder, which is there whole or not at all.</summary>
    private static void Put(string source, string folder, string executable)
    {
        var made = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(made);
        try
        {
            if (Directory.Exists(source))
            {
                foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
                {
                    var copy = Path.Combine(made, Path.GetRelativePath(source, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                    File.Copy(file, copy);
                }
            }
            else if (source.EndsWith(".tar.gz", StringComparison.Ordinal) || source.EndsWith(".tgz", StringComparison.Ordinal))
            {
                using var archive = new GZipStream(File.OpenRead(source), CompressionMode.Decompress);
                TarFile.ExtractToDirectory(archive, made, overwriteFiles: false);
            }
            else
            {
                File.Copy(source, Path.Combine(made, executable));
            }

            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(made, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Directory.Delete(made, recursive: true);
            throw new UserErrorException($"could not install {source} as {folder}: {error.Message}");
        }
    }
}
