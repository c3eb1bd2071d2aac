using Coder.Infra.Helm.Kube;
using Coder.Infra.Tests;

namespace Coder.Infra.Helm.Tests.Kube;

/// <summary>The identity of the API server: what is refused, before any request is sent, and in which words.</summary>
public sealed class KubeTlsTests
{
    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.1", "kubernetes.example.com")]
    public async Task A_certificate_for_the_servers_name_by_the_kubeconfigs_authority_is_accepted(string host, string? serverName)
    {
        await using var server = await TlsServer.StartAsync();
        using var client = new KubeClient(KubeConfig.Parse(server.Kubeconfig(host, serverName: serverName)));
        Assert.Equal("v1.36.3", (string?)(await client.VersionAsync())["gitVersion"]);
        Assert.Equal(["Bearer secret-token"], server.Authorizations);
    }

    [Theory]
    [InlineData("127.0.0.1", "nope.example.com", "x509: certificate is valid for localhost, kubernetes.example.com, not nope.example.com")]
    [InlineData("127.0.0.2", null, "x509: certificate is valid for 127.0.0.1, not 127.0.0.2")]
    public async Task A_certificate_for_another_name_is_refused_and_nothing_is_sent(string host, string? serverName, string problem)
    {
        await using var server = await TlsServer.StartAsync();
        await RefusedAsync(server, server.Kubeconfig(host, serverName: serverName), problem);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_and_nothing_is_sent()
    {
        await using var server = await TlsServer.StartAsync();
        await RefusedAsync(server, server.Kubeconfig("127.0.0.1", authority: TlsServer.Authority("another")), "x509: certificate signed by unknown authority");
        await RefusedAsync(server, server.Kubeconfig("127.0.0.1", withAuthority: false), "x509: certificate signed by unknown authority");
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_and_nothing_is_sent()
    {
        var end = new DateTimeOffset(2021, 6, 1, 0, 0, 0, TimeSpan.Zero);
        await using var server = await TlsServer.StartAsync(end);
        await RefusedAsync(server, server.Kubeconfig("127.0.0.1"), "x509: certificate has expired or is not yet valid: current time ", " is after 2021-06-01T00:00:00Z");
    }

    [Fact]
    public async Task Only_the_insecure_flag_accepts_any_certificate_and_not_together_with_an_authority()
    {
        await using var server = await TlsServer.StartAsync();
        using var client = new KubeClient(KubeConfig.Parse(server.Kubeconfig("127.0.0.1", serverName: "nope.example.com", withAuthority: false, insecure: true)));
        Assert.Equal("v1.36.3", (string?)(await client.VersionAsync())["gitVersion"]);
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(server.Kubeconfig("127.0.0.1", insecure: true)));
        Assert.Equal("specifying a root certificates file with the insecure flag is not allowed", failure.Message);
    }

    static async Task RefusedAsync(TlsServer server, string kubeconfig, params string[] problem)
    {
        using var client = new KubeClient(KubeConfig.Parse(kubeconfig));
        var failure = await Assert.ThrowsAsync<KubeException>(() => client.VersionAsync());
        Assert.True(failure.IsUnreachable);
        Assert.Contains("tls: failed to verify certificate: " + problem[0], failure.Message);
        Assert.All(problem, part => Assert.Contains(part, failure.Message));
        Assert.Empty(server.Authorizations);
    }
}
