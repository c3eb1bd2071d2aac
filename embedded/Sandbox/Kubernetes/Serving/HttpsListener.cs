using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Sandbox.Kubernetes.Serving;

/// <summary>Kestrel on a loopback port. Built before what it serves is ready, since that takes as long.</summary>
internal sealed class HttpsListener : IAsyncDisposable
{
    const int MaxBodyBytes = 3 * 1024 * 1024;

    readonly WebApplication _app;
    RequestDelegate _serve = http => http.Text(503, "starting\n");

    HttpsListener(WebApplication app)
    {
        _app = app;
        app.Run(http => _serve(http));
    }

    public int Port { get; private set; }

    /// <param name="port">0 takes a free one.</param>
    /// <param name="certificate">The server's certificate with its key.</param>
    public static HttpsListener Build(int port, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate));
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddLogging(l => l.ClearProviders());
        return new HttpsListener(builder.Build());
    }

    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(RequestDelegate serve, CancellationToken cancel)
    {
        _serve = serve;
        await _app.StartAsync(cancel);
        Port = new Uri(_app.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
