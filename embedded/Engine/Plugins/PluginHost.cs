using Coder.Infra.Protocol;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Plugins;

/// <summary>
/// Finds providers in this order: named in <c>Pulumi.yaml</c>, on the PATH, built in, installed in Pulumi's folder (before the
/// built-in ones where real plugins are preferred). Node's dynamic provider comes with the program's own package.
/// </summary>
public sealed class PluginHost(PluginHostOptions options) : IPluginHost
{
    /// <summary>Package of the dynamic provider of Node programs.</summary>
    private const string NodeDynamic = "pulumi-nodejs";

    /// <inheritdoc/>
    public async Task<IResourceProvider> LoadAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        if (await NamedAsync(request, cancellationToken) is { } named)
            return await StartAsync(named, request, cancellationToken);
        if (PluginFiles.OnPath(options.SearchPath, request.Package) is { } onPath)
        {
            request.Log.Log(LogSeverity.Warning, $"using pulumi-resource-{request.Package} from $PATH at {onPath}");
            return await StartAsync(Executable(onPath, request), request, cancellationToken);
        }

        if (request.Package == NodeDynamic)
            return await StartAsync(DynamicProvider(request), request, cancellationToken);
        if (!options.PreferInstalled && options.BuiltIn(request.Package, request.Log) is { } builtIn)
            return builtIn;
        if (PluginFiles.Installed(options.PulumiHome, request.Package, request.Version) is { } installed)
            return await StartAsync(Executable(installed, request), request, cancellationToken);
        return options.BuiltIn(request.Package, request.Log) ?? throw NotFound(request);
    }

    private static async Task<IResourceProvider> StartAsync(PluginCommand command, PluginRequest request, CancellationToken cancellationToken)
    {
        var process = await PluginProcess.StartAsync(command, request, cancellationToken);
        var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{process.Port}", PluginChannel.Options);
        return new GrpcProvider(process, channel);
    }

    private async Task<PluginCommand?> NamedAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        if (!options.Named.TryGetValue(request.Package, out var relative))
            return null;
        var path = Path.GetFullPath(relative, request.RootDirectory);
        if (File.Exists(path))
            return Executable(path, request);
        if (PluginFiles.In(path, request.Package) is { } executable)
            return Executable(executable, request);
        var manifest = Path.Combine(path, "PulumiPlugin.yaml");
        if (!File.Exists(manifest))
        {
            throw new PluginNotFoundException(
                $"Pulumi.yaml names {relative} for the provider {request.Package}, but {path} holds neither pulumi-resource-{request.Package} nor PulumiPlugin.yaml.");
        }

        var runtime = PluginFiles.Runtime(manifest);
        if (runtime != "dotnet")
            throw new PluginNotFoundException($"{manifest}: runtime \"{runtime}\" is not supported for plugins by this engine; it runs dotnet plugins and executables named pulumi-resource-{request.Package}.");
        var command = await options.DotnetProject(path, cancellationToken);
        return new PluginCommand(command[0], [.. command.Skip(1)], request.RootDirectory);
    }

    private static PluginCommand Executable(string file, PluginRequest request) => new(file, [], request.RootDirectory);

    private static PluginCommand DynamicProvider(PluginRequest request)
    {
        for (var folder = new DirectoryInfo(request.RootDirectory); folder is not null; folder = folder.Parent)
        {
            var provider = Path.Combine(folder.FullName, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider");
            if (Directory.Exists(provider))
                return new PluginCommand("node", [provider], request.RootDirectory);
        }

        throw new PluginNotFoundException($"The dynamic provider of Node programs is part of the package @pulumi/pulumi, which is not in node_modules of {request.RootDirectory} or above. Install it with: npm install");
    }

    private PluginNotFoundException NotFound(PluginRequest request)
    {
        var version = request.Version.Length > 0 ? $" {request.Version}" : "";
        return new PluginNotFoundException(
            $"no resource plugin '{request.Package}'{version} found: it is not named in Pulumi.yaml (plugins.providers), not on the PATH as pulumi-resource-{request.Package}, " +
            $"not built in, and not in {Path.Combine(options.PulumiHome, "plugins")}. Where the official CLI is at hand, install it with: pulumi plugin install resource {request.Package}{version}");
    }
}
