using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Checks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Resources.Tests.Checks;

public sealed class ClusterChecksTests(CheckedCluster cluster) : IClassFixture<CheckedCluster>
{
    [Fact]
    public async Task The_release_that_is_deployed_is_told_not_a_newer_one_that_failed()
    {
        await cluster.ReleaseAsync(1, "superseded", "1.18.0");
        await cluster.ReleaseAsync(2, "deployed", "1.19.2");
        await cluster.ReleaseAsync(3, "failed", "1.20.0");

        Assert.Equal("1.19.2", (await RunAsync())["releaseVersion"]);
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_has_no_release()
    {
        var found = await RunAsync(query => query with { Namespace = "to-be-made" });

        Assert.Equal("", found["releaseVersion"]);
        Assert.Empty(found.Problems);
    }

    [Fact]
    public async Task Certificates_are_looked_at_where_they_are_named()
    {
        var now = DateTimeOffset.UtcNow;
        var (certificate, key) = CheckedCluster.Certificate(now.AddDays(-1), now.AddDays(90), "eu.coder.example.com", "*.dev.example.com");
        await cluster.SecretAsync("good", "kubernetes.io/tls", ("tls.crt", certificate), ("tls.key", key));

        Assert.Empty((await RunAsync(query => query with { Certificates = [("good", "eu.coder.example.com"), ("good", "*.dev.example.com")] })).Problems);
        Assert.Contains("is not for us.coder.example.com; it is for eu.coder.example.com, *.dev.example.com",
            Assert.Single((await RunAsync(query => query with { Certificates = [("good", "us.coder.example.com")] })).Problems));
        Assert.Contains("There is no secret gone in the namespace coder-eu", Assert.Single((await RunAsync(query => query with { Certificates = [("gone", "eu.coder.example.com")] })).Problems));
    }

    [Fact]
    public async Task What_may_not_be_done_is_one_sentence()
    {
        await using var server = await DenyingServer.StartAsync(attributes =>
            (string?)attributes["resource"] is "deployments" && (string?)attributes["verb"] is "create" or "delete" || (string?)attributes["resource"] is "roles");

        var found = await RunAsync(query => query with { Kubeconfig = server.Kubeconfig });

        var problem = Assert.Single(found.Problems);
        Assert.Contains("create, delete deployments.apps; get, create, patch, delete roles.rbac.authorization.k8s.io", problem);
        Assert.Contains("kubectl auth can-i create deployments.apps -n coder-eu", problem);
    }

    private async Task<Findings> RunAsync(Func<PreconditionQuery, PreconditionQuery>? with = null)
    {
        var query = new PreconditionQuery { Kubeconfig = cluster.Kubeconfig, Namespace = CheckedCluster.Namespace };
        var findings = new Findings();
        await new ClusterChecks(findings, TimeProvider.System).RunAsync(with?.Invoke(query) ?? query, default);
        return findings;
    }

    /// <summary>An API server that only answers access reviews, and says no to some.</summary>
    private sealed class DenyingServer : IAsyncDisposable
    {
        private readonly WebApplication _web;

        private DenyingServer(WebApplication web) => _web = web;

        public string Kubeconfig => $$$"""
            {"current-context":"guest","contexts":[{"name":"guest","context":{"cluster":"c","user":"u"}}],"users":[{"name":"u","user":{"token":"t"}}],
             "clusters":[{"name":"c","cluster":{"server":"{{{_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}}}"}}]}
            """;

        public static async Task<DenyingServer> StartAsync(Func<JsonObject, bool> denied)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var web = builder.Build();
            web.Run(async http =>
            {
                if (http.Request.Path.StartsWithSegments("/version"))
                {
                    await http.Response.WriteAsync("""{"major":"1","minor":"30","gitVersion":"v1.30.0"}""");
                    return;
                }

                if (!http.Request.Path.Value!.EndsWith("/selfsubjectaccessreviews", StringComparison.Ordinal))
                {
                    http.Response.StatusCode = 403;
                    await http.Response.WriteAsync("""{"kind":"Status","code":403}""");
                    return;
                }

                var review = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
                review["status"] = new JsonObject { ["allowed"] = !denied((JsonObject)review["spec"]!["resourceAttributes"]!) };
                http.Response.StatusCode = 201;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(review.ToJsonString());
            });
            await web.StartAsync();
            return new DenyingServer(web);
        }

        public ValueTask DisposeAsync() => _web.DisposeAsync();
    }
}
