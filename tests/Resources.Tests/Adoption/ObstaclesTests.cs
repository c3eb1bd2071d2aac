using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Adoption;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Releases;
using Coder.Infra.Resources.Tests.Checks;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Adoption;

/// <summary>What keeps an installation made by hand from coming under the program unchanged.</summary>
public sealed class ObstaclesTests
{
    private static readonly StackSettings Settings = new()
    {
        Stack = "eu",
        CoderUrl = new Uri("http://coder.example.com"),
        CoderToken = "admin-token",
        CoderVersion = null,
        Namespace = "coder",
        ProviderName = "eu",
        Url = new Uri("http://eu.coder.example.com"),
        ClusterAddress = "https://k8s.example.com:6443",
        ChartRepository = "https://helm.coder.com",
        ChartName = "workspace-provider",
    };

    private static readonly Installation Found = new()
    {
        Settings = Settings,
        ChartVersion = new CoderVersion(1, 19, 2, ""),
        Values = Values("""{"envproxy": {"token": "", "replicas": 1}, "ingress": {"host": "eu.coder.example.com"}}"""),
        Pool = new Pool { Id = "rp-1", Name = "eu", Status = "ready", EnvproxyAccessUrl = "http://eu.coder.example.com/", Config = new PoolConfig { ClusterAddress = "https://k8s.example.com:6443" } },
        Release = Release("deployed", """{"envproxy": {"token": "hush", "replicas": 1.0}, "ingress": {"host": "eu.coder.example.com"}}"""),
        IngressAddress = "203.0.113.7",
        Organizations = ["default"],
        Records = ImmutableDictionary<string, string>.Empty.Add("eu.coder.example.com", "203.0.113.7"),
    };

    [Fact]
    public void What_is_as_the_settings_say_is_taken_over()
    {
        Assert.Empty(Obstacles.Of(Found));
        Assert.Equal("hush", ProviderValues.Token(Found.Release!));
    }

    [Fact]
    public void Everything_that_differs_is_reported_with_the_setting_to_change_and_no_secret()
    {
        var found = Found with
        {
            Settings = Settings with { ProviderName = "europe", Url = new Uri("http://us.coder.example.com"), ClusterAddress = "https://other:6443", Organizations = ["platform"] },
            ChartVersion = new CoderVersion(1, 20, 0, ""),
            Pool = Found.Pool with { Status = "cordoned" },
            Release = Release("deployed", """{"envproxy": {"token": "hush", "image": "private"}, "ssh": {"enable": false}, "ingress": {"host": "other"}}"""),
            IngressAddress = "203.0.113.9",
        };

        var obstacles = Obstacles.Of(found);

        string[] expected =
        [
            "pulumi config set providerName eu", "pulumi config set hostname eu.coder.example.com", "pulumi config set clusterAddress https://k8s.example.com:6443",
            "Coder shows eu as cordoned", "pulumi config rm organizations", "pulumi config set coderVersion 1.19.2",
            "sets envproxy.image, the settings do not", "does not set envproxy.replicas, which the settings do", "has another ingress.host than the settings", "sets ssh.enable, the settings do not",
            "leads to 203.0.113.7, but the ingress is at 203.0.113.9",
        ];
        Assert.Equal(expected.Length, obstacles.Count);
        Assert.All(expected, part => Assert.Contains(obstacles, obstacle => obstacle.Contains(part)));
        Assert.All(["hush", "private"], secret => Assert.DoesNotContain(secret, string.Join('\n', obstacles)));
    }

    [Fact]
    public void A_release_in_another_namespace_is_found()
    {
        Assert.Contains("pulumi config set namespace coder-eu", Assert.Single(Obstacles.Of(Found with { Release = null, Elsewhere = ["coder-eu"] })));
    }

    [Theory]
    [InlineData("pending-upgrade", "helm rollback coder-workspace-provider -n coder")]
    [InlineData("failed", "helm rollback coder-workspace-provider -n coder")]
    public void A_release_that_is_not_deployed_is_fixed_first(string status, string remedy)
    {
        Assert.Contains(remedy, Assert.Single(Obstacles.Of(Found with { Release = Release(status, """{"envproxy": {"token": "hush", "replicas": 1}, "ingress": {"host": "eu.coder.example.com"}}""") })));
    }

    private static HelmRecord Release(string status, string values) => CheckedCluster.Record("coder", 3, status, "1.19.2", Values(values));

    private static JsonObject Values(string json) => JsonNode.Parse(json)!.AsObject();
}
