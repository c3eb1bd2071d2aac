using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Kubernetes;
using Coder.Infra.Tests;

namespace Coder.Infra.Resources.Tests.Checks;

/// <summary>To whom the tokens go: a server that does not prove its name by the right authority gets none of them.</summary>
public sealed class TrustTests
{
    [Fact]
    public async Task The_clusters_token_goes_to_a_server_of_the_right_name_by_the_kubeconfigs_authority()
    {
        await using var server = await TlsServer.StartAsync();

        await AskClusterAsync(server.Kubeconfig("127.0.0.1"));
        await AskClusterAsync(server.Kubeconfig("127.0.0.1", serverName: "kubernetes.example.com"));
        await AskClusterAsync(server.Kubeconfig("127.0.0.2", withAuthority: false, insecure: true));

        Assert.Equal(["Bearer secret-token", "Bearer secret-token", "Bearer secret-token"], server.Authorizations);
    }

    [Fact]
    public async Task The_clusters_token_goes_nowhere_else()
    {
        await using var server = await TlsServer.StartAsync();
        await using var expired = await TlsServer.StartAsync(new DateTimeOffset(2021, 6, 1, 0, 0, 0, TimeSpan.Zero));

        foreach (var kubeconfig in new[]
            {
                server.Kubeconfig("127.0.0.2"),
                server.Kubeconfig("127.0.0.1", serverName: "nope.example.com"),
                server.Kubeconfig("127.0.0.1", authority: TlsServer.Authority("another")),
                server.Kubeconfig("127.0.0.1", withAuthority: false),
                expired.Kubeconfig("127.0.0.1"),
            })
        {
            Assert.Null((await Assert.ThrowsAsync<ClusterException>(() => AskClusterAsync(kubeconfig))).Status);
        }

        Assert.Empty(server.Authorizations);
        Assert.Empty(expired.Authorizations);
    }

    [Fact]
    public async Task A_token_file_is_read_for_each_request()
    {
        await using var server = await TlsServer.StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            using var client = new ClusterClient(ClusterConnection.Open(server.Kubeconfig("127.0.0.1", user: $"tokenFile: {file}"), null));
            foreach (var token in new[] { "first", "second" })
            {
                await File.WriteAllTextAsync(file, token + "\n");
                await client.FindAsync("version", default);
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(["Bearer first", "Bearer second"], server.Authorizations);
    }

    [Fact]
    public async Task The_session_token_goes_to_the_deployment_by_the_authority_of_the_settings()
    {
        await using var server = await TlsServer.StartAsync();

        Assert.Equal("1.19.2", await AskCoderAsync("localhost", server, server.AuthorityPem));

        Assert.Equal(["session-token"], server.Authorizations);
    }

    [Fact]
    public async Task The_session_token_goes_nowhere_else()
    {
        await using var server = await TlsServer.StartAsync();
        await using var expired = await TlsServer.StartAsync(new DateTimeOffset(2021, 6, 1, 0, 0, 0, TimeSpan.Zero));

        foreach (var (host, to, authority) in new[]
            {
                ("127.0.0.2", server, server.AuthorityPem),
                ("localhost", server, TlsServer.Authority("another").ExportCertificatePem()),
                ("localhost", server, ""),
                ("localhost", expired, expired.AuthorityPem),
            })
        {
            var error = await Assert.ThrowsAsync<CoderException>(() => AskCoderAsync(host, to, authority));
            Assert.DoesNotContain("session-token", error.ToString());
        }

        Assert.Empty(server.Authorizations);
        Assert.Empty(expired.Authorizations);
    }

    private static async Task AskClusterAsync(string kubeconfig)
    {
        using var client = new ClusterClient(ClusterConnection.Open(kubeconfig, null));
        await client.FindAsync("version", default);
    }

    private static async Task<string> AskCoderAsync(string host, TlsServer server, string authority)
    {
        using var client = new CoderClient(new Uri($"https://{host}:{server.Port}"), "session-token", new QuickTime(), authority);
        return await client.GetVersionAsync(default);
    }
}
