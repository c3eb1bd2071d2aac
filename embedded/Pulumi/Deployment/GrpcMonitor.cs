using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Pulumi;

/// <summary>The engine's service over gRPC.</summary>
internal sealed class GrpcMonitor(string address) : IMonitor
{
    private readonly ResourceMonitor.ResourceMonitorClient _client = new(GrpcChannels.To(address));
    private readonly ConcurrentDictionary<string, Task<bool>> _features = new();
    private readonly Lazy<Task<CallbackServer>> _callbacks = new(CallbackServer.StartAsync);

    public Task<bool> SupportsFeatureAsync(string feature) => _features.GetOrAdd(feature, AskFeatureAsync);

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request) => await _client.InvokeAsync(request);

    public async Task<CallResponse> CallAsync(ResourceCallRequest request) => await _client.CallAsync(request);

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request) =>
        await _client.ReadResourceAsync(request);

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request) =>
        await _client.RegisterResourceAsync(request);

    public async Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) =>
        await _client.RegisterResourceOutputsAsync(request);

    public async Task RegisterResourceHookAsync(RegisterResourceHookRequest request, ProgramCallback callback)
    {
        request.Callback = await AddCallbackAsync(callback).ConfigureAwait(false);
        await _client.RegisterResourceHookAsync(request);
    }

    public async Task RegisterErrorHookAsync(RegisterErrorHookRequest request, ProgramCallback callback)
    {
        request.Callback = await AddCallbackAsync(callback).ConfigureAwait(false);
        await _client.RegisterErrorHookAsync(request);
    }

    public async Task<Callback> AddCallbackAsync(ProgramCallback callback) => (await _callbacks.Value.ConfigureAwait(false)).Add(callback);

    public async ValueTask DisposeAsync()
    {
        if (_callbacks.IsValueCreated)
            await (await _callbacks.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await _client.SignalAndWaitForShutdownAsync(new Empty());
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unimplemented || EngineShutdown.IsShutdown(e))
        {
            // Engines before 3.134 do not know the call; one that is gone needs nobody any more.
        }
    }

    private async Task<bool> AskFeatureAsync(string feature) =>
        (await _client.SupportsFeatureAsync(new SupportsFeatureRequest { Id = feature })).HasSupport;
}

/// <summary>The engine's log over gRPC.</summary>
internal sealed class GrpcLogSink(string address) : ILogSink
{
    private readonly Engine.EngineClient _client = new(GrpcChannels.To(address));

    public async Task LogAsync(LogRequest request) => await _client.LogAsync(request);
}
