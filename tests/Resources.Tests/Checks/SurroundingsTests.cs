using Coder.Infra.Checks;
using Coder.Infra.Resources.Tests.Coder;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Checks;

public sealed class SurroundingsTests(CheckedCluster cluster, CoderDeploymentFixture coder) : IClassFixture<CheckedCluster>, IClassFixture<CoderDeploymentFixture>
{
    private StackSettings Query => cluster.Settings(coder.Url);

    [Fact]
    public async Task Where_nothing_is_wrong_the_facts_are_there()
    {
        var found = await RunAsync(Query);

        Assert.Empty(found.Problems);
        Assert.Empty(found.Warnings);
        Assert.Equal("sandbox", found.Context);
        Assert.Equal(cluster.Address, found.Server);
        Assert.Equal("1.19.2", found.DeploymentVersion);
    }

    [Fact]
    public async Task Every_problem_is_in_one_report()
    {
        var found = await RunAsync(
            Query with
            {
                Kubeconfig = cluster.Kubeconfig.Replace(cluster.Address, "https://127.0.0.1:1"),
                ClusterAddress = "https://nowhere.invalid:6443",
                ChartRepository = cluster.Repository + "/503",
            },
            new Uri("http://127.0.0.1:1"));

        Assert.Equal(3, found.Problems.Count);
        Assert.Contains("Failed to look up the version of the Coder deployment at http://127.0.0.1:1/", found.Problems[0]);
        Assert.Contains("The cluster https://127.0.0.1:1 (context \"sandbox\") cannot be reached from here", found.Problems[1]);
        Assert.Contains("answered 503", found.Problems[2]);
        Assert.Contains("The cluster address https://nowhere.invalid:6443 cannot be reached from here", Assert.Single(found.Warnings));
    }

    [Fact]
    public async Task A_wrong_token_is_reported_once()
    {
        var found = await RunAsync(Query, token: "wrong");

        Assert.All(found.Problems, problem => Assert.Contains("401", problem));
        Assert.Contains("pulumi config set --secret coderToken", found.Problems[0]);
    }

    [Fact]
    public async Task Credentials_that_the_cluster_does_not_take_are_reported()
    {
        var token = cluster.Kubeconfig.Split('\n').First(line => line.Contains("token: ")).Split(": ")[1];

        var found = await RunAsync(Query with { Kubeconfig = cluster.Kubeconfig.Replace(token, "wrong") });

        var problem = Assert.Single(found.Problems);
        Assert.Contains("answered 401", problem);
        Assert.Contains("pulumi config set kubeconfig", problem);
        Assert.DoesNotContain(token, problem);
    }

    [Theory]
    [InlineData("no kubeconfig at all")]
    [InlineData("current-context: gone\ncontexts: []\n")]
    public async Task A_kubeconfig_that_cannot_be_used_is_reported(string kubeconfig)
    {
        var found = await RunAsync(Query with { Kubeconfig = kubeconfig });

        Assert.Contains("The kubeconfig cannot be used:", Assert.Single(found.Problems));
    }

    [Fact]
    public async Task The_holder_of_the_name_is_a_hint_unless_it_is_this_very_provider()
    {
        await coder.CallAsync(HttpMethod.Post, "api/private/resource-pools", new() { ["name"] = "held", ["type"] = "kubernetes", ["hostname"] = "http://held.coder.localhost", ["cluster_address"] = cluster.Address });

        Assert.Contains("A workspace provider named \"held\" exists: rp-", Assert.Single((await RunAsync(Query with { ProviderName = "held" })).Hints));
        Assert.Empty((await RunAsync(Query with { ProviderName = "held", Url = new Uri("http://held.coder.localhost") })).Hints);
        Assert.Empty((await RunAsync(Query with { ProviderName = "free" })).Hints);
    }

    [Fact]
    public async Task Organizations_that_Coder_does_not_have_are_reported()
    {
        Assert.Contains("Coder has no organization \"nobody\"; it has default", Assert.Single((await RunAsync(Query with { Organizations = ["default", "nobody"] })).Problems));
        Assert.Empty((await RunAsync(Query with { Organizations = ["default"] })).Problems);
    }

    [Theory]
    [InlineData("", "workspace-provider", "1.19.3", "has no workspace-provider 1.19.3. It has 1.19.2, 1.20.0.")]
    [InlineData("", "provider", "1.19.2", "has no chart \"provider\"")]
    [InlineData("/404", "workspace-provider", "1.19.2", "answered 404")]
    [InlineData("/broken", "workspace-provider", "1.19.2", "its index.yaml is not YAML")]
    public async Task A_chart_that_is_not_there_is_reported(string path, string name, string version, string said)
    {
        var found = await RunAsync(Query with { ChartRepository = cluster.Repository + path, ChartName = name, CoderVersion = CoderVersion.TryParse(version, out var wanted) ? wanted : null, AllowVersionSkew = true });

        Assert.Contains(said, Assert.Single(found.Problems));
    }

    [Fact]
    public async Task Without_a_version_the_deployments_is_looked_for()
    {
        var folder = Directory.CreateTempSubdirectory("chart-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Chart.yaml"), "apiVersion: v2\nname: workspace-provider\nversion: 1.18.0\n");

        Assert.Empty((await RunAsync(Query with { CoderVersion = null })).Problems);
        Assert.Contains("has no chart \"provider\"", Assert.Single((await RunAsync(Query with { CoderVersion = null, ChartName = "provider" })).Problems));
        Assert.Contains("is of version 1.18.0, not 1.19.2", Assert.Single((await RunAsync(Query with { CoderVersion = null, ChartRepository = null, ChartName = folder.FullName })).Warnings));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_chart_on_disk_must_be_there()
    {
        var folder = Directory.CreateTempSubdirectory("chart-");
        var query = Query with { ChartRepository = null, ChartName = folder.FullName };
        Assert.Contains("which holds no chart", Assert.Single((await RunAsync(query)).Problems));

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Chart.yaml"), "apiVersion: v2\nname: workspace-provider\nversion: 1.18.0\n");
        var found = await RunAsync(query);
        Assert.Empty(found.Problems);
        Assert.Contains("is of version 1.18.0, not 1.19.2", Assert.Single(found.Warnings));
        folder.Delete(recursive: true);
    }

    private async Task<Findings> RunAsync(StackSettings settings, Uri? url = null, string token = CoderDeploymentFixture.Token)
    {
        using var surroundings = CoderStack.Around(settings with { CoderUrl = url ?? coder.Url, CoderToken = token }, new QuickTime());
        return await surroundings.LookAsync(default);
    }
}
