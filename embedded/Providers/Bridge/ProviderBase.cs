using System.Text.Json;
using Coder.Infra.Protocol;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Bridge;

/// <summary>What all built-in providers answer alike: their name and version, and what none of them has.</summary>
internal abstract class ProviderBase(string package, string version) : IResourceProvider
{
    /// <summary>The package's name.</summary>
    protected string Package { get; } = package;

    /// <summary>The version of the plugin stood in for.</summary>
    protected string PackageVersion { get; } = version;

    /// <summary>How the plugin words that it is older than the handshake.</summary>
    protected abstract string HandshakeRefusal { get; }

    /// <inheritdoc/>
    public virtual Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, HandshakeRefusal));

    /// <inheritdoc/>
    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new PluginInfo { Version = PackageVersion });

    /// <inheritdoc/>
    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new GetSchemaResponse
        {
            Schema = JsonSerializer.Serialize(new Dictionary<string, object> { ["name"] = Package, ["version"] = PackageVersion }),
        });

    /// <inheritdoc/>
    public abstract Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        throw Unsupported($"The function {request.Tok} is not supported by the built-in {Package} provider. Run with the official plugin to call it: --plugins official");

    /// <inheritdoc/>
    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken) =>
        throw Unsupported($"The method {request.Tok} is not supported by the built-in {Package} provider. Run with the official plugin to call it: --plugins official");

    /// <inheritdoc/>
    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) =>
        throw Unsupported($"The component {request.Type} is not supported by the built-in {Package} provider. Run with the official plugin to make it: --plugins official");

    /// <inheritdoc/>
    public abstract Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual Task CancelAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>An error for what the real plugin has and this one has not.</summary>
    protected static RpcException Unsupported(string message) => new(new Status(StatusCode.Unimplemented, message));
}
