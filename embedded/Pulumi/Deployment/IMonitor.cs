using Pulumirpc;

namespace Pulumi;

/// <summary>The engine's service for a program; real, or played by mocks.</summary>
internal interface IMonitor : IAsyncDisposable
{
    Task<bool> SupportsFeatureAsync(string feature);

    Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request);

    Task<CallResponse> CallAsync(ResourceCallRequest request);

    Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request);

    Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request);

    Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request);

    /// <summary>Registers a function of the program that is called around operations.</summary>
    Task RegisterResourceHookAsync(RegisterResourceHookRequest request, ProgramCallback callback);

    /// <summary>Registers a function of the program that is asked whether a failed operation is tried again.</summary>
    Task RegisterErrorHookAsync(RegisterErrorHookRequest request, ProgramCallback callback);

    /// <summary>Serves a function of the program that the engine calls back.</summary>
    Task<Callback> AddCallbackAsync(ProgramCallback callback);

    /// <summary>Says that the program has registered all it has, and waits until the engine needs it no more.</summary>
    Task SignalAndWaitForShutdownAsync();
}

/// <summary>Where a run says something to the user.</summary>
internal interface ILogSink
{
    Task LogAsync(LogRequest request);
}
