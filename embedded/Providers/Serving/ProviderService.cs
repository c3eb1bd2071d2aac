using Coder.Infra.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Serving;

/// <summary>A provider as the gRPC service that engines talk to.</summary>
internal sealed class ProviderService(IResourceProvider provider, EngineLog log) : ResourceProvider.ResourceProviderBase
{
    private static readonly Empty Nothing = new();

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.HandshakeAsync(request, stop), context);

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) => AnswerAsync(provider.GetPluginInfoAsync, context);

    public override Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.GetSchemaAsync(request, stop), context);

    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.CheckConfigAsync(request, stop), context);

    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.DiffConfigAsync(request, stop), context);

    public override Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.ConfigureAsync(request, stop), context);

    public override Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.InvokeAsync(request, stop), context);

    public override Task<CallResponse> Call(CallRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.CallAsync(request, stop), context);

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.CheckAsync(request, stop), context);

    public override Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.DiffAsync(request, stop), context);

    public override Task<CreateResponse> Create(CreateRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.CreateAsync(request, stop), context);

    public override Task<ReadResponse> Read(ReadRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.ReadAsync(request, stop), context);

    public override Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.UpdateAsync(request, stop), context);

    public override Task<Empty> Delete(DeleteRequest request, ServerCallContext context) =>
        AnswerAsync(async stop =>
        {
            await provider.DeleteAsync(request, stop).ConfigureAwait(false);
            return Nothing;
        }, context);

    public override Task<ConstructResponse> Construct(ConstructRequest request, ServerCallContext context) =>
        AnswerAsync(stop => provider.ConstructAsync(request, stop), context);

    public override Task<Empty> Cancel(Empty request, ServerCallContext context) =>
        AnswerAsync(async stop =>
        {
            await provider.CancelAsync(stop).ConfigureAwait(false);
            return Nothing;
        }, context);

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context)
    {
        log.Attach(request.Address);
        return Task.FromResult(Nothing);
    }

    /// <summary>Makes a call; what it said is with the engine before its answer is.</summary>
    private async Task<T> AnswerAsync<T>(Func<CancellationToken, Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call(context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw error is OperationCanceledException
                ? new RpcException(new Status(StatusCode.Cancelled, "the operation was cancelled", error))
                : new RpcException(new Status(StatusCode.Unknown, error.Message, error));
        }
        finally
        {
            await log.FlushAsync().ConfigureAwait(false);
        }
    }
}
