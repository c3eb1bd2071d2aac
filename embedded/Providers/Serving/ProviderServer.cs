using System.Globalization;
using System.Net;
using Coder.Infra.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Providers.Serving;

/// <summary>Serves a provider on a free port of the loopback interface, as a plugin does.</summary>
public sealed class ProviderServer : IAsyncDisposable
{
    // A state with many values is larger than gRPC's own 4 MB; the engine's limit is the same.
    private const int LargestMessage = 400 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly IResourceProvider _provider;
    private readonly EngineLog _log;

    private ProviderServer(WebApplication app, IResourceProvider provider, EngineLog log) => (_app, _provider, _log) = (app, provider, log);

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>Starts a server of a package's built-in provider.</summary>
    /// <param name="package">The package, one of <see cref="BuiltInProviders.Packages"/>.</param>
    /// <param name="engine">The engine's address (<c>host:port</c>), or null where it attaches later.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ArgumentException">There is no such provider.</exception>
    public static async Task<ProviderServer> StartAsync(string package, string? engine, CancellationToken cancellationToken)
    {
        var log = new EngineLog();
        var provider = BuiltInProviders.Create(package, log)
            ?? throw new ArgumentException($"There is no built-in provider \"{package}\". Known: {string.Join(", ", BuiltInProviders.Packages)}", nameof(package));
        if (engine is not null)
            log.Attach(engine);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = LargestMessage;
            options.MaxSendMessageSize = LargestMessage;
        });
        builder.Services.AddSingleton(new ProviderService(provider, log));
        var app = builder.Build();
        app.MapGrpcService<ProviderService>();
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new ProviderServer(app, provider, log) { Port = new Uri(address).Port };
    }

    /// <summary>
    /// Runs as a plugin's process: prints the port and a newline, and serves until it is stopped or its engine is gone.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="args">The engine's address is the first argument that is no option.</param>
    /// <param name="output">Where the port is printed.</param>
    /// <param name="time">The clock of the checks of the engine's health.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(string package, IEnumerable<string> args, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = args.FirstOrDefault(arg => !arg.StartsWith('-'));
        await using var server = await StartAsync(package, engine, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(server.Port.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var gone = server._log.Engine is { } answering ? EngineHealth.WaitUntilGoneAsync(answering, time, ended.Token) : Task.Delay(Timeout.InfiniteTimeSpan, time, ended.Token);
        await Task.WhenAny(gone, server._app.WaitForShutdownAsync(ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        await _provider.DisposeAsync().ConfigureAwait(false);
        _log.Dispose();
    }
}
