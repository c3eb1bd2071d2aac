using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>The callbacks of a program: lambdas that the engine calls over the real channel.</summary>
internal sealed class LambdaCallbacks : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Service _service;

    private LambdaCallbacks(WebApplication application, Service service)
    {
        _application = application;
        _service = service;
    }

    public static async Task<LambdaCallbacks> StartAsync()
    {
        var service = new Service();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        var application = builder.Build();
        application.MapGrpcService<Service>();
        await application.StartAsync();
        return new LambdaCallbacks(application, service);
    }

    /// <summary>A callback that answers with what the lambda makes of the request.</summary>
    public Callback Add<TRequest>(MessageParser<TRequest> parser, Func<TRequest, IMessage> answer)
        where TRequest : IMessage<TRequest>
    {
        var token = Guid.NewGuid().ToString();
        _service.Lambdas[token] = bytes => answer(parser.ParseFrom(bytes)).ToByteString();
        return new Callback { Target = $"127.0.0.1:{new Uri(_application.Urls.Single()).Port}", Token = token };
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private sealed class Service : Callbacks.CallbacksBase
    {
        public ConcurrentDictionary<string, Func<ByteString, ByteString>> Lambdas { get; } = [];

        public override Task<CallbackInvokeResponse> Invoke(CallbackInvokeRequest request, ServerCallContext context) =>
            Task.FromResult(new CallbackInvokeResponse { Response = Lambdas[request.Token](request.Request) });
    }
}
