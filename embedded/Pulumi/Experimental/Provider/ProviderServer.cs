using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pulumi.Experimental.Provider;

/// <summary>A gRPC server on a free loopback port with one provider.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Provider _provider;
    private readonly EngineConnection _engine;

    private ProviderServer(WebApplication app, Provider provider, EngineConnection engine)
    {
        _app = app;
        _provider = provider;
        _engine = engine;
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    public static async Task<ProviderServer> StartAsync(
        Provider provider, EngineConnection engine, string? version, CancellationToken cancellationToken)
    {
        // The empty builder leaves out configuration files, logging and routing extras, which only cost start-up time here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = GrpcChannels.MaxMessageBytes;
            grpc.MaxSendMessageSize = GrpcChannels.MaxMessageBytes;
        });
        builder.Services.AddSingleton(new ProviderService(provider, engine, version));
        // A run that is stopped waits for the calls under way: what a provider has begun it should write down.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        var app = builder.Build();
        app.MapGrpcService<ProviderService>();
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        return new ProviderServer(app, provider, engine);
    }

    /// <summary>Waits until the process is told to stop (SIGTERM, Ctrl-C) or the token is cancelled.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        (_provider as IDisposable)?.Dispose();
        _engine.Dispose();
    }
}
