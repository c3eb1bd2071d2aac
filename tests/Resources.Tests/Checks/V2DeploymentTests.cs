using System.Text.Json.Nodes;
using Coder.Infra.Checks;
using Coder.Infra.Resources.Tests.Coder;
using Coder.Infra.Resources.Tests.Coder.V2;
using Coder.Infra.Settings;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Resources.Tests.Checks;

public sealed class V2DeploymentTests(CheckedCluster cluster) : IClassFixture<CheckedCluster>, IAsyncLifetime
{
    private readonly DeploymentFixture _coder = new();

    private StackSettings Proxy => cluster.Settings(_coder.Url) with
    {
        Kind = StackKind.WorkspaceProxy,
        CoderToken = _coder.Owner,
        CoderVersion = new CoderVersion(2, 19, 0, ""),
        ChartName = "coder",
        ReleaseName = "coder-workspace-proxy",
        Proxy = new ProxySettings("eu", "Europe", "", HasIngress: true),
    };

    private StackSettings Provisioner => Proxy with
    {
        Kind = StackKind.Provisioner,
        ChartName = "coder-provisioner",
        Url = null,
        Proxy = null,
        Provisioner = new ProvisionerSettings(null, "eu", System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty, 1),
    };

    public Task InitializeAsync() => _coder.InitializeAsync();

    public Task DisposeAsync() => _coder.DisposeAsync();

    [Fact]
    public async Task Where_nothing_is_wrong_the_facts_are_there()
    {
        foreach (var settings in new[] { Proxy, Provisioner })
        {
            var found = await RunAsync(settings);
            Assert.Empty(found.Problems);
            Assert.Empty(found.Warnings);
            Assert.Empty(found.Hints);
            Assert.Equal("2.19.0", found.ChartVersion.ToString());
        }
    }

    [Fact]
    public async Task Role_licence_cluster_and_chart_are_in_one_report()
    {
        await LicenceAsync("off");
        var found = await RunAsync(Proxy with { CoderToken = _coder.Member, CoderVersion = new CoderVersion(2, 18, 0, ""), AllowVersionSkew = true, Kubeconfig = cluster.Kubeconfig.Replace(cluster.Address, "https://127.0.0.1:1") });

        Assert.Collection(
            found.Problems,
            role => Assert.Contains("The token is that of member, who has no role", role),
            licence => Assert.Contains("does not cover the feature workspace_proxy", licence),
            there => Assert.Contains("cannot be reached from here", there),
            chart => Assert.Contains("has no coder 2.18.0. It has 2.19.0", chart));
    }

    [Fact]
    public async Task A_licence_in_its_grace_period_is_a_warning()
    {
        await LicenceAsync("grace");

        Assert.Contains("the feature workspace_proxy has expired, and is in its grace period", Assert.Single((await RunAsync(Proxy)).Warnings));
        Assert.Contains("external_provisioner_daemons", Assert.Single((await RunAsync(Provisioner)).Warnings));
    }

    [Fact]
    public async Task The_holder_of_the_name_is_a_hint_unless_it_is_at_this_very_host()
    {
        var made = await _coder.CallAsync(HttpMethod.Post, "api/v2/workspaceproxies", new JsonObject { ["name"] = "EU" });
        _coder.StartProxy("eu", (string)made!["proxy_token"]!, "http://us.coder.localhost");

        Assert.Contains("A workspace proxy named \"EU\" exists", Assert.Single((await RunAsync(Proxy)).Hints));
        Assert.Contains("is at http://us.coder.localhost already", Assert.Single((await RunAsync(Proxy with { Url = new Uri("http://us.coder.localhost"), Proxy = Proxy.Proxy! with { Name = "us" } })).Hints));
        Assert.Empty((await RunAsync(Proxy with { Url = new Uri("http://us.coder.localhost") })).Hints);
    }

    [Fact]
    public async Task An_organization_that_is_not_there_is_reported() => Assert.Contains(
        "Coder has no organization \"nobody\"; it has", Assert.Single((await RunAsync(Provisioner with { Provisioner = Provisioner.Provisioner! with { Organization = "nobody" } })).Problems));

    [Fact]
    public async Task A_proxy_that_is_to_be_taken_over_must_be_there()
    {
        Assert.Contains("Coder has no workspace proxy named \"eu\"; it has none", Assert.Single((await RunAsync(Proxy with { Adopt = true })).Problems));
        await _coder.CallAsync(HttpMethod.Post, "api/v2/workspaceproxies", new JsonObject { ["name"] = "eu" });
        Assert.Contains("There is no release coder-workspace-proxy in the namespace", Assert.Single((await RunAsync(Proxy with { Adopt = true })).Problems));
    }

    [Fact]
    public async Task The_deployment_decides_on_the_kind_and_refuses_one_that_it_cannot_have()
    {
        var v1 = new CoderDeploymentFixture();
        await v1.InitializeAsync();
        try
        {
            Assert.Equal((StackKind.WorkspaceProxy, null), await KindAsync(_coder.Url, null));
            Assert.Equal((StackKind.Provisioner, null), await KindAsync(_coder.Url, "provisioner"));
            Assert.Equal((StackKind.WorkspaceProvider, null), await KindAsync(v1.Url, null));
            Assert.Contains($"is one of Coder v1, and the deployment at {_coder.Url.OriginalString} is Coder v2 (v2.19.0+", (await KindAsync(_coder.Url, "workspaceProvider")).Problem);
            Assert.Contains("is Coder v1, which has workspaceProvider. Set it with: pulumi config set kind workspaceProvider", (await KindAsync(v1.Url, "provisioner")).Problem);
        }
        finally
        {
            await v1.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_access_url_of_a_proxy_is_refused()
    {
        _coder.Instead = async context =>
        {
            await context.Response.WriteAsJsonAsync(new { version = "v2.19.0", workspace_proxy = true, dashboard_url = "https://coder.example.com" });
            return true;
        };

        Assert.Contains("is the access URL of a workspace proxy, and must be that of the deployment. Set it with: pulumi config set coderUrl https://coder.example.com", (await KindAsync(_coder.Url, null)).Problem);
    }

    [Fact]
    public async Task A_page_instead_of_an_answer_is_not_v2()
    {
        _coder.Instead = async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html></html>");
            return true;
        };

        Assert.Equal((StackKind.WorkspaceProvider, null), await KindAsync(_coder.Url, null));
    }

    private static Task<(StackKind Kind, string? Problem)> KindAsync(Uri url, string? kind) => KindDetection.FindAsync(
        name => name switch { "coderUrl" => url.OriginalString, "kind" => kind, _ => null }, _ => null, new QuickTime(), default);

    private Task LicenceAsync(string state) => _coder.CallAsync(HttpMethod.Put, "sandbox/licence", new JsonObject { ["state"] = state });

    private static async Task<Findings> RunAsync(StackSettings settings)
    {
        using var surroundings = CoderStack.Around(settings, new QuickTime());
        return await surroundings.LookAsync(default);
    }
}
