using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>What the deployment is made of.</summary>
public sealed record CoderOptions
{
    /// <summary>The deployment's access URL.</summary>
    public required string AccessUrl { get; init; }

    /// <summary>The session token that every request must carry.</summary>
    public required string Token { get; init; }

    /// <summary>The cluster that providers are looked for in.</summary>
    public required IClusterObjects Cluster { get; init; }

    /// <summary>Address of that cluster's API server.</summary>
    public required string ClusterAddress { get; init; }

    /// <summary>Name → addresses.</summary>
    public required Func<string, IReadOnlyList<string>> Resolve { get; init; }

    /// <summary>Where the state is kept; null for memory only.</summary>
    public string? File { get; init; }
}

/// <summary>
/// A Coder v1 deployment as far as workspace providers need one: the calls of its command line under <c>/api</c>, the page
/// <c>/admin/providers</c>, and under <c>/sandbox</c> what only a sandbox has (raising the version, making workspaces).
/// </summary>
public sealed partial class CoderServer
{
    private readonly CoderOptions _options;
    private readonly StateStore<CoderState> _store;
    private readonly ReadinessProbe _probe;

    /// <summary>Makes a deployment; <see cref="Map"/> puts it on a web server.</summary>
    public CoderServer(CoderOptions options)
    {
        _options = options;
        _store = CoderState.Open(options.File);
        _probe = new ReadinessProbe(options.Cluster, options.ClusterAddress, options.AccessUrl, options.Resolve);
    }

    /// <summary>Puts the deployment's routes on a web server.</summary>
    public void Map(IApplicationBuilder app) => app.Run(HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!.Trim('/').Split('/');
        if (request.Method == "GET" && path is [""] or ["admin", "providers"])
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(_store.Read(state => AdminPage.Render(_options.AccessUrl, state, Status)));
            return;
        }

        try
        {
            if (path[0] is not ("api" or "sandbox"))
                throw new ApiError(404, "not_found", "There is no such page.");
            if (request.Headers["Session-Token"] != _options.Token)
                throw new ApiError(401, "unauthorized", request.Headers.ContainsKey("Session-Token") ? "The session token is not valid." : "A session token is required.");
            context.Response.Headers["coder-version"] = _store.Read(state => state.Version);
            var body = request.ContentLength > 0 || request.Headers.ContainsKey("Transfer-Encoding") ? await BodyAsync(request) : [];
            var answer = path[0] == "api" ? Api(request.Method, path[1..], body) : Sandbox(request.Method, path[1..], body);
            await WriteAsync(context, answer.Status, answer.Body);
        }
        catch (ApiError error)
        {
            await WriteAsync(context, error.Status, new JsonObject
            {
                ["error"] = new JsonObject { ["msg"] = error.Message, ["code"] = error.Code, ["details"] = new JsonObject() },
            });
        }
    }

    private static async Task<JsonObject> BodyAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body) as JsonObject ?? throw new ApiError(400, "bad_request", "The body must be a JSON object.");
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new ApiError(400, "bad_request", $"The body is not JSON: {error.Message}");
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        if (body is null)
            return;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }

    private (string Status, string? Reason) Status(Pool pool)
    {
        if (pool.Cordoned is not null)
            return ("cordoned", pool.Cordoned);
        var reason = _probe.WhyNotReady(pool);
        return reason is null ? ("ready", null) : ("pending", reason);
    }

    private sealed class ApiError(int status, string code, string message) : Exception(message)
    {
        public int Status { get; } = status;

        public string Code { get; } = code;
    }
}
