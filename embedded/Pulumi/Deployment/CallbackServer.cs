using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Pulumirpc;

namespace Pulumi;

/// <summary>A function of the program that the engine calls: a message in, a message out.</summary>
internal delegate Task<IMessage> ProgramCallback(ByteString message, CancellationToken cancellationToken);

/// <summary>Serves functions of the program to the engine; started when the first one is registered.</summary>
internal sealed class CallbackServer : IAsyncDisposable
{
    private readonly Service _service;
    private readonly WebApplication _app;

    private CallbackServer(WebApplication app, Service service) => (_app, _service) = (app, service);

    public static async Task<CallbackServer> StartAsync()
    {
        var service = new Service();
        return new CallbackServer(await LoopbackServer.StartAsync(service, configure: null, CancellationToken.None).ConfigureAwait(false), service);
    }

    /// <summary>Serves a function, in the run that it belongs to.</summary>
    public Callback Add(ProgramCallback callback)
    {
        var token = _service.Add(callback);
        return new Callback { Target = $"127.0.0.1:{LoopbackServer.PortOf(_app)}", Token = token };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Service : Callbacks.CallbacksBase
    {
        private readonly ConcurrentDictionary<string, (ProgramCallback Callback, ExecutionContext? Run)> _callbacks = new(StringComparer.Ordinal);

        public string Add(ProgramCallback callback)
        {
            var token = Guid.NewGuid().ToString();
            _callbacks[token] = (callback, ExecutionContext.Capture());
            return token;
        }

        public override async Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context)
        {
            if (!_callbacks.TryGetValue(request.Token, out var entry))
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"The program has no callback '{request.Token}'."));
            try
            {
                var answer = await Call(entry.Callback, entry.Run, request.Request, context.CancellationToken).ConfigureAwait(false);
                return new CallbackInvokeResponse { Response = answer.ToByteString() };
            }
            catch (Exception e)
            {
                throw new RpcException(new Status(StatusCode.Unknown, e.Message));
            }
        }

        private static Task<IMessage> Call(ProgramCallback callback, ExecutionContext? run, ByteString message, CancellationToken cancellationToken)
        {
            if (run is null)
                return callback(message, cancellationToken);
            Task<IMessage>? answer = null;
            ExecutionContext.Run(run, _ => answer = callback(message, cancellationToken), null);
            return answer!;
        }
    }
}
