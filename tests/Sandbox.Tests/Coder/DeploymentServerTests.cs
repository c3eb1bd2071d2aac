using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Coder.V2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Sandbox.Tests.Coder;

/// <summary>The v2 deployment: its API with its errors, proxies that register and are checked, provisioners that connect.</summary>
public sealed class DeploymentServerTests : IAsyncLifetime
{
    private const string AccessUrl = "http://v2.coder.localhost:7080";
    private readonly FakeCluster _cluster = new();
    private readonly Dictionary<string, string[]> _names = [];
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("coder-").FullName, "coder-v2.json");
    private DeploymentServer _server = null!;
    private WebApplication _web = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _web = builder.Build();
        _server = NewServer();
        _server.Map(_web);
        await _web.StartAsync();
        _http = Client(_server.OwnerToken);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _server.Dispose();
        await _web.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Theory]
    [InlineData(null, "Cookie \"coder_session_token\" or query parameter must be provided.")]
    [InlineData("wrong", "API key is invalid.")]
    public async Task Every_call_but_buildinfo_needs_the_session_token(string? token, string detail)
    {
        using var http = Client(token);
        using var info = await http.GetAsync("api/v2/buildinfo");
        using var refused = await http.GetAsync("api/v2/users/me");

        Assert.Equal((200, 401), ((int)info.StatusCode, (int)refused.StatusCode));
        Assert.Equal(detail, (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>())!["detail"]);
        Assert.Matches("^v2\\.19\\.0\\+[0-9a-f]{7}$", refused.Headers.GetValues("X-Coder-Build-Version").Single());
    }

    [Fact]
    public async Task The_owner_has_the_role_and_the_member_is_forbidden()
    {
        Assert.Equal("owner", (string?)(await CallAsync(200, "GET", "users/me"))["roles"]![0]!["name"]);
        using var http = Client(_server.MemberToken);
        Assert.Empty((await http.GetFromJsonAsync<JsonObject>("api/v2/users/me"))!["roles"]!.AsArray());
        Assert.Equal("You are not authorized to use this endpoint.", await MessageAsync(http, "GET", "workspaceproxies", 403));
        Assert.Equal("Forbidden.", await MessageAsync(http, "POST", "workspaceproxies", 403));
        Assert.Equal("Forbidden.", await MessageAsync(http, "POST", "organizations/default/provisionerkeys", 403));
    }

    [Theory]
    [InlineData("on", "entitled", 200)]
    [InlineData("grace", "grace_period", 200)]
    [InlineData("off", "not_entitled", 403)]
    public async Task The_licence_decides_about_proxies_and_provisioner_keys(string state, string entitlement, int status)
    {
        await SandboxAsync("PUT", "licence", new JsonObject { ["state"] = state });
        var features = (await CallAsync(200, "GET", "entitlements"))["features"]!;
        Assert.Equal(entitlement, (string?)features["workspace_proxy"]!["entitlement"]);
        Assert.Equal(entitlement, (string?)features["external_provisioner_daemons"]!["entitlement"]);
        var proxies = await CallAsync(status, "GET", "workspaceproxies");
        var keys = await CallAsync(status, "GET", "organizations/coder/provisionerkeys");
        if (status == 403)
            Assert.Equal(("Workspace Proxy is a Premium feature. Contact sales!", "External Provisioner Daemons is a Premium feature. Contact sales!"), ((string?)proxies["message"], (string?)keys["message"]));
    }

    [Fact]
    public async Task A_proxy_is_created_found_by_id_and_name_changed_and_deleted()
    {
        var (proxy, token) = await CreateProxyAsync("eu");
        var id = (string)proxy["id"]!;
        Assert.Matches($"^{id}:[0-9a-f]{{64}}$", token);
        Assert.Equal("unregistered", (string?)proxy["status"]!["status"]);
        Assert.Equal(id, (string?)(await CallAsync(200, "GET", "workspaceproxies/EU"))["id"]);
        Assert.Equal("eu", (string?)(await CallAsync(200, "GET", $"workspaceproxies/{id}"))["name"]);
        Assert.Equal(["primary", "eu"], (await CallAsync(200, "GET", "workspaceproxies"))["regions"]!.AsArray().Select(r => (string?)r!["name"]));

        var renamed = await CallAsync(200, "PATCH", $"workspaceproxies/{id}", new JsonObject { ["id"] = id, ["name"] = "europe", ["display_name"] = "Europe", ["icon"] = "/emojis/1f30d.png" });
        Assert.Equal(("europe", "Europe", ""), ((string?)renamed["proxy"]!["name"], (string?)renamed["proxy"]!["display_name"], (string?)renamed["proxy_token"]));
        var rotated = await CallAsync(200, "PATCH", $"workspaceproxies/{id}", new JsonObject { ["id"] = id, ["name"] = "europe", ["regenerate_token"] = true });
        Assert.NotEqual(token, (string?)rotated["proxy_token"]);
        Assert.StartsWith($"{id}:", (string?)rotated["proxy_token"]);

        Assert.Equal("Proxy has been deleted!", (string?)(await CallAsync(200, "DELETE", "workspaceproxies/europe"))["message"]);
        Assert.Equal("Resource not found or you do not have access to this resource", (string?)(await CallAsync(404, "GET", $"workspaceproxies/{id}"))["message"]);
    }

    [Fact]
    public async Task Names_that_are_taken_reserved_or_malformed_are_refused()
    {
        await CreateProxyAsync("eu");
        Assert.Equal("Workspace proxy with name \"EU\" already exists.", (string?)(await CallAsync(409, "POST", "workspaceproxies", new JsonObject { ["name"] = "EU" }))["message"]);
        Assert.Equal("Reserved name", (string?)(await CallAsync(400, "POST", "workspaceproxies", new JsonObject { ["name"] = "Primary" }))["validations"]![0]!["detail"]);
        Assert.Equal("name", (string?)(await CallAsync(400, "POST", "workspaceproxies", new JsonObject { ["name"] = "no spaces" }))["validations"]![0]!["field"]);
        Assert.Equal("Cannot delete primary proxy", (string?)(await CallAsync(400, "DELETE", "workspaceproxies/primary"))["message"]);
    }

    [Fact]
    public async Task A_proxy_registers_when_its_pod_is_ready_and_is_ok_at_the_address_that_dns_gives()
    {
        var (_, token) = await CreateProxyAsync("eu");
        var pod = AddProxyPod("p1", token);
        SetReady(pod, false);
        Assert.Equal("unregistered", await StatusAsync("eu"));

        SetReady(pod, true);
        Assert.Contains("no such host", await ErrorAsync("eu", "unreachable"));
        var proxy = await CallAsync(200, "GET", "workspaceproxies/eu");
        Assert.Equal(("http://eu.coder.localhost", "*.eu.coder.localhost", false), ((string?)proxy["path_app_url"], (string?)proxy["wildcard_hostname"], (bool?)proxy["healthy"]));

        _names["eu.coder.localhost"] = ["203.0.113.9"];
        Assert.Contains("dial tcp 203.0.113.9:80: i/o timeout", await ErrorAsync("eu", "unreachable"));
        AddIngress("other.coder.localhost");
        Assert.Equal("unexpected status code 404", await ErrorAsync("eu", "unhealthy"));
        AddIngress("eu.coder.localhost");
        Assert.Equal("unexpected status code 503", await ErrorAsync("eu", "unhealthy"));
        AddService("ClusterIP");
        Assert.Equal("ok", await StatusAsync("eu"));

        await SandboxAsync("PUT", "proxies/eu/fault", new JsonObject { ["error"] = "derp mesh is broken" });
        Assert.Equal("derp mesh is broken", await ErrorAsync("eu", "unhealthy"));
        await SandboxAsync("PUT", "proxies/eu/fault", new JsonObject { ["error"] = null });
        await SandboxAsync("PUT", "version", new JsonObject { ["version"] = "2.20.0" });
        proxy = await CallAsync(200, "GET", "workspaceproxies/eu");
        Assert.Equal("ok", (string?)proxy["status"]!["status"]);
        Assert.Contains("version mismatch: primary coderd (v2.20.0+", (string?)proxy["status"]!["report"]!["warnings"]![0]);
    }

    [Fact]
    public async Task Without_an_ingress_a_proxy_is_reached_through_its_service_and_its_port()
    {
        var (_, token) = await CreateProxyAsync("eu");
        AddProxyPod("p1", token);
        _names["eu.coder.localhost"] = ["203.0.113.9"];
        AddService("LoadBalancer", port: 443);
        Assert.Contains("connection refused", await ErrorAsync("eu", "unreachable"));
        AddService("LoadBalancer", port: 80);
        _cluster.Remove("Service", "coder-443");
        Assert.Equal("ok", await StatusAsync("eu"));
    }

    [Fact]
    public async Task A_token_that_is_no_longer_valid_keeps_new_pods_from_registering_and_they_say_so()
    {
        var (proxy, token) = await CreateProxyAsync("eu");
        var id = (string)proxy["id"]!;
        var rotated = (string)(await CallAsync(200, "PATCH", $"workspaceproxies/{id}", new JsonObject { ["name"] = "eu", ["regenerate_token"] = true }))["proxy_token"]!;
        var old = AddProxyPod("p1", token);
        Assert.Equal("unregistered", await StatusAsync("eu"));
        Assert.Contains("unexpected status code 401", _server.LogOf(old)[0]);

        // A secret that changes reaches the next pod only.
        _cluster.Remove("Secret", "token-p1");
        AddSecret("token-p1", rotated);
        Assert.Equal("unregistered", await StatusAsync("eu"));
        var next = AddProxyPod("p2", rotated);
        Assert.Equal("unreachable", await StatusAsync("eu"));
        Assert.Contains("registered with primary coderd", _server.LogOf(next)[0]);

        await CallAsync(200, "DELETE", $"workspaceproxies/{id}");
        Assert.Contains("unexpected status code 401", _server.LogOf(next)[0]);
    }

    [Fact]
    public async Task A_key_is_shown_once_unique_in_its_organization_and_goes_with_its_daemons()
    {
        var key = await CreateKeyAsync("builders", "default");
        var listed = (await CallAsync(200, "GET", "organizations/default/provisionerkeys")).AsArray().Single()!;
        Assert.Equal(("builders", "eu"), ((string?)listed["name"], (string?)listed["tags"]!["region"]));
        Assert.False(listed.AsObject().ContainsKey("key"));
        Assert.Equal("Provisioner key with name 'builders' already exists in organization", (string?)(await CallAsync(409, "POST", "organizations/default/provisionerkeys", new JsonObject { ["name"] = "builders" }))["message"]);
        Assert.Equal("Name is required", (string?)(await CallAsync(400, "POST", "organizations/default/provisionerkeys", []))["message"]);
        await CreateKeyAsync("builders", "platform");

        AddDaemonPod("d1", key);
        Assert.Single((await CallAsync(200, "GET", "organizations/default/provisionerdaemons")).AsArray());
        await CallAsync(204, "DELETE", "organizations/default/provisionerkeys/builders");
        Assert.Empty((await CallAsync(200, "GET", "organizations/default/provisionerdaemons")).AsArray());
        Assert.Single((await CallAsync(200, "GET", "organizations/platform/provisionerkeys")).AsArray());
        await CallAsync(404, "DELETE", "organizations/default/provisionerkeys/builders");
    }

    [Fact]
    public async Task Daemons_are_idle_busy_and_offline_as_their_pods_and_builds_are()
    {
        var key = await CreateKeyAsync("builders", "default");
        AddDaemonPod("d1", key);
        AddDaemonPod("d2", "another-key");
        var daemon = (await CallAsync(200, "GET", "organizations/default/provisionerdaemons")).AsArray().Single()!;
        Assert.Equal(("d1", "idle", "builders"), ((string?)daemon["name"], (string?)daemon["status"], (string?)daemon["key_name"]));
        Assert.Matches("^v2\\.19\\.0\\+", (string?)daemon["version"]);
        Assert.Null(daemon["current_job"]);

        await SandboxAsync("POST", "builds", new JsonObject { ["workspace"] = "ws-anna", ["daemon"] = "builders" });
        daemon = (await CallAsync(200, "GET", "organizations/default/provisionerdaemons")).AsArray().Single()!;
        Assert.Equal(("busy", "running"), ((string?)daemon["status"], (string?)daemon["current_job"]!["status"]));
        var job = (await CallAsync(200, "GET", "organizations/default/provisionerjobs?status=running")).AsArray().Single()!;
        Assert.Equal(((string?)daemon["current_job"]!["id"], "ws-anna"), ((string?)job["id"], (string?)job["metadata"]!["workspace_name"]));
        await SandboxAsync("DELETE", "builds/ws-anna");

        _cluster.Remove("Pod", "d1");
        Assert.Equal("offline", (string?)(await CallAsync(200, "GET", "organizations/default/provisionerdaemons"))[0]!["status"]);
    }

    [Fact]
    public async Task A_restarted_deployment_has_its_proxies_keys_users_and_licence()
    {
        await CreateProxyAsync("eu");
        await SandboxAsync("PUT", "licence", new JsonObject { ["state"] = "grace" });
        using var again = NewServer();
        Assert.Equal((_server.OwnerToken, _server.MemberToken), (again.OwnerToken, again.MemberToken));
        Assert.Contains("\"eu\"", await File.ReadAllTextAsync(_file));
        Assert.Contains("\"Grace\"", await File.ReadAllTextAsync(_file));
    }

    [Fact]
    public async Task The_page_shows_each_proxy_with_its_report()
    {
        await CreateProxyAsync("eu");
        var page = await _http.GetStringAsync("deployment/workspace-proxies");
        Assert.Contains("<h1>Workspace proxies</h1>", page);
        Assert.Contains("<td>eu</td><td>unregistered</td>", page);
    }

    private DeploymentServer NewServer() => new(new DeploymentOptions { AccessUrl = AccessUrl, Cluster = _cluster, Resolve = name => _names.GetValueOrDefault(name, []), File = _file });

    private HttpClient Client(string? token)
    {
        var address = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var http = new HttpClient { BaseAddress = new Uri(address) };
        if (token is not null)
            http.DefaultRequestHeaders.Add("Coder-Session-Token", token);
        return http;
    }

    private Task<JsonNode> CallAsync(int status, string method, string path, JsonObject? body = null) => SendAsync(_http, status, method, $"api/v2/{path}", body);

    private Task SandboxAsync(string method, string path, JsonObject? body = null) => SendAsync(_http, null, method, $"sandbox/{path}", body);

    private static async Task<string?> MessageAsync(HttpClient http, string method, string path, int status) => (string?)(await SendAsync(http, status, method, $"api/v2/{path}", null))["message"];

    private static async Task<JsonNode> SendAsync(HttpClient http, int? status, string method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status is null ? response.IsSuccessStatusCode : status == (int)response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private async Task<(JsonNode Proxy, string Token)> CreateProxyAsync(string name)
    {
        var created = await CallAsync(201, "POST", "workspaceproxies", new JsonObject { ["name"] = name });
        return (created["proxy"]!, (string)created["proxy_token"]!);
    }

    private async Task<string> CreateKeyAsync(string name, string organization) => (string)(await CallAsync(
        201, "POST", $"organizations/{organization}/provisionerkeys", new JsonObject { ["name"] = name, ["tags"] = new JsonObject { ["region"] = "eu" } }))["key"]!;

    private async Task<string?> StatusAsync(string name) => (string?)(await CallAsync(200, "GET", $"workspaceproxies/{name}"))["status"]!["status"];

    private async Task<string> ErrorAsync(string name, string status)
    {
        var proxy = await CallAsync(200, "GET", $"workspaceproxies/{name}");
        Assert.Equal(status, (string?)proxy["status"]!["status"]);
        return (string)proxy["status"]!["report"]!["errors"]![0]!;
    }

    private JsonObject AddProxyPod(string name, string token) => AddPod(name, token, $$"""
        {"name":"CODER_PROXY_SESSION_TOKEN","valueFrom":{"secretKeyRef":{"name":"token-{{name}}","key":"token"} } },
        {"name":"CODER_PRIMARY_ACCESS_URL","value":"{{AccessUrl}}"},
        {"name":"CODER_ACCESS_URL","value":"http://eu.coder.localhost"},
        {"name":"CODER_WILDCARD_ACCESS_URL","value":"*.eu.coder.localhost"}
        """);

    private void AddDaemonPod(string name, string key) => AddPod(name, key, $$"""
        {"name":"CODER_PROVISIONER_DAEMON_KEY","valueFrom":{"secretKeyRef":{"name":"token-{{name}}","key":"token"} } },
        {"name":"CODER_URL","value":"{{AccessUrl}}/"}
        """);

    private JsonObject AddPod(string name, string secret, string environment)
    {
        AddSecret($"token-{name}", secret);
        return _cluster.Add($$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"proxy","uid":"uid-{{name}}","labels":{"app":"coder"} },
             "spec":{"containers":[{"name":"coder","image":"ghcr.io/coder/coder:v2.19.0","env":[{{environment}}]}]},
             "status":{"conditions":[{"type":"Ready","status":"True"}]} }
            """);
    }

    private void AddSecret(string name, string value) =>
        _cluster.Add($$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{name}}","namespace":"proxy"},"data":{"token":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}}"} }""");

    private void AddIngress(string host) => _cluster.Add($$"""
        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"{{host}}","namespace":"proxy"},
         "spec":{"rules":[{"host":"{{host}}","http":{"paths":[{"backend":{"service":{"name":"coder-80"} } }]} }]},
         "status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.9"}]} } }
        """);

    private void AddService(string type, int port = 80) => _cluster.Add($$"""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"coder-{{port}}","namespace":"proxy"},"spec":{"type":"{{type}}","selector":{"app":"coder"},"ports":[{"port":{{port}} }]},
         "status":{"loadBalancer":{{(type == "LoadBalancer" ? """{"ingress":[{"ip":"203.0.113.9"}]}""" : "{}")}} } }
        """);

    private static void SetReady(JsonObject pod, bool isReady) => pod["status"]!["conditions"]![0]!["status"] = isReady ? "True" : "False";
}
