using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Functions of a program that the engine calls: transforms and hooks.</summary>
internal sealed class CallbackServer : IAsyncDisposable
{
    private readonly Service _service;
    private readonly LoopbackServer _server;

    private CallbackServer(Service service, LoopbackServer server) => (_service, _server) = (service, server);

    public static async Task<CallbackServer> StartAsync()
    {
        var service = new Service();
        return new CallbackServer(service, await LoopbackServer.StartAsync(service));
    }

    /// <summary>A callback that the engine may be given.</summary>
    public Callback Add<TRequest>(MessageParser<TRequest> parser, Func<TRequest, IMessage> function)
        where TRequest : IMessage<TRequest>
    {
        var token = _service.Functions.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _service.Functions[token] = request => function(parser.ParseFrom(request));
        return new Callback { Target = _server.Address, Token = token };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Service : Callbacks.CallbacksBase
    {
        public ConcurrentDictionary<string, Func<ByteString, IMessage>> Functions { get; } = [];

        public override Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context) =>
            Task.FromResult(new CallbackInvokeResponse { Response = Functions[request.Token](request.Request).ToByteString() });
    }
}
