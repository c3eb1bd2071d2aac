using System.Threading.Channels;
using Coder.Infra.Engine.Plugins;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Display.Json;

/// <summary>
/// Sends events to whoever serves <c>Events</c> at an address (<c>--event-log tcp://HOST:PORT</c>), as the Automation API does.
/// A run continues even if nobody listens.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    /// <summary>How long a listener may take to read the last events.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _limit = new();
    private readonly string _address;
    private readonly Action<string> _warn;
    private readonly Task _sending;

    /// <summary>Begins to send.</summary>
    /// <param name="address"><c>HOST:PORT</c>.</param>
    /// <param name="warn">Called at the end if events were lost.</param>
    public EventStream(string address, Action<string> warn)
    {
        (_address, _warn) = (address, warn);
        _sending = SendAsync();
    }

    /// <summary>Sends an event, a JSON text, when those before it are sent.</summary>
    public void Send(string json) => _events.Writer.TryWrite(json);

    /// <summary>Waits until everything is sent.</summary>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        _limit.CancelAfter(EndLimit);
        try
        {
            await _sending.ConfigureAwait(false);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            _warn($"events could not be sent to tcp://{_address} (--event-log): {(error as RpcException)?.Status.Detail ?? "nobody read them"}");
        }

        _limit.Dispose();
    }

    private async Task SendAsync()
    {
        using var channel = GrpcChannel.ForAddress($"http://{_address}", PluginChannel.Options);
        using var call = new Events.EventsClient(channel).StreamEvents(cancellationToken: _limit.Token);
        try
        {
            await foreach (var json in _events.Reader.ReadAllAsync().ConfigureAwait(false))
                await call.RequestStream.WriteAsync(new EventRequest { Event = json }).ConfigureAwait(false);
            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // The call has ended; how, its answer says.
        }

        await call.ResponseAsync.ConfigureAwait(false);
    }
}
