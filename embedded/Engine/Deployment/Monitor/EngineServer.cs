using System.Net;
using Coder.Infra.Engine.Plugins;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>The engine's gRPC services on a free port of the loopback interface.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);
    private readonly WebApplication _application;

    private EngineServer(WebApplication application, string address)
    {
        _application = application;
        Address = address;
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Address { get; }

    /// <summary>Starts the server; <paramref name="monitor"/> is asked for once a program calls.</summary>
    public static async Task<EngineServer> StartAsync(EngineService engine, Func<ResourceMonitorService> monitor)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = PluginChannel.MaxMessageSize;
            grpc.MaxSendMessageSize = PluginChannel.MaxMessageSize;
        });
        builder.Services.RemoveAll(typeof(IServiceMethodProvider<>)).AddSingleton(typeof(IServiceMethodProvider<>), typeof(DeepServiceMethods<>));
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(_ => monitor());
        var application = builder.Build();
        application.MapGrpcService<EngineService>();
        application.MapGrpcService<ResourceMonitorService>();
        await application.StartAsync();
        var address = application.Urls.Select(url => new Uri(url)).Single();
        return new EngineServer(application, $"127.0.0.1:{address.Port}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What has been answered is sent: a program that outlives the run must hear that the monitor is gone, not see its
        // connection break. Calls of a program that is gone itself are not waited for.
        using var limit = new CancellationTokenSource(AnswerLimit);
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }
}
