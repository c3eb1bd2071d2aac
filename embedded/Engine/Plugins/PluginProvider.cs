using Coder.Infra.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Plugins;

/// <summary>A provider that is reached by gRPC.</summary>
internal sealed class PluginProvider(GrpcChannel channel, IAsyncDisposable? process) : IResourceProvider
{
    private readonly ResourceProvider.ResourceProviderClient _client = new(channel);

    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken) =>
        _client.HandshakeAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken) =>
        _client.GetPluginInfoAsync(new Empty(), Options(cancellationToken)).ResponseAsync;

    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken) =>
        _client.GetSchemaAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        _client.CheckConfigAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        _client.DiffConfigAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) =>
        _client.ConfigureAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        _client.InvokeAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken) =>
        _client.CallAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
        _client.CheckAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        _client.DiffAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        _client.CreateAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        _client.ReadAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        _client.UpdateAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        _client.DeleteAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) =>
        _client.ConstructAsync(request, Options(cancellationToken)).ResponseAsync;

    public Task CancelAsync(CancellationToken cancellationToken) =>
        _client.CancelAsync(new Empty(), Options(cancellationToken)).ResponseAsync;

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        if (process is not null)
            await process.DisposeAsync();
    }

    private static CallOptions Options(CancellationToken cancellationToken) => new(cancellationToken: cancellationToken);
}
