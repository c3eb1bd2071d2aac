using System.Collections.Immutable;
using Coder.Infra.Protocol;

namespace Coder.Infra.Engine.Plugins;

/// <summary>Finds and starts providers.</summary>
public interface IPluginHost
{
    /// <summary>
    /// Loads a provider: an instance of its own for each call, ended when it is disposed.
    /// </summary>
    /// <exception cref="PluginNotFoundException">There is no such provider; the message says where it was looked for.</exception>
    /// <exception cref="PluginFailedException">It was found but could not be started.</exception>
    Task<IResourceProvider> LoadAsync(PluginRequest request, CancellationToken cancellationToken);
}

/// <summary>Which provider is wanted, and what it is given.</summary>
public sealed record PluginRequest
{
    /// <summary>Package name, such as <c>kubernetes</c>.</summary>
    public required string Package { get; init; }

    /// <summary>Version without a leading <c>v</c>; empty for any.</summary>
    public string Version { get; init; } = "";

    /// <summary>Address of the engine's gRPC server, <c>127.0.0.1:port</c>: a plugin's argument.</summary>
    public required string EngineAddress { get; init; }

    /// <summary>Where the provider logs, and which plugin from where is used.</summary>
    public required IEngineLog Log { get; init; }

    /// <summary>Folder of <c>Pulumi.yaml</c>.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>Folder the program runs in, and with it its plugins; by default that of <c>Pulumi.yaml</c>.</summary>
    public string? ProgramDirectory { get; init; }

    /// <summary>Environment variables beside the inherited ones.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>No provider of that name and version can be found.</summary>
public sealed class PluginNotFoundException(string message) : Exception(message);

/// <summary>A plugin was found and could not be started.</summary>
public sealed class PluginFailedException(string message, Exception? inner = null) : Exception(message, inner);
