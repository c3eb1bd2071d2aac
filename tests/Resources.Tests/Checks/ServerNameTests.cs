using Coder.Infra.Kubernetes;

namespace Coder.Infra.Resources.Tests.Checks;

/// <summary>The API server must prove its name, not only that its certificate comes from the cluster's authority.</summary>
public sealed class ServerNameTests(CheckedCluster cluster) : IClassFixture<CheckedCluster>
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("nope.example.com", false)]
    public async Task The_certificate_must_be_for_the_tls_server_name(string name, bool accepted)
    {
        var kubeconfig = cluster.Kubeconfig.Replace($"server: {cluster.Address}", $"tls-server-name: {name}\n    server: {cluster.Address}", StringComparison.Ordinal);
        using var client = new ClusterClient(ClusterConnection.Open(kubeconfig, null));
        var asked = client.FindAsync($"api/v1/namespaces/{CheckedCluster.Namespace}", default);

        if (accepted)
            Assert.NotNull(await asked);
        else
            Assert.Null((await Assert.ThrowsAsync<ClusterException>(() => asked)).Status);
    }

    [Fact]
    public void No_check_together_with_an_authority_is_refused()
    {
        var kubeconfig = cluster.Kubeconfig.Replace($"server: {cluster.Address}", $"insecure-skip-tls-verify: true\n    server: {cluster.Address}", StringComparison.Ordinal);

        Assert.Contains("insecure-skip-tls-verify together with a certificate authority", Assert.Throws<ClusterException>(() => ClusterConnection.Open(kubeconfig, null)).Message);
    }
}
