using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Coder;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Sandbox.Tests.Coder;

public sealed class CoderServerTests : IAsyncLifetime
{
    private const string AccessUrl = "http://coder.localhost:7080";
    private const string ClusterAddress = "https://127.0.0.1:6443";
    private readonly FakeCluster _cluster = new();
    private readonly Dictionary<string, string[]> _names = [];
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("coder-").FullName, "coder.json");
    private WebApplication _web = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        new CoderServer(new CoderOptions
        {
            AccessUrl = AccessUrl,
            Token = "admin-token",
            Cluster = _cluster,
            ClusterAddress = ClusterAddress + "/",
            Resolve = name => _names.GetValueOrDefault(name, []),
            File = _file,
        }).Map(_web);
        await _web.StartAsync();
        var address = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _http = new HttpClient { BaseAddress = new Uri(address), DefaultRequestHeaders = { { "Session-Token", "admin-token" } } };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _web.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Every_call_needs_the_session_token(string? token)
    {
        using var http = new HttpClient { BaseAddress = _http.BaseAddress };
        if (token is not null)
            http.DefaultRequestHeaders.Add("Session-Token", token);

        using var response = await http.GetAsync("api/private/resource-pools");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("token", (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["error"]!["msg"]);
    }

    [Fact]
    public async Task The_version_is_told_in_a_header_and_can_be_raised()
    {
        await CallAsync(HttpMethod.Put, "sandbox/version", new() { ["version"] = "v1.20.0+build" });

        using var response = await _http.GetAsync("api");

        Assert.Equal("v1.20.0+build", response.Headers.GetValues("coder-version").Single());
    }

    [Fact]
    public async Task A_registered_provider_is_pending_until_everything_fits()
    {
        var pool = await RegisterAsync();
        Assert.Equal("pending", (string?)(await PoolAsync(pool))["status"]);
        Assert.Contains("no deployment named envproxy", (string?)(await PoolAsync(pool))["status_reason"]);

        _cluster.Install((string)pool["envproxy_token"]!, "http://eu.coder.localhost", ClusterAddress, AccessUrl);
        Assert.Contains("does not resolve", (string?)(await PoolAsync(pool))["status_reason"]);

        _names["eu.coder.localhost"] = ["203.0.113.7"];
        var ready = await PoolAsync(pool);
        Assert.Equal("ready", (string?)ready["status"]);
        Assert.False(ready.ContainsKey("status_reason"));
        Assert.False(ready.ContainsKey("envproxy_token"));
    }

    public static TheoryData<string, string, string, string, string> Wrong => new()
    {
        { "another-token", "http://eu.coder.localhost", ClusterAddress, AccessUrl, "token" },
        { "", "http://us.coder.localhost", ClusterAddress, AccessUrl, "access URL" },
        { "", "http://eu.coder.localhost", "https://10.0.0.1:6443", AccessUrl, "cluster address" },
        { "", "http://eu.coder.localhost", ClusterAddress, "http://other.localhost", "not this deployment" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_wiring_stays_pending_with_its_reason(string token, string accessUrl, string cluster, string coder, string reason)
    {
        var pool = await RegisterAsync();
        _names["eu.coder.localhost"] = _names["us.coder.localhost"] = ["203.0.113.7"];

        _cluster.Install(token.Length > 0 ? token : (string)pool["envproxy_token"]!, accessUrl, cluster, coder);

        var reported = await PoolAsync(pool);
        Assert.Equal("pending", (string?)reported["status"]);
        Assert.Contains(reason, (string?)reported["status_reason"]);
    }

    [Fact]
    public async Task A_provider_whose_proxy_has_no_available_replica_is_pending()
    {
        var pool = await RegisterAsync();
        _names["eu.coder.localhost"] = ["203.0.113.7"];
        var (deployment, ingress) = _cluster.Install((string)pool["envproxy_token"]!, "http://eu.coder.localhost", ClusterAddress, AccessUrl);
        Assert.Equal("ready", (string?)(await PoolAsync(pool))["status"]);

        deployment["status"]!["availableReplicas"] = 0;
        Assert.Contains("no replica", (string?)(await PoolAsync(pool))["status_reason"]);

        deployment["status"]!["availableReplicas"] = 1;
        ingress["status"]!["loadBalancer"]!["ingress"]![0]!["ip"] = "203.0.113.8";
        Assert.Contains("resolves to 203.0.113.7, but the ingress is at 203.0.113.8", (string?)(await PoolAsync(pool))["status_reason"]);
    }

    [Fact]
    public async Task A_name_can_be_used_once()
    {
        await RegisterAsync();

        var (status, body) = await TryAsync(HttpMethod.Post, "api/private/resource-pools", NewPool());

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("\"eu\" exists already", (string?)body!["error"]!["msg"]);
    }

    [Theory]
    [InlineData("https://eu.coder.localhost", "scheme")]
    [InlineData("http://eu.example.com", "subdomain")]
    [InlineData("eu.coder.localhost", "URL")]
    public async Task A_hostname_must_fit_the_deployment(string hostname, string rule)
    {
        var pool = NewPool();
        pool["hostname"] = hostname;

        var (status, body) = await TryAsync(HttpMethod.Post, "api/private/resource-pools", pool);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(rule, (string?)body!["error"]!["msg"]);
    }

    [Fact]
    public async Task A_provider_with_workspaces_cannot_be_removed()
    {
        var pool = await ReadyAsync();
        var workspace = (await CallAsync(HttpMethod.Post, "sandbox/workspaces", new() { ["name"] = "dev", ["provider"] = "eu" }))!;

        Assert.Equal(HttpStatusCode.Conflict, (await TryAsync(HttpMethod.Delete, $"api/private/resource-pools/{pool["id"]}")).Status);
        Assert.Single((await CallAsync(HttpMethod.Get, $"api/private/resource-pools/{pool["id"]}/workspaces"))!.AsArray());

        await CallAsync(HttpMethod.Delete, $"api/v0/workspaces/{workspace["id"]}");
        await CallAsync(HttpMethod.Delete, $"api/private/resource-pools/{pool["id"]}");
        Assert.Equal(HttpStatusCode.NotFound, (await TryAsync(HttpMethod.Get, $"api/private/resource-pools/{pool["id"]}")).Status);
    }

    [Fact]
    public async Task A_cordoned_provider_takes_no_workspaces()
    {
        var pool = await ReadyAsync();
        await CallAsync(HttpMethod.Post, $"api/private/resource-pools/{pool["id"]}/cordon", new() { ["reason"] = "maintenance" });

        Assert.Equal("cordoned", (string?)(await PoolAsync(pool))["status"]);
        Assert.Equal(HttpStatusCode.Conflict, (await TryAsync(HttpMethod.Post, "sandbox/workspaces", new() { ["name"] = "dev", ["provider"] = "eu" })).Status);

        await CallAsync(HttpMethod.Post, $"api/private/resource-pools/{pool["id"]}/uncordon");
        Assert.Equal("ready", (string?)(await PoolAsync(pool))["status"]);
    }

    [Fact]
    public async Task Organizations_are_changed_by_id_and_unknown_ones_refused()
    {
        var pool = await RegisterAsync();
        var ids = (await CallAsync(HttpMethod.Get, "api/v0/orgs"))!.AsArray().Select(o => (string)o!["id"]!).ToArray();

        await CallAsync(HttpMethod.Patch, $"api/private/resource-pools/{pool["id"]}", new() { ["org_whitelist"] = new JsonArray(ids[1]) });

        Assert.Equal([ids[1]], (await PoolAsync(pool))["org_whitelist"]!.AsArray().Select(id => (string)id!));
        Assert.Equal(HttpStatusCode.BadRequest, (await TryAsync(HttpMethod.Patch, $"api/private/resource-pools/{pool["id"]}", new() { ["org_whitelist"] = new JsonArray("nobody") })).Status);
    }

    [Fact]
    public async Task A_read_after_a_write_may_be_stale()
    {
        var pool = await RegisterAsync();
        await CallAsync(HttpMethod.Patch, $"api/private/resource-pools/{pool["id"]}", new() { ["name"] = "europe" });
        await CallAsync(HttpMethod.Put, "sandbox/stale-reads", new() { ["count"] = 2 });

        // The version in the header is a read of its own.
        Assert.Equal("eu", (string?)(await PoolAsync(pool))["name"]);
        Assert.Equal("europe", (string?)(await PoolAsync(pool))["name"]);
    }

    [Fact]
    public async Task The_admin_page_lists_the_providers_and_no_secret()
    {
        var pool = await RegisterAsync();

        var page = await _http.GetStringAsync("admin/providers");

        Assert.Contains("http://eu.coder.localhost", page);
        Assert.Contains("pending", page);
        Assert.DoesNotContain((string)pool["envproxy_token"]!, page);
        Assert.DoesNotContain("admin-token", page);
    }

    private static JsonObject NewPool() => new()
    {
        ["name"] = "eu",
        ["type"] = "kubernetes",
        ["hostname"] = "http://eu.coder.localhost",
        ["cluster_address"] = ClusterAddress,
    };

    private async Task<JsonObject> RegisterAsync() => (await CallAsync(HttpMethod.Post, "api/private/resource-pools", NewPool()))!.AsObject();

    private async Task<JsonObject> ReadyAsync()
    {
        var pool = await RegisterAsync();
        _names["eu.coder.localhost"] = ["203.0.113.7"];
        _cluster.Install((string)pool["envproxy_token"]!, "http://eu.coder.localhost", ClusterAddress, AccessUrl);
        return pool;
    }

    private async Task<JsonObject> PoolAsync(JsonObject pool) => (await CallAsync(HttpMethod.Get, $"api/private/resource-pools/{pool["id"]}"))!.AsObject();

    private async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        var (status, answer) = await TryAsync(method, path, body);
        Assert.True((int)status < 300, $"{method} {path}: {status} {answer?.ToJsonString()}");
        return answer;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)> TryAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
