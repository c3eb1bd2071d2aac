using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Pulumi.Experimental.Provider;

/// <summary>The engine as a provider reaches it; connected at start, or when the engine attaches.</summary>
internal sealed class EngineConnection(string? address) : IEngine, IDisposable
{
    private readonly Lock _lock = new();
    private string? _address = address;
    private GrpcChannel? _channel;

    /// <summary>The engine's address; null where none is known.</summary>
    public string? Address
    {
        get
        {
            lock (_lock)
                return _address;
        }
    }

    /// <summary>Talks to another engine from now on.</summary>
    public void Attach(string address)
    {
        lock (_lock)
        {
            _channel?.Dispose();
            (_address, _channel) = (address, null);
        }
    }

    /// <inheritdoc/>
    public async Task LogAsync(Experimental.LogRequest message)
    {
        if (Channel() is not { } channel)
            return;
        try
        {
            await new Engine.EngineClient(channel).LogAsync(new Pulumirpc.LogRequest
            {
                Severity = (Pulumirpc.LogSeverity)message.Severity,
                Message = message.Message,
                Urn = (string?)message.Urn ?? "",
                StreamId = message.StreamId,
                Ephemeral = message.Ephemeral,
            });
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled)
        {
            // An engine that is gone hears no more; what the provider does does not hang on it.
        }
    }

    public void Dispose() => _channel?.Dispose();

    private GrpcChannel? Channel()
    {
        lock (_lock)
            return _channel ??= _address is null ? null : GrpcChannels.To(_address);
    }
}
