using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Coder.V2;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Resources.Tests.Coder.V2;

/// <summary>The sandbox's Coder v2 deployment on a free port, with the pods that a test starts. A test can answer requests itself before the deployment sees them.</summary>
public sealed class DeploymentFixture : IAsyncLifetime, IClusterObjects
{
    private const string AccessUrl = "http://v2.coder.localhost";
    private readonly ConcurrentDictionary<string, JsonObject> _objects = [];
    private readonly ConcurrentDictionary<string, string[]> _names = [];
    private DeploymentServer _server = null!;
    private WebApplication _web = null!;
    private HttpClient _http = null!;

    public event Action? Changed;

    /// <summary>Answers a request in the deployment's stead and says that it did.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>The requests that came, as <c>METHOD /path</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Uri Url { get; private set; } = null!;

    public string Owner => _server.OwnerToken;

    public string Member => _server.MemberToken;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _web.Use(async (context, next) =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            if (Instead is null || !await Instead(context))
                await next(context);
        });
        _server = new DeploymentServer(new DeploymentOptions { AccessUrl = AccessUrl, Cluster = this, Resolve = name => _names.GetValueOrDefault(name, []) });
        _server.Map(_web);
        await _web.StartAsync();
        var port = new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        Url = new Uri($"http://v2.coder.localhost:{port}");
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestHeaders = { { "Coder-Session-Token", Owner } } };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _server.Dispose();
        await _web.DisposeAsync();
    }

    public IReadOnlyList<JsonObject> List(string apiVersion, string kind, string? @namespace = null) => [.. _objects.Values.Where(o => (string?)o["apiVersion"] == apiVersion && (string?)o["kind"] == kind)];

    /// <summary>Asks the deployment as its owner.</summary>
    public async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>Starts a proxy's pod, behind an ingress that the name server leads to.</summary>
    public void StartProxy(string name, string token, string url, string wildcard = "", string version = "2.19.0")
    {
        var host = new Uri(url).Host;
        var address = $"203.0.113.{Math.Abs(host.GetHashCode()) % 250}";
        _names[host] = [address];
        Pod(name, version, ("CODER_PROXY_SESSION_TOKEN", token), ("CODER_PRIMARY_ACCESS_URL", AccessUrl), ("CODER_ACCESS_URL", url), ("CODER_WILDCARD_ACCESS_URL", wildcard));
        Put($"service/{name}", $$$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{{{name}}}}","namespace":"coder"},"spec":{"selector":{"app":"{{{{name}}}}"},"ports":[{"port":80}]},"status":{}}""");
        Put($"ingress/{name}", $$$$$$"""
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"{{{{{{name}}}}}}","namespace":"coder"},
             "spec":{"rules":[{"host":"{{{{{{host}}}}}}","http":{"paths":[{"backend":{"service":{"name":"{{{{{{name}}}}}}"}}}]}}]},
             "status":{"loadBalancer":{"ingress":[{"ip":"{{{{{{address}}}}}}"}]}}}
            """);
    }

    /// <summary>Starts a daemon's pod.</summary>
    public void StartDaemon(string name, string key, string version = "2.19.0") => Pod(name, version, ("CODER_PROVISIONER_DAEMON_KEY", key), ("CODER_URL", AccessUrl));

    /// <summary>Ends a pod.</summary>
    public void End(string name)
    {
        _objects.TryRemove($"pod/{name}", out _);
        Changed?.Invoke();
    }

    private void Pod(string name, string version, params (string Name, string Value)[] environment)
    {
        var variables = new JsonArray([.. environment.Select(variable => new JsonObject { ["name"] = variable.Name, ["value"] = variable.Value })]);
        Put($"pod/{name}", $$$$$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{{{{name}}}}}}","namespace":"coder","uid":"{{{{{{Guid.NewGuid()}}}}}}","labels":{"app":"{{{{{{name}}}}}}"}},
             "spec":{"containers":[{"name":"coder","image":"ghcr.io/coder/coder:v{{{{{{version}}}}}}","env":{{{{{{variables.ToJsonString()}}}}}} }]},
             "status":{"conditions":[{"type":"Ready","status":"True"}]}}
            """);
    }

    private void Put(string key, string json)
    {
        _objects[key] = JsonNode.Parse(json)!.AsObject();
        Changed?.Invoke();
    }
}
