using System.Text;
using Coder.Infra.Engine.Processes;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Programs;
using Coder.Infra.Engine.Workspace.Yaml;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Cli.Operations;

internal static partial class PublishCommand
{
    private static async Task<int> PublishAsync(Invocation invocation)
    {
        var project = invocation.Project;
        if (project.Runtime != "dotnet")
            throw new UserErrorException($"{project.Path}: only programs with runtime dotnet can be published, not {project.Runtime}");
        var (source, _) = project.Program();
        var folder = invocation.PathOf(invocation.Arguments[0]);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, "Pulumi.yaml")))
            throw new UserErrorException($"{folder} is not empty and holds no published project; name a new folder");
        var runtime = invocation.Flags.Text("runtime") ?? "linux-x64";
        invocation.Host.Error.WriteLine($"Publishing {source} for {runtime}...");
        var binary = await BuildAsync(source, folder, runtime, invocation.Host.Cancel).ConfigureAwait(false);
        AtomicFile.Write(Path.Combine(folder, "Pulumi.yaml"), Rewrite(project, binary));
        var stackFolder = Path.GetDirectoryName(project.StackFile("x"))!;
        foreach (var stack in Directory.EnumerateFiles(stackFolder, "Pulumi.*.yaml"))
            File.Copy(stack, Path.Combine(folder, Path.GetFileName(stack)), overwrite: true);
        foreach (var name in OwnPlugins(project, source))
        {
            // The program serves its own provider: the plugin is the same file under the name that Pulumi looks for.
            var plugin = Path.Combine(folder, "plugin", $"pulumi-resource-{name}");
            Directory.CreateDirectory(Path.GetDirectoryName(plugin)!);
            File.Delete(plugin);
            File.CreateSymbolicLink(plugin, Path.Combine("..", "bin", binary));
        }

        var quoted = folder.Any(char.IsWhiteSpace) ? $"'{folder}'" : folder;
        invocation.Out.WriteLine($"Published to {folder}. Run it with the official CLI:\n  pulumi --cwd {quoted} up");
        return 0;
    }

    private static async Task<string> BuildAsync(string source, string folder, string runtime, CancellationToken cancellationToken)
    {
        string[] projects = Directory.GetFiles(source, "*.csproj");
        if (projects is not [var project])
            throw new UserErrorException($"there must be one .NET project in {source}, but there are {projects.Length}");
        var (output, log) = (Path.Combine(folder, "bin"), new StringBuilder());
        var artifacts = Path.Combine(Path.GetTempPath(), $"pulumiw-publish-{Environment.ProcessId}");
        try
        {
            var exitCode = await ChildProcess.RunAsync(
                "dotnet",
                ["publish", project, "--configuration", "Release", "--runtime", runtime, "--self-contained", "true", "-p:PublishSingleFile=true",
                    "-p:IncludeNativeLibrariesForSelfExtract=true", "-p:DebugType=none", "--artifacts-path", artifacts, "--output", output, "--nologo", "--verbosity", "quiet"],
                source,
                [],
                (line, _) => log.AppendLine(line),
                cancellationToken).ConfigureAwait(false);
            if (exitCode != 0)
                throw new UserErrorException($"publishing {project} failed:\n{log.ToString().TrimEnd()}");
        }
        finally
        {
            if (Directory.Exists(artifacts))
                Directory.Delete(artifacts, recursive: true);
        }

        var windows = runtime.StartsWith("win", StringComparison.Ordinal);
        var candidates = Directory.EnumerateFiles(output).Where(file => windows ? file.EndsWith(".exe", StringComparison.Ordinal) : Path.GetExtension(file).Length == 0).ToArray();
        return candidates is [var binary] ? Path.GetFileName(binary) : throw new UserErrorException($"publishing {project} gave {candidates.Length} executables in {output}, but one was expected");
    }

    /// <summary>Providers of <c>Pulumi.yaml</c> that lie in the program's own folder: the program serves them itself.</summary>
    private static IEnumerable<string> OwnPlugins(Project project, string source) =>
        project.ProviderPaths.Where(entry => Path.GetFullPath(Path.Combine(project.Directory, entry.Value)).TrimEnd('/') is var path
            && (path == source || path.StartsWith(source + "/", StringComparison.Ordinal))).Select(entry => entry.Key);

    /// <summary>The project's file with the binary as its program and its own plugins beside it; everything else stays.</summary>
    private static string Rewrite(Project project, string binary)
    {
        var file = YamlFile.Read(project.Path);
        var options = new OrderedDictionary<string, ConfigNode>();
        foreach (var (name, value) in project.RuntimeOptions)
            options[name] = new ConfigScalar(value);
        options["binary"] = new ConfigScalar($"bin/{binary}");
        var runtime = new ConfigObject([KeyValuePair.Create<string, ConfigNode>("name", new ConfigScalar("dotnet")), KeyValuePair.Create<string, ConfigNode>("options", new ConfigObject([.. options]))]);
        var text = YamlText.SetTop(file, "runtime", runtime, atTop: false);
        file = YamlFile.Parse(project.Path, text);
        if (file["main"] is not null)
            file = YamlFile.Parse(project.Path, YamlText.Remove(file.Text, file.Root!, "main"));
        if (file["plugins"] is not YamlMappingNode plugins)
            return file.Text;
        var own = OwnPlugins(project, project.Program().Directory).ToHashSet();
        var providers = project.ProviderPaths.Select(entry => (ConfigNode)new ConfigObject(
        [
            KeyValuePair.Create<string, ConfigNode>("name", new ConfigScalar(entry.Key)),
            KeyValuePair.Create<string, ConfigNode>("path", new ConfigScalar(own.Contains(entry.Key) ? "plugin" : entry.Value)),
        ]));
        return YamlText.Set(file.Text, plugins, "providers", new ConfigArray([.. providers]));
    }
}
