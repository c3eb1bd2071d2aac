using System.Globalization;
using Coder.Infra.Engine.Processes;
using Coder.Infra.Engine.Workspace.Programs;
using Coder.Infra.Protocol;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Plugins;

/// <summary>
/// Finds providers in this order: attached to (<c>PULUMI_DEBUG_PROVIDERS</c>), named in <c>Pulumi.yaml</c>, on the PATH, built in,
/// installed in Pulumi's folder (before the built-in ones where real plugins are preferred). Node's dynamic provider comes with
/// the program's own package.
/// </summary>
public sealed class PluginHost(PluginHostOptions options) : IPluginHost
{
    /// <summary>Package of the dynamic provider of Node programs.</summary>
    private const string NodeDynamic = "pulumi-nodejs";

    /// <inheritdoc/>
    public async Task<IResourceProvider> LoadAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        if (DebuggedAt(request.Package) is { } port)
            return new GrpcProvider(null, "", Connect(port));
        if (options.Named.TryGetValue(request.Package, out var named))
            return await StartAsync(await NamedAsync(named, request, cancellationToken), request, cancellationToken);
        if (PluginFiles.OnPath(options.SearchPath, request.Package) is { } onPath)
        {
            request.Log.Log(LogSeverity.Warning, $"using pulumi-resource-{request.Package} from $PATH at {onPath}");
            return await StartAsync(Executable(onPath, request), request, cancellationToken);
        }

        if (request.Package == NodeDynamic)
            return await StartAsync(DynamicProvider(request), request, cancellationToken);
        if (!options.PreferInstalled && options.BuiltIn(request.Package, request.Log) is { } builtIn)
            return builtIn;
        foreach (var folder in PluginFiles.Installed(options.PulumiHome, request.Package, request.Version))
        {
            if (await InAsync(folder, request, cancellationToken) is { } installed)
                return await StartAsync(installed, request, cancellationToken);
        }

        return options.BuiltIn(request.Package, request.Log) ?? throw NotFound(request);
    }

    private static async Task<IResourceProvider> StartAsync(PluginCommand command, PluginRequest request, CancellationToken cancellationToken)
    {
        var process = await PluginProcess.StartAsync(command, request, cancellationToken);
        return new GrpcProvider(process, command.Home, Connect(process.Port));
    }

    private static GrpcChannel Connect(int port) => GrpcChannel.ForAddress($"http://127.0.0.1:{port}", PluginChannel.Options);

    /// <summary>The port of a provider that somebody started under a debugger: <c>NAME:PORT</c>, several with commas between.</summary>
    private int? DebuggedAt(string package)
    {
        foreach (var entry in options.Debugged.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split(':', 2);
            if (parts[0] != package)
                continue;
            return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
                ? port
                : throw new PluginFailedException($"PULUMI_DEBUG_PROVIDERS names the provider {package} with \"{entry}\"; write it as {package}:PORT, with the port that the provider printed.");
        }

        return null;
    }

    private async Task<PluginCommand> NamedAsync(string relative, PluginRequest request, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(relative, request.RootDirectory);
        if (File.Exists(path))
            return Executable(path, request);
        return await InAsync(path, request, cancellationToken) ?? throw new PluginNotFoundException(
            $"Pulumi.yaml names {relative} for the provider {request.Package}, but {path} holds neither pulumi-resource-{request.Package} nor {PluginManifest.FileName}.");
    }

    /// <summary>The plugin that a folder holds: an executable, else the source of one with its manifest; null for neither.</summary>
    private async Task<PluginCommand?> InAsync(string folder, PluginRequest request, CancellationToken cancellationToken)
    {
        if (PluginFiles.In(folder, request.Package) is { } executable)
            return Executable(executable, request);
        if (PluginManifest.Read(folder) is not { } manifest)
            return null;
        IReadOnlyList<string> command = manifest.Runtime switch
        {
            "dotnet" => await options.DotnetProject(folder, cancellationToken),

            // The package runs whatever the folder's own package.json calls its main file.
            "nodejs" => [options.Node, .. manifest.NodeArguments, NodePackage.Command("run-plugin", folder), folder],
            var other => throw new PluginNotFoundException(
                $"{Path.Combine(folder, PluginManifest.FileName)}: runtime \"{other}\" is not supported for plugins by this engine; "
                + $"it runs dotnet and nodejs plugins and executables named pulumi-resource-{request.Package}."),
        };
        return new PluginCommand(command[0], [.. command.Skip(1)], Directory(request), folder);
    }

    private static PluginCommand Executable(string file, PluginRequest request) => new(file, [], Directory(request), Path.GetDirectoryName(file)!);

    private PluginCommand DynamicProvider(PluginRequest request)
    {
        var provider = NodePackage.Command("dynamic-provider", Directory(request));
        return new PluginCommand(options.Node, [provider], Directory(request), provider);
    }

    private static string Directory(PluginRequest request) => request.ProgramDirectory ?? request.RootDirectory;

    private PluginNotFoundException NotFound(PluginRequest request)
    {
        var version = request.Version.Length > 0 ? $" {request.Version}" : "";
        return new PluginNotFoundException(
            $"no resource plugin '{request.Package}'{version} found: it is not named in Pulumi.yaml (plugins.providers), not on the PATH as pulumi-resource-{request.Package}, " +
            $"not built in, and not in {Path.Combine(options.PulumiHome, "plugins")}. Where the official CLI is at hand, install it with: pulumi plugin install resource {request.Package}{version}");
    }
}
