using Coder.Infra.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Providers.Serving;

/// <summary>Sends log messages to an engine over gRPC, one after the other.</summary>
internal sealed class EngineLog : IEngineLog, IDisposable
{
    private readonly Lock _lock = new();

    private Task _sent = Task.CompletedTask;
    private GrpcChannel? _channel;
    private Pulumirpc.Engine.EngineClient? _engine;

    /// <summary>The engine, once its address is known.</summary>
    public CallInvoker? Engine
    {
        get
        {
            lock (_lock)
                return _channel?.CreateCallInvoker();
        }
    }

    /// <summary>Takes the engine's address (<c>host:port</c>); what is logged before goes to standard error.</summary>
    public void Attach(string address)
    {
        lock (_lock)
        {
            _channel?.Dispose();
            _channel = GrpcChannel.ForAddress($"http://{address}");
            _engine = new Pulumirpc.Engine.EngineClient(_channel);
        }
    }

    /// <inheritdoc/>
    public void Log(LogSeverity severity, string message, string urn = "", bool ephemeral = false)
    {
        lock (_lock)
            _sent = SendAsync(_sent, _engine, new LogRequest { Severity = severity, Message = message, Urn = urn, Ephemeral = ephemeral });
    }

    /// <summary>Ends when all messages have been sent.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
            return _sent;
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();

    private static async Task SendAsync(Task before, Pulumirpc.Engine.EngineClient? engine, LogRequest request)
    {
        await before.ConfigureAwait(false);
        if (engine is null)
        {
            await Console.Error.WriteLineAsync(request.Message).ConfigureAwait(false);
            return;
        }

        try
        {
            await engine.LogAsync(request).ConfigureAwait(false);
        }
        catch (RpcException error)
        {
            // The engine may be gone; what the provider does must not fail for that.
            await Console.Error.WriteLineAsync($"{request.Message} (the engine did not take it: {error.Status.Detail})").ConfigureAwait(false);
        }
    }
}
