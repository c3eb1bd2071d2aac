using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Resources.Tests.Releases;

/// <summary>Stands before a cluster's API server and refuses some requests, as missing permissions do, or answers them itself.</summary>
internal sealed class RefusingServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly HttpClient _behind;

    private RefusingServer(WebApplication web, HttpClient behind)
    {
        _web = web;
        _behind = behind;
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new ClusterClient(ClusterConnection.Open($$$"""
            {"current-context":"guest","contexts":[{"name":"guest","context":{"cluster":"c","user":"u"}}],"users":[{"name":"u","user":{"token":"t"}}],
             "clusters":[{"name":"c","cluster":{"server":"{{{address}}}"}}]}
            """, null));
    }

    /// <summary>Asks the cluster through the server.</summary>
    public ClusterClient Client { get; }

    /// <param name="kubeconfig">The cluster behind.</param>
    /// <param name="refused">Which requests are refused, by method and path.</param>
    /// <param name="answer">An answer by path and query instead of the cluster's; null for the cluster's.</param>
    public static async Task<RefusingServer> StartAsync(string kubeconfig, Func<string, string, bool> refused, Func<string, string?>? answer = null)
    {
        var connection = ClusterConnection.Open(kubeconfig, null);
        var behind = new HttpClient(connection.Handler()) { BaseAddress = connection.Server };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        web.Run(async http =>
        {
            var path = http.Request.Path.Value!;
            if (refused(http.Request.Method, path))
            {
                http.Response.StatusCode = 403;
                await http.Response.WriteAsync(new JsonObject { ["kind"] = "Status", ["code"] = 403, ["message"] = "forbidden: User \"guest\"" }.ToJsonString());
                return;
            }

            if (answer?.Invoke(path + http.Request.QueryString) is { } own)
            {
                await http.Response.WriteAsync(own);
                return;
            }

            using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{path[1..]}{http.Request.QueryString}");
            request.Headers.Authorization = await connection.Credentials.HeaderAsync(http.RequestAborted);
            if (http.Request.ContentLength > 0)
            {
                request.Content = new StreamContent(http.Request.Body);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
            }

            using var response = await behind.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        });
        await web.StartAsync();
        return new RefusingServer(web, behind);
    }

    /// <summary>Answers no more.</summary>
    public Task StopAsync() => _web.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _web.DisposeAsync();
        _behind.Dispose();
    }
}
