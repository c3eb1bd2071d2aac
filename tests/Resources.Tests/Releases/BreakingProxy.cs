using System.Net;
using Coder.Infra.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Resources.Tests.Releases;

/// <summary>Stands between a client and the cluster: counts requests, and breaks from one on, before the cluster sees it or after.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly List<string> _requests = [];
    private readonly CancellationTokenSource _killed = new();
    private WebApplication _web = null!;
    private HttpClient _cluster = null!;
    private ClusterClient? _client;

    /// <summary>Number of the request from which on it is broken, from 1; 0 for never.</summary>
    public int BreaksAt { get; init; }

    /// <summary>Whether the cluster sees the request at which it breaks.</summary>
    public bool Delivers { get; init; }

    /// <summary>Called before a request is passed on.</summary>
    public Func<string, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Cancelled when it breaks: who asks is killed with the request.</summary>
    public CancellationToken Killed => _killed.Token;

    /// <summary>The client.</summary>
    public ClusterClient Client => _client!;

    /// <summary>The requests that change something, as <c>POST path</c>.</summary>
    public IReadOnlyList<string> Changes
    {
        get
        {
            lock (_requests)
                return [.. _requests.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal))];
        }
    }

    public async Task<BreakingProxy> StartAsync(RemovalCluster cluster)
    {
        var connection = ClusterConnection.Open(cluster.Kubeconfig, null);
        _cluster = new HttpClient(connection.Handler()) { BaseAddress = connection.Server };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _web.Run(ForwardAsync);
        await _web.StartAsync();
        var address = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _client = new ClusterClient(ClusterConnection.Open(cluster.Kubeconfig.Replace(connection.Server.AbsoluteUri.TrimEnd('/'), address), null));
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _web.DisposeAsync();
        _cluster.Dispose();
        _killed.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        int number;
        lock (_requests)
        {
            _requests.Add(request);
            number = _requests.Count;
        }

        var breaks = BreaksAt > 0 && number >= BreaksAt;
        if (breaks && (!Delivers || number > BreaksAt))
        {
            await BreakAsync(context);
            return;
        }

        await Before(request);
        using var forwarded = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}".TrimStart('/'));
        if (context.Request.Headers.Authorization is [{ } authorization])
            forwarded.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (context.Request.ContentType is { } type)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            forwarded.Content = new ByteArrayContent(body.ToArray());
            forwarded.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await _cluster.SendAsync(forwarded);
        if (breaks)
        {
            await BreakAsync(context);
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task BreakAsync(HttpContext context)
    {
        await _killed.CancelAsync();
        context.Abort();
    }
}
