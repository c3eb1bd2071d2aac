using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>Who gets in, and what a restart keeps.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task A_request_without_the_right_token_is_unauthorized(string? token)
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = cluster.CreateClient(token);
        using var response = await client.GetAsync("/api/v1/namespaces");
        var status = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Unauthorized", (string?)status["reason"]);
        Assert.Equal("Status", (string?)status["kind"]);
    }

    [Fact]
    public async Task The_certificate_is_not_trusted_without_the_authority()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = new HttpClient { BaseAddress = cluster.Server.Address };
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/version"));
    }

    [Fact]
    public async Task The_kubeconfig_holds_address_token_and_authority()
    {
        await using var cluster = await TestCluster.StartAsync();
        var text = cluster.Server.Kubeconfig;
        Assert.Contains($"server: {cluster.Server.Address.GetLeftPart(UriPartial.Authority)}\n", text);
        Assert.Contains($"token: {cluster.Server.Token}\n", text);
        Assert.Contains("current-context: sandbox\n", text);
    }

    [Fact]
    public async Task A_restart_keeps_objects_versions_token_certificate_and_port()
    {
        var directory = Directory.CreateTempSubdirectory("cluster-").FullName;
        try
        {
            JsonNode before;
            Uri address;
            string token, authority;
            await using (var cluster = await TestCluster.StartAsync(directory: directory))
            {
                await cluster.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"kept"}}""");
                await cluster.CreateAsync("/api/v1/namespaces/kept/configmaps", """{"metadata":{"name":"gone"}}""");
                await cluster.SendAsync("DELETE", "/api/v1/namespaces/kept/configmaps/gone");
                before = await cluster.CreateAsync("/api/v1/namespaces/kept/configmaps", """{"metadata":{"name":"c"},"data":{"k":"ä<>&"}}""");
                (address, token, authority) = (cluster.Server.Address, cluster.Server.Token, cluster.Server.CertificateAuthorityPem);
            }
            await using (var cluster = await TestCluster.StartAsync(directory: directory))
            {
                var after = await cluster.GetAsync("/api/v1/namespaces/kept/configmaps/c");
                Assert.True(JsonNode.DeepEquals(before, after.Json), after.Text);
                Assert.Equal(404, (await cluster.GetAsync("/api/v1/namespaces/kept/configmaps/gone")).Status);
                Assert.Equal((address, token, authority), (cluster.Server.Address, cluster.Server.Token, cluster.Server.CertificateAuthorityPem));
                var next = await cluster.CreateAsync("/api/v1/namespaces/kept/configmaps", """{"metadata":{"name":"d"}}""");
                Assert.True(Version(next) > Version(before));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_write_that_a_kill_cut_short_is_dropped_and_those_before_it_are_kept()
    {
        var directory = Directory.CreateTempSubdirectory("cluster-").FullName;
        try
        {
            await using (var cluster = await TestCluster.StartAsync(directory: directory))
                await cluster.CreateAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"}}""");
            await File.AppendAllTextAsync(Path.Combine(directory, "objects.jsonl"), """{"r":999999,"s":"configmaps","ns":"default","n":"half","o":{"meta""");
            await using (var cluster = await TestCluster.StartAsync(directory: directory))
            {
                Assert.Equal(200, (await cluster.GetAsync("/api/v1/namespaces/default/configmaps/c")).Status);
                Assert.Equal(404, (await cluster.GetAsync("/api/v1/namespaces/default/configmaps/half")).Status);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_broken_journal_is_named_and_left_alone()
    {
        var directory = Directory.CreateTempSubdirectory("cluster-").FullName;
        try
        {
            var journal = Path.Combine(directory, "objects.jsonl");
            await File.WriteAllTextAsync(journal, "nonsense\n{\"r\":2}\n");
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => ClusterServer.StartAsync(new ClusterOptions { DataDirectory = directory }, default));
            Assert.Contains("objects.jsonl:1", error.Message);
            Assert.Equal("nonsense\n{\"r\":2}\n", await File.ReadAllTextAsync(journal));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Access_reviews_allow_the_administrator_everything()
    {
        await using var cluster = await TestCluster.StartAsync();
        var review = await cluster.CreateAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            """{"spec":{"resourceAttributes":{"verb":"create","resource":"pods"}}}""");
        Assert.True((bool)review["status"]!["allowed"]!);
    }

    static long Version(JsonNode json) => long.Parse((string)json["metadata"]!["resourceVersion"]!);
}
