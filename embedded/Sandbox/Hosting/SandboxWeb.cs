using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Coder.Infra.Sandbox.Charts;
using Coder.Infra.Sandbox.Coder;
using Coder.Infra.Sandbox.Coder.V2;
using Coder.Infra.Sandbox.Dns;
using Coder.Infra.Sandbox.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>The sandbox's HTTP servers: the two Coder deployments and the chart repositories, each on a loopback port of its own.</summary>
internal sealed class SandboxWeb : IAsyncDisposable
{
    private readonly WebApplication _web;

    private SandboxWeb(WebApplication web, DeploymentServer deployment, string token, string url, string v2Url, int chartsPort)
    {
        (_web, V2, Token) = (web, deployment, token);
        (CoderUrl, V2Url, ChartRepository) = (url, v2Url, $"http://127.0.0.1:{chartsPort}");
    }

    /// <summary>The v2 deployment.</summary>
    public DeploymentServer V2 { get; }

    /// <summary>Session token of the v1 deployment. A secret.</summary>
    public string Token { get; }

    /// <summary>Access URL of the v1 deployment.</summary>
    public string CoderUrl { get; }

    /// <summary>Access URL of the v2 deployment.</summary>
    public string V2Url { get; }

    /// <summary>URL of the chart repository of v1; that of v2 is below it.</summary>
    public string ChartRepository { get; }

    /// <summary>Starts them, on the ports of the last run where there was one.</summary>
    /// <param name="options">The sandbox's options.</param>
    /// <param name="authority">Where the deployments' certificate comes from; null for http.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="names">The name server.</param>
    /// <param name="last">The last run; null for a new sandbox.</param>
    /// <param name="requested">Called at each request.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">A port of the last run is taken by another program.</exception>
    public static async Task<SandboxWeb> StartAsync(
        SandboxOptions options, CoderAuthority? authority, ClusterServer cluster, NameServer names, SandboxDescription? last, Action requested, CancellationToken cancellationToken)
    {
        var (coderPort, v2Port, chartsPort) = (PortOf(last?.CoderUrl), PortOf(last?.CoderV2Url), PortOf(last?.ChartRepository));
        var scheme = authority is null ? "http" : "https";
        var (url, v2Url) = ($"{scheme}://{options.CoderHost}:{coderPort}", $"{scheme}://v2.{options.CoderHost}:{v2Port}");
        var token = last?.CoderToken ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
        var v1 = new CoderServer(new CoderOptions
        {
            AccessUrl = url,
            Token = token,
            Cluster = cluster.Objects,
            ClusterAddress = cluster.Address.AbsoluteUri,
            Resolve = names.Resolve,
            File = Path.Combine(options.Folder, "coder.json"),
        });
        var v2 = new DeploymentServer(new DeploymentOptions
        {
            AccessUrl = v2Url,
            Cluster = cluster.Objects,
            Resolve = names.Resolve,
            Time = options.Time,
            File = Path.Combine(options.Folder, "coder-v2.json"),
        });
        cluster.PodLog = v2.LogOf;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (authority is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var port in (int[])[coderPort, v2Port])
            {
                kestrel.Listen(IPAddress.Loopback, port, listen =>
                {
                    if (authority is not null)
                        listen.UseHttps(authority.Certificate);
                });
            }

            kestrel.Listen(IPAddress.Loopback, chartsPort);
        });
        var web = builder.Build();
        web.Use(next => context =>
        {
            requested();
            return next(context);
        });
        web.MapWhen(context => context.Connection.LocalPort == chartsPort, new ChartRepository().Map);
        web.MapWhen(context => context.Connection.LocalPort == v2Port, v2.Map);
        v1.Map(web);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw SandboxHost.Taken(options, coderPort, error);
        }

        return new SandboxWeb(web, v2, token, url, v2Url, chartsPort);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        V2.Dispose();
        await _web.DisposeAsync();
    }

    private static int PortOf(string? url)
    {
        if (url is not null)
            return new Uri(url).Port;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
