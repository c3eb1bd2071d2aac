using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Engine.Plugins;

/// <summary>A plugin that is given as a project: a folder with <c>PulumiPlugin.yaml</c>, which is built and run.</summary>
internal static class PluginProject
{
    /// <summary>How to run a built plugin: a <c>.dll</c> by <c>dotnet</c>, anything else by itself.</summary>
    public static IReadOnlyList<string> Command(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? ["dotnet", path] : [path];

    /// <summary>Builds the project, once a run, and says how to run it.</summary>
    /// <exception cref="PluginNotFoundException">The folder holds no plugin.</exception>
    /// <exception cref="PluginFailedException">Its runtime is not supported, or it does not build.</exception>
    public static async Task<IReadOnlyList<string>> CommandAsync(string folder, PluginRequest request, bool build, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "PulumiPlugin.yaml");
        if (!File.Exists(file))
        {
            throw new PluginNotFoundException(
                $"The folder {folder} that Pulumi.yaml names for the provider {request.Package} holds neither an executable "
                + $"pulumi-resource-{request.Package} nor a PulumiPlugin.yaml.");
        }

        var (runtime, binary) = Read(file);
        if (binary is not null)
            return Command(Path.GetFullPath(binary, folder));
        if (runtime != "dotnet")
            throw new PluginFailedException($"{file}: the runtime {runtime} is not supported for plugins; use dotnet, or an executable pulumi-resource-{request.Package}.");
        var projects = Directory.GetFiles(folder, "*.*proj").Where(path => path.EndsWith("proj", StringComparison.Ordinal)).ToList();
        if (projects.Count != 1)
            throw new PluginFailedException($"{folder} must hold one project file to be built as a plugin; it holds {projects.Count}.");
        if (build)
            await RunAsync(["dotnet", "build", projects[0], "-v", "q", "-nologo", "-clp:NoSummary"], folder, $"The plugin {request.Package} does not build", cancellationToken);
        var target = await RunAsync(
            ["dotnet", "build", projects[0], "-getProperty:TargetPath", "-nologo"], folder, $"The plugin {request.Package} cannot be located", cancellationToken);
        return Command(target.Trim());
    }

    private static (string Runtime, string? Binary) Read(string file)
    {
        var yaml = new YamlStream();
        using (var reader = new StreamReader(file))
            yaml.Load(reader);
        var root = yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode as YamlMappingNode : null;
        YamlNode? Child(YamlNode? node, string name) =>
            node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;
        var runtime = Child(root, "runtime");
        var name = runtime as YamlScalarNode ?? Child(runtime, "name") as YamlScalarNode;
        var binary = Child(Child(runtime, "options"), "binary") as YamlScalarNode;
        return (name?.Value ?? "", binary?.Value);
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> command, string folder, string complaint, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new PluginFailedException($"{complaint}: {command[0]} cannot be started.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new PluginFailedException($"{complaint}:\n{await output}{await errors}".TrimEnd());
        return await output;
    }
}
