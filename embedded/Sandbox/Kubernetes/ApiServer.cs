using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.OpenApi;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes;

/// <summary>The HTTPS front: authentication, then discovery, health or a resource handler; failures become <c>Status</c>.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    readonly byte[] _token;
    readonly Discovery _discovery;
    readonly OpenApiDocuments _openApi;
    readonly ResourceHandlers _handlers;
    readonly TimeProvider _time;
    readonly HttpsListener _listener;
    long _lastRequest;

    public ApiServer(HttpsListener listener, string token, ResourceHandlers handlers, Resources.ResourceRegistry resources, OpenApiDocuments openApi, TimeProvider time)
    {
        _listener = listener;
        _token = Encoding.UTF8.GetBytes(token);
        _handlers = handlers;
        _openApi = openApi;
        _time = time;
        _discovery = new Discovery(resources, () => $"127.0.0.1:{Port}");
        _lastRequest = time.GetUtcNow().UtcTicks;
    }

    public int Port => _listener.Port;

    public DateTimeOffset LastRequest => new(Interlocked.Read(ref _lastRequest), TimeSpan.Zero);

    public Task StartAsync(CancellationToken cancel) => _listener.StartAsync(HandleAsync, cancel);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    async Task HandleAsync(HttpContext http)
    {
        Interlocked.Exchange(ref _lastRequest, _time.GetUtcNow().UtcTicks);
        http.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        try
        {
            await RouteAsync(http);
        }
        catch (ApiException e)
        {
            await FailAsync(http, e);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e) when (e is not BadHttpRequestException)
        {
            await FailAsync(http, new ApiException(500, "InternalError", $"Internal error occurred: {e.Message}", new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["message"] = e.ToString() }),
            }));
        }
    }

    static Task FailAsync(HttpContext http, ApiException e) =>
        http.Response.HasStarted ? Task.CompletedTask : http.Json(e.Code, e.ToStatus());

    async Task RouteAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (!IsAuthenticated(http.Request)) throw ApiErrors.Unauthorized();
        switch (path)
        {
            case "/version" or "/version/": await http.Json(200, ServerVersion.Document()); return;
            case "/healthz" or "/readyz" or "/livez": await http.Text(200, "ok"); return;
            case "/": await http.Json(200, Paths()); return;
        }
        if (path.StartsWith("/healthz/") || path.StartsWith("/readyz/") || path.StartsWith("/livez/")) await http.Text(200, "ok");
        else if (path.StartsWith("/openapi/")) await _openApi.AnswerAsync(http);
        else if (await _discovery.TryAnswerAsync(http)) return;
        else if (RequestInfo.Parse(path) is { } info) await _handlers.HandleAsync(http, info);
        else await http.Text(404, "404 page not found\n");
    }

    bool IsAuthenticated(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[7..].Trim()), _token);
    }

    static JsonObject Paths() => new()
    {
        ["paths"] = Json.ToArray(["/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"]),
    };
}

/// <summary>The version that the cluster says it has: that of the server it was recorded from.</summary>
internal static class ServerVersion
{
    public static JsonObject Document() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.3",
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-06-01T00:00:00Z",
        ["goVersion"] = "go1.26.8",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };
}
