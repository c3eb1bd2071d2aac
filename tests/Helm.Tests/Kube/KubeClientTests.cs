using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Helm.Tests.Kube;

public sealed class KubeClientTests
{
    static readonly ObjectReference Config = new("v1", "ConfigMap", "a", "team");

    [Fact]
    public async Task A_kind_is_mapped_to_its_path_by_discovery_which_is_asked_once()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Json(200, new JsonObject()));
        using var client = server.Client();
        await client.GetAsync(new("networking.k8s.io/v1", "Ingress", "web", "shop"));
        await client.GetAsync(new("v1", "Namespace", "shop"));
        await client.GetAsync(new("apps/v1", "Deployment", "web"));
        var asked = server.Requests.Select(r => r.Path).ToList();
        Assert.Contains("/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web", asked);
        Assert.Contains("/api/v1/namespaces/shop", asked);
        Assert.Contains("/apis/apps/v1/namespaces/team/deployments/web", asked); // the context's namespace
        Assert.Single(asked, p => p == "/apis");
        Assert.All(server.Requests, r => Assert.Equal("Bearer secret-token", r.Authorization));
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_no_match_after_asking_again()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Status(404, "NotFound", "none"));
        using var client = server.Client();
        await client.FindAsync(Config);
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(new("example.com/v1", "Widget", "w")));
        Assert.True(failure.IsNoMatch);
        Assert.Equal("no matches for kind \"Widget\" in version \"example.com/v1\"", failure.Message);
        Assert.Equal(2, server.Requests.Count(r => r.Path == "/apis"));
    }

    [Fact]
    public async Task An_error_carries_the_servers_status_and_message()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Json(422, JsonNode.Parse(
            """{"kind":"Status","message":"ConfigMap \"a\" is invalid: data: bad","reason":"Invalid","code":422,"details":{"causes":[{"field":"data","message":"bad"}]}}""")!));
        using var client = server.Client();
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(Config));
        Assert.Equal("ConfigMap \"a\" is invalid: data: bad", failure.Message);
        Assert.True(failure.IsInvalid);
        Assert.Equal(["data: bad"], failure.Causes);
    }

    [Fact]
    public async Task Gone_is_null_for_find_and_false_for_delete()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Status(404, "NotFound", "configmaps \"a\" not found"));
        using var client = server.Client();
        Assert.Null(await client.FindAsync(Config));
        Assert.False(await client.DeleteAsync(Config));
        Assert.True((await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(Config))).IsNotFound);
    }

    [Theory]
    [InlineData(PatchKind.Json, "application/json-patch+json")]
    [InlineData(PatchKind.Merge, "application/merge-patch+json")]
    [InlineData(PatchKind.Strategic, "application/strategic-merge-patch+json")]
    [InlineData(PatchKind.Apply, "application/apply-patch+yaml")]
    public async Task Each_kind_of_patch_has_its_media_type_and_parameters(PatchKind kind, string mediaType)
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Json(200, new JsonObject()));
        using var client = server.Client();
        await client.PatchAsync(Config, kind, new JsonObject(), new WriteOptions { FieldManager = "me", Force = true, DryRun = true });
        var request = server.Requests[^1];
        Assert.StartsWith(mediaType, request.ContentType);
        Assert.Equal($"/api/v1/namespaces/team/configmaps/a?dryRun=All&fieldManager=me{(kind == PatchKind.Apply ? "&force=true" : "")}", request.Path);
    }

    [Fact]
    public async Task Delete_sends_propagation_grace_and_preconditions()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Json(200, new JsonObject()));
        using var client = server.Client();
        Assert.True(await client.DeleteAsync(Config, new DeleteOptions { Propagation = "Foreground", GracePeriodSeconds = 0, Uid = "u", ResourceVersion = "7" }));
        Assert.Equal(
            """{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Foreground","gracePeriodSeconds":0,"preconditions":{"uid":"u","resourceVersion":"7"}}""",
            server.Requests[^1].Body);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_it_names_also_for_a_create()
    {
        var calls = 0;
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            if (++calls > 1)
                return response.Json(201, new JsonObject());
            response.Headers.RetryAfter = "1";
            return response.Status(429, "TooManyRequests", "slow down");
        });
        var time = new StepTime();
        var before = time.GetUtcNow();
        using var client = server.Client(new KubeClientOptions { Time = time });
        await client.CreateAsync(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "a" } });
        Assert.Equal(2, calls);
        Assert.Equal(TimeSpan.FromSeconds(1), time.GetUtcNow() - before);
    }

    [Fact]
    public async Task A_read_survives_a_dropped_connection_and_a_create_is_not_sent_twice()
    {
        var calls = 0;
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            if (++calls == 1 || response.HttpContext.Request.Method == "POST")
                response.HttpContext.Abort();
            return response.Json(200, new JsonObject { ["kind"] = "ConfigMap" });
        });
        using var client = server.Client(new KubeClientOptions { Time = new StepTime() });
        Assert.Equal("ConfigMap", (string?)(await client.GetAsync(Config))["kind"]);
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.CreateAsync(
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "a" } }));
        Assert.True(failure.IsUnreachable);
        Assert.Single(server.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task A_read_whose_connection_breaks_is_repeated_ten_times()
    {
        var calls = 0;
        await using var server = await ScriptedServer.StartAsync(async (_, response) =>
        {
            if (++calls <= 10)
            {
                response.ContentLength = 100;
                await response.WriteAsync("{");
                await response.Body.FlushAsync();
                response.HttpContext.Abort();
                return;
            }
            await response.Json(200, new JsonObject { ["kind"] = "ConfigMap" });
        });
        using var client = server.Client(new KubeClientOptions { Time = new StepTime() });
        Assert.Equal("ConfigMap", (string?)(await client.GetAsync(Config))["kind"]);
        Assert.Equal(11, calls);
    }

    [Fact]
    public async Task An_unreachable_cluster_is_named_with_the_remedy()
    {
        var server = await ScriptedServer.StartAsync((_, _) => Task.CompletedTask);
        var config = KubeConfig.Parse(server.Kubeconfig());
        var address = server.Address;
        await server.DisposeAsync();
        using var client = new KubeClient(config, new KubeClientOptions { Time = new StepTime() });
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(Config));
        Assert.True(failure.IsUnreachable);
        Assert.StartsWith($"Failed to reach the Kubernetes API server at {address}: Connection refused", failure.Message);
        Assert.Contains("kubectl cluster-info --context test", failure.Message);
    }

    [Fact]
    public async Task Refused_credentials_name_the_context_and_not_the_token()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Status(401, "Unauthorized", "Unauthorized"));
        using var client = server.Client();
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(Config));
        Assert.True(failure.IsUnauthorized);
        Assert.Contains("context \"test\"", failure.Message);
        Assert.DoesNotContain("secret-token", failure.Message);
    }

    [Fact]
    public async Task A_request_that_is_not_answered_ends_at_its_limit()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted));
        using var client = server.Client(new KubeClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(50), Retries = 0 });
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.GetAsync(Config));
        Assert.Equal("Timeout", failure.Reason);
    }

    [Fact]
    public async Task Names_under_localhost_are_loopback()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Json(200, new JsonObject { ["kind"] = "ConfigMap" }));
        using var client = new KubeClient(KubeConfig.Parse(server.Kubeconfig("cluster.coder.localhost")));
        Assert.Equal("ConfigMap", (string?)(await client.GetAsync(Config))["kind"]);
    }

    [Fact]
    public async Task A_list_goes_on_page_after_page_and_names_the_type_of_each_item()
    {
        await using var server = await ScriptedServer.StartAsync((request, response) => response.Json(200, JsonNode.Parse(request.Path.Contains("continue=next")
            ? """{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b"}}]}"""
            : """{"metadata":{"resourceVersion":"9","continue":"next"},"items":[{"metadata":{"name":"a"}}]}""")!));
        using var client = server.Client();
        var list = await client.ListAsync("v1", "ConfigMap", "team", new Selection { Labels = "app in (x,y)" });
        Assert.Equal(["a", "b"], list.Items.Select(i => (string?)i["metadata"]!["name"]));
        Assert.All(list.Items, i => Assert.Equal("ConfigMap", (string?)i["kind"]));
        Assert.Contains("labelSelector=app%20in%20%28x%2Cy%29", server.Requests[^1].Path);
    }

    [Fact]
    public async Task Warnings_of_the_server_are_told()
    {
        var said = new List<string>();
        await using var server = await ScriptedServer.StartAsync((_, response) =>
        {
            response.Headers.Append("Warning", "299 - \"unknown field \\\"daata\\\"\"");
            return response.Json(200, new JsonObject());
        });
        using var client = server.Client(new KubeClientOptions { OnWarning = said.Add });
        await client.GetAsync(Config);
        Assert.Equal(["unknown field \"daata\""], said);
    }

    [Fact]
    public async Task A_cancelled_request_ends_as_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await ScriptedServer.StartAsync(async (_, response) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted);
        });
        using var client = server.Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(Config, stop.Token));
    }
}
