using Coder.Infra.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Plugins;

/// <summary>
/// A provider in a process of its own: each call goes over gRPC, word for word. Where it is attached to, not started, there is
/// no process, and it is left running.
/// </summary>
internal sealed class GrpcProvider(PluginProcess? process, string home, GrpcChannel channel) : IResourceProvider
{
    private static readonly Empty Nothing = new();
    private readonly ResourceProvider.ResourceProviderClient _client = new(new DeepCallInvoker(channel.CreateCallInvoker()));

    /// <summary>A plugin gets the folder it is in; one that is attached to knows that itself, but not whose engine it serves.</summary>
    public async Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken)
    {
        request = request.Clone();
        if (process is not null)
        {
            (request.RootDirectory, request.ProgramDirectory) = (home, home);
            return await Call(_client.HandshakeAsync(request, cancellationToken: cancellationToken));
        }

        request.ClearRootDirectory();
        request.ClearProgramDirectory();
        try
        {
            return await Call(_client.HandshakeAsync(request, cancellationToken: cancellationToken));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            await Call(_client.AttachAsync(new PluginAttach { Address = request.EngineAddress }, cancellationToken: cancellationToken));
            throw;
        }
    }

    public Task<ParameterizeResponse> ParameterizeAsync(ParameterizeRequest request, CancellationToken cancellationToken) =>
        Call(_client.ParameterizeAsync(request, cancellationToken: cancellationToken));

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
        if (process is not null)
            await process.DisposeAsync();
    }

    /// <summary>A plugin that is gone is reported with its last output, not as a broken connection.</summary>
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
                if (process is null)
                    throw new PluginEndedException($"The provider at {channel.Target}, which PULUMI_DEBUG_PROVIDERS names, does not answer: {error.Status.Detail}", error);
                if (await process.EpitaphAsync() is { } epitaph)
                    throw new PluginEndedException(epitaph, error);
                throw;
            }
        }
    }
}
