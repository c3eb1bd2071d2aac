using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Tests.Kube;

public sealed class KubeConfigTests
{
    const string Two = """
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
          - {name: one, context: {cluster: east, user: u}}
          - {name: two, context: {cluster: west, user: u, namespace: shop}}
        clusters:
          - {name: east, cluster: {server: "https://east.example.com:6443"}}
          - {name: west, cluster: {server: "https://west.example.com:6443"}}
        users:
          - {name: u, user: {token: very-secret}}
        """;

    [Fact]
    public void The_current_context_is_used_unless_another_is_named()
    {
        Assert.Equal("https://east.example.com:6443/", KubeConfig.Parse(Two).Server.ToString());
        Assert.Equal("default", KubeConfig.Parse(Two).Namespace);
        Assert.Equal("https://west.example.com:6443/", KubeConfig.Parse(Two, "two").Server.ToString());
        Assert.Equal("shop", KubeConfig.Parse(Two, "two").Namespace);
        Assert.Equal("https://west.example.com:6443/", KubeConfig.Parse(Two, "one", cluster: "west").Server.ToString());
    }

    [Fact]
    public void An_unknown_context_is_refused_with_those_there_are()
    {
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two, "three"));
        Assert.Equal("the given kubeconfig has no context \"three\". Its contexts: one, two.", failure.Message);
    }

    [Fact]
    public void A_cluster_that_is_not_there_is_refused()
        => Assert.Contains("has no cluster \"north\"", Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two, null, "north")).Message);

    [Fact]
    public void Malformed_yaml_names_the_place_and_shows_no_content()
    {
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse("users: [{token: very-secret\n  x: : y"));
        Assert.Contains("line", failure.Message);
        Assert.DoesNotContain("very-secret", failure.Message);
    }

    [Fact]
    public void A_server_that_is_no_url_is_refused()
        => Assert.Contains("is not a URL", Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two.Replace("https://east.example.com:6443", "east"))).Message);

    [Fact]
    public void A_missing_file_is_named()
        => Assert.Equal("The kubeconfig file /no/such/file does not exist.", Assert.Throws<KubeConfigException>(() => KubeConfig.Load("/no/such/file")).Message);

    [Fact]
    public void Path_and_content_are_told_apart()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Two);
            Assert.Equal("one", KubeConfig.LoadOrParse(file).Context);
            Assert.Equal("two", KubeConfig.LoadOrParse(Two, "two").Context);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
