using System.Net;
using System.Text.Json.Nodes;
using Coder.Infra.Checks;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
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
    public async Task The_deployed_revision_counts_not_a_newer_one_that_failed()
    {
        await cluster.ReleaseAsync(1, "superseded", "1.18.0");
        await cluster.ReleaseAsync(2, "deployed", "1.19.2");
        await cluster.ReleaseAsync(3, "failed", "1.20.0");

        var found = await RunAsync();
        Assert.Equal("1.19.2", found.Deployed!.ChartVersion);
        Assert.Equal(3, found.Release!.Revision);
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_has_no_release()
    {
        var found = await RunAsync(settings => settings with { Namespace = "to-be-made" });

        Assert.Null(found.Release);
        Assert.Equal(Presence.Missing, found.Namespace);
        Assert.Empty(found.Problems);
    }

    [Fact]
    public async Task Certificates_are_looked_at_where_they_are_named()
    {
        var now = DateTimeOffset.UtcNow;
        var (certificate, key) = CheckedCluster.Certificate(now.AddDays(-1), now.AddDays(90), "eu.coder.example.com", "*.dev.example.com");
        await cluster.SecretAsync("good", "kubernetes.io/tls", ("tls.crt", certificate), ("tls.key", key));

        var served = new CertificateSettings(TlsMode.Secret, "good", "good");
        Assert.Empty((await RunAsync(settings => settings with { Url = new Uri("https://eu.coder.example.com"), WildcardHost = "*.dev.example.com", Certificate = served })).Problems);
        Assert.Contains("is not for us.coder.example.com; it is for eu.coder.example.com, *.dev.example.com",
            Assert.Single((await RunAsync(settings => settings with { Url = new Uri("https://us.coder.example.com"), Certificate = served })).Problems));
        Assert.Contains("There is no secret gone in the namespace coder-eu",
            Assert.Single((await RunAsync(settings => settings with { Url = new Uri("https://eu.coder.example.com"), Certificate = served with { SecretName = "gone" } })).Problems));
    }

    [Fact]
    public async Task A_secret_of_somebody_else_is_not_taken_for_an_issued_certificate()
    {
        await cluster.SecretAsync("theirs", "Opaque", ("a", "b"));

        Assert.Contains("A secret theirs exists in the namespace coder-eu that this stack did not make",
            Assert.Single((await RunAsync(settings => settings with { Certificate = new CertificateSettings(TlsMode.Issue, "theirs", "theirs") })).Problems));
    }

    [Fact]
    public async Task A_namespace_without_the_stacks_label_is_somebody_elses()
    {
        Assert.Equal(Presence.Foreign, (await RunAsync()).Namespace);
    }

    [Fact]
    public async Task What_may_not_be_done_is_one_sentence()
    {
        await using var server = await DenyingServer.StartAsync(attributes =>
            (string?)attributes["resource"] is "deployments" && (string?)attributes["verb"] is "create" or "delete" || (string?)attributes["resource"] is "roles");

        var found = await RunAsync(settings => settings with { Kubeconfig = server.Kubeconfig });

        var problem = Assert.Single(found.Problems);
        Assert.Contains("create, delete deployments.apps; get, create, patch, delete roles.rbac.authorization.k8s.io", problem);
        Assert.Contains("kubectl auth can-i create deployments.apps -n coder-eu", problem);
    }

    private async Task<Findings> RunAsync(Func<StackSettings, StackSettings>? with = null)
    {
        var settings = cluster.Settings(new Uri("http://coder.localhost"));
        settings = with?.Invoke(settings) ?? settings;
        var findings = new Findings();
        using var client = new ClusterClient(ClusterConnection.Open(settings.Kubeconfig, null));
        await new ClusterChecks(findings, settings, client, [], TimeProvider.System).RunAsync(default);
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
