using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Protocol;

/// <summary>
/// A resource provider, call by call the service <c>pulumirpc.ResourceProvider</c>: a built-in provider implements it in the
/// engine's process, a plugin is reached through an implementation that speaks gRPC. A call that fails throws
/// <see cref="Grpc.Core.RpcException"/> with the status a plugin would send; a partial failure carries
/// <see cref="ErrorResourceInitFailed"/> in its details (see <see cref="ProviderErrors"/>).
/// </summary>
public interface IResourceProvider : IAsyncDisposable
{
    /// <summary>First call: what each side can do. Throws <c>Unimplemented</c> where the plugin is older than the call.</summary>
    Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the provider serve another package, which a value describes; comes before any call about its configuration. Few
    /// providers can: the others answer <c>Unimplemented</c>.
    /// </summary>
    Task<ParameterizeResponse> ParameterizeAsync(ParameterizeRequest request, CancellationToken cancellationToken) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, "the provider takes no parameters"));

    /// <summary>The plugin's own version, without a leading <c>v</c>.</summary>
    Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken);

    /// <summary>The package's schema as JSON.</summary>
    Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken);

    /// <summary>Validates the provider's own configuration.</summary>
    Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <summary>Compares two configurations: whether resources of the provider must be replaced.</summary>
    Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the configuration; comes before any call about resources.</summary>
    Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken);

    /// <summary>Calls a function.</summary>
    Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken);

    /// <summary>Calls a method of a component.</summary>
    Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken);

    /// <summary>Validates a resource's inputs and fills in defaults.</summary>
    Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken);

    /// <summary>Compares a resource's old state with new inputs.</summary>
    Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>Creates a resource, or says what it would look like (<c>preview</c>).</summary>
    Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <summary>Reads a resource; an empty id says that it is gone.</summary>
    Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Changes a resource in place, or says what it would look like (<c>preview</c>).</summary>
    Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes a resource; one that is gone already counts as deleted.</summary>
    Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    /// <summary>Creates a component on the provider's side.</summary>
    Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the provider to end what it is doing; running calls return early.</summary>
    Task CancelAsync(CancellationToken cancellationToken);
}
