using Coder.Infra.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Plugins;

/// <summary>A provider in a process of its own: each call goes over gRPC, word for word.</summary>
internal sealed class GrpcProvider(PluginProcess process, GrpcChannel channel) : IResourceProvider
{
    private static readonly Empty Nothing = new();
    private readonly ResourceProvider.ResourceProviderClient _client = new(channel);

    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken) =>
        Call(_client.HandshakeAsync(request, cancellationToken: cancellationToken));

    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken) =>
        Call(_client.GetPluginInfoAsync(Nothing, cancellationToken: cancellationToken));

    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken) =>
        Call(_client.GetSchemaAsync(request, cancellationToken: cancellationToken));

    public Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Call(_client.CheckConfigAsync(request, cancellationToken: cancellationToken));

    public Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Call(_client.DiffConfigAsync(request, cancellationToken: cancellationToken));

    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) =>
        Call(_client.ConfigureAsync(request, cancellationToken: cancellationToken));

    public Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) =>
        Call(_client.InvokeAsync(request, cancellationToken: cancellationToken));

    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken) =>
        Call(_client.CallAsync(request, cancellationToken: cancellationToken));

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Call(_client.CheckAsync(request, cancellationToken: cancellationToken));

    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Call(_client.DiffAsync(request, cancellationToken: cancellationToken));

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        Call(_client.CreateAsync(request, cancellationToken: cancellationToken));

    public Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
        Call(_client.ReadAsync(request, cancellationToken: cancellationToken));

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        Call(_client.UpdateAsync(request, cancellationToken: cancellationToken));

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) =>
        Call(_client.DeleteAsync(request, cancellationToken: cancellationToken));

    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) =>
        Call(_client.ConstructAsync(request, cancellationToken: cancellationToken));

    public Task CancelAsync(CancellationToken cancellationToken) =>
        Call(_client.CancelAsync(Nothing, cancellationToken: cancellationToken));

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await process.DisposeAsync();
    }

    /// <summary>A plugin that is gone is told by what it last said, not as a broken connection.</summary>
    private async Task<T> Call<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            try
            {
                return await call;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
            {
                if (await process.EpitaphAsync() is { } epitaph)
                    throw new PluginEndedException(epitaph, error);
                throw;
            }
        }
    }
}
