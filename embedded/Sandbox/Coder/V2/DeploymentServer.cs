using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>What a v2 deployment is made of.</summary>
public sealed record DeploymentOptions
{
    /// <summary>The deployment's access URL.</summary>
    public required string AccessUrl { get; init; }

    /// <summary>The cluster that proxies and provisioners run in.</summary>
    public required IClusterObjects Cluster { get; init; }

    /// <summary>Name → addresses.</summary>
    public required Func<string, IReadOnlyList<string>> Resolve { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the state is kept; null for memory only.</summary>
    public string? File { get; init; }
}

/// <summary>
/// A Coder v2 deployment as far as workspace proxies and external provisioners need one: the API under <c>/api/v2</c>, the page
/// <c>/deployment/workspace-proxies</c>, and under <c>/sandbox</c> what only a sandbox has.
/// </summary>
public sealed partial class DeploymentServer : IDisposable
{
    /// <summary>The variable that holds a provisioner's key.</summary>
    internal const string KeyVariable = "CODER_PROVISIONER_DAEMON_KEY";

    /// <summary>As Go's encoder writes: a version's plus sign stays one.</summary>
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DeploymentOptions _options;
    private readonly StateStore<DeploymentState> _store;
    private readonly PodWatch _pods;
    private readonly ProxyHealth _health;
    private int _stale;

    /// <summary>Makes a deployment; <see cref="Map"/> puts it on a web server.</summary>
    public DeploymentServer(DeploymentOptions options)
    {
        _options = options;
        _store = DeploymentState.Open(options.File);
        _pods = new PodWatch(options.Cluster);
        _health = new ProxyHealth(options.Cluster, options.Resolve, options.Time);
        options.Cluster.Changed += Wake;
    }

    /// <summary>Session token of the user with the role Owner. A secret.</summary>
    public string OwnerToken => _store.Read(state => state.Users[0].Token);

    /// <summary>Session token of the user without a role. A secret.</summary>
    public string MemberToken => _store.Read(state => state.Users[1].Token);

    /// <inheritdoc/>
    public void Dispose() => _options.Cluster.Changed -= Wake;

    /// <summary>Puts the deployment's routes on a web server.</summary>
    public void Map(IApplicationBuilder app) => app.Run(HandleAsync);

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Changes come on the writer's thread, which must not wait: what started or ended is taken in elsewhere.</summary>
    private void Wake()
    {
        if (Interlocked.Exchange(ref _stale, 1) == 0)
            Task.Run(() => Observe());
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!.Trim('/').Split('/');
        var pods = Observe();
        context.Response.Headers["X-Coder-Build-Version"] = _store.Read(state => state.Version);
        try
        {
            if (request.Method == "GET" && path is [""] or ["deployment", "workspace-proxies"])
            {
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.WriteAsync(_store.Read(state => ProxyPage.Render(_options.AccessUrl, state, proxy => Health(state, proxy, pods))));
                return;
            }

            var (status, body) = path switch
            {
                ["healthz"] => (200, JsonValue.Create("OK")),
                ["api", "v2", "buildinfo"] => (200, _store.Read(BuildInfo)),
                ["api", "v2", .. var call] => Api(request.Method, call, Caller(request), await BodyAsync(request), pods),
                ["sandbox", .. var call] => Sandbox(request.Method, call, RequireOwner(Caller(request)), await BodyAsync(request)),
                _ => throw new ApiException(404, "Route not found."),
            };
            await WriteAsync(context, status, body);
        }
        catch (ApiException error)
        {
            await WriteAsync(context, error.Status, error.ToBody());
        }
    }

    private User Caller(HttpRequest request)
    {
        var token = request.Headers["Coder-Session-Token"].ToString();
        if (token.Length == 0)
            throw ApiException.SignedOut("Cookie \"coder_session_token\" or query parameter must be provided.");
        return _store.Read(state => state.Users.Find(user => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(user.Token), Encoding.UTF8.GetBytes(token))))
            ?? throw ApiException.SignedOut("API key is invalid.");
    }

    private static User RequireOwner(User user) => user.IsOwner ? user : throw ApiException.Forbidden();

    private JsonNode BuildInfo(DeploymentState state) => new JsonObject
    {
        ["external_url"] = $"https://github.com/coder/coder/releases/tag/{state.Version.Split('+')[0]}",
        ["version"] = state.Version,
        ["dashboard_url"] = _options.AccessUrl,
        ["telemetry"] = false,
        ["workspace_proxy"] = false,
        ["agent_api_version"] = "1.0",
        ["provisioner_api_version"] = "1.3",
        ["upgrade_message"] = "",
        ["deployment_id"] = state.Id.ToString(),
    };

    private static async Task<JsonObject> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding"))
            return [];
        try
        {
            return await JsonNode.ParseAsync(request.Body) as JsonObject ?? throw new ApiException(400, "Request body must be valid JSON.", "The body must be an object.");
        }
        catch (JsonException error)
        {
            throw new ApiException(400, "Request body must be valid JSON.", error.Message);
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        if (body is null)
            return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(Relaxed));
    }
}
