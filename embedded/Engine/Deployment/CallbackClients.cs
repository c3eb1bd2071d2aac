using Google.Protobuf;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment;

/// <summary>Calls back into the program: transforms and hooks.</summary>
internal sealed class CallbackClients(CancellationToken cancellation) : IDisposable
{
    private readonly Dictionary<string, GrpcChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>Calls a callback with a message and reads its answer.</summary>
    public async Task<T> InvokeAsync<T>(Callback callback, IMessage request, MessageParser<T> parser)
        where T : IMessage<T>
    {
        if (!_channels.TryGetValue(callback.Target, out var channel))
            _channels[callback.Target] = channel = GrpcChannel.ForAddress($"http://{callback.Target}", PluginChannel.Options);
        var client = new Callbacks.CallbacksClient(channel);
        var response = await client.InvokeAsync(
            new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() }, cancellationToken: cancellation);
        using var answer = Plugins.DeepMessages.Open(response.Response.ToByteArray());
        return parser.ParseFrom(answer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
    }
}
