using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Coder;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Resources.Tests.Coder;

/// <summary>
/// The sandbox's Coder deployment on a free port, with a cluster that holds what a test puts there. A test can answer requests
/// itself before the deployment sees them.
/// </summary>
public sealed class CoderDeploymentFixture : IAsyncLifetime, IClusterObjects
{
    public const string Token = "admin-token";
    public const string ClusterAddress = "https://k8s.example.com:6443";
    private readonly List<JsonObject> _objects = [];
    private readonly Dictionary<string, string[]> _names = [];
    private WebApplication _web = null!;
    private HttpClient _http = null!;

    public event Action? Changed
    {
        add { }
        remove { }
    }

    /// <summary>Answers a request in the deployment's stead and says that it did.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    public Uri Url { get; private set; } = null!;

    /// <summary>The requests that came, as <c>METHOD /path</c>.</summary>
    public List<string> Requests { get; } = [];

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _web.Use(async (context, next) =>
        {
            lock (Requests)
                Requests.Add($"{context.Request.Method} {context.Request.Path}");
            if (Instead is null || !await Instead(context))
                await next(context);
        });
        var server = new CoderServer(new CoderOptions
        {
            AccessUrl = "http://coder.localhost",
            Token = Token,
            Cluster = this,
            ClusterAddress = ClusterAddress,
            Resolve = name => _names.GetValueOrDefault(name, []),
        });
        server.Map(_web);
        await _web.StartAsync();
        var port = new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        Url = new Uri($"http://coder.localhost:{port}");
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestHeaders = { { "Session-Token", Token } } };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _web.DisposeAsync();
    }

    public IReadOnlyList<JsonObject> List(string apiVersion, string kind, string? @namespace = null)
    {
        lock (_objects)
            return [.. _objects.Where(o => (string?)o["apiVersion"] == apiVersion && (string?)o["kind"] == kind)];
    }

    /// <summary>Installs a provider's proxy, so that the deployment reports it ready.</summary>
    public void Install(string token, string hostname)
    {
        lock (_objects)
        {
            _objects.Add(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = Meta("envproxy"),
                ["data"] = new JsonObject { ["token"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(token)) },
            });
            JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };
            var environment = new JsonArray(
                Variable("CEMANAGER_TOKEN", token), Variable("CEMANAGER_ACCESS_URL", "http://coder.localhost"),
                Variable("CLUSTER_ADDRESS", ClusterAddress), Variable("ENVPROXY_ACCESS_URL", hostname));
            _objects.Add(new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "Deployment",
                ["metadata"] = Meta("envproxy"),
                ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["env"] = environment }) } } },
                ["status"] = new JsonObject { ["availableReplicas"] = 1 },
            });
            _objects.Add(new JsonObject
            {
                ["apiVersion"] = "networking.k8s.io/v1",
                ["kind"] = "Ingress",
                ["metadata"] = Meta("web-ingress"),
                ["spec"] = new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["host"] = new Uri(hostname).Host }) },
                ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = "203.0.113.7" }) } },
            });
            _names[new Uri(hostname).Host] = ["203.0.113.7"];
        }
    }

    /// <summary>Asks the deployment as an administrator.</summary>
    public async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private static JsonObject Meta(string name) => new() { ["name"] = name, ["namespace"] = "coder" };
}
