using Microsoft.AspNetCore.Builder;
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
        Port = LoopbackServer.PortOf(app);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    public static async Task<ProviderServer> StartAsync(
        Provider provider, EngineConnection engine, string? version, CancellationToken cancellationToken)
    {
        // A run that is stopped waits for the calls in progress: what a provider has begun it should write down.
        var app = await LoopbackServer.StartAsync(
            new ProviderService(provider, engine, version),
            services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30)),
            cancellationToken).ConfigureAwait(false);
        return new ProviderServer(app, provider, engine);
    }

    /// <summary>Waits until the process receives SIGTERM or Ctrl-C, or the token is cancelled.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        (_provider as IDisposable)?.Dispose();
        _engine.Dispose();
    }
}
