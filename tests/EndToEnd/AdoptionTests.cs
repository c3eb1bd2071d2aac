using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.EndToEnd;

/// <summary>What was installed by hand, as the seed describes, comes under the program; and what the program made is upgraded by hand.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class AdoptionTests
{
    [Fact]
    public async Task An_installation_made_by_hand_is_taken_over_without_a_new_token_or_a_restart()
    {
        await using var project = new TestProject(("adopt", "true"));
        var (id, token) = await InstallAsync(project);
        var pod = await PodAsync(project);

        // Settings that are not as the installation is: all of them at once, nothing taken over.
        await project.RunAsync("config", "set", "--path", "values.envproxy.replicas", "2");
        await project.RunAsync("config", "set", "clusterAddress", "https://elsewhere.example.com:6443");
        var refused = await project.FailAsync("up", "--yes");
        Assert.Contains("does not set envproxy.replicas, which the settings do. Remove it with: pulumi config rm --path values.envproxy.replicas", refused);
        Assert.Contains("as the cluster address of eu, not https://elsewhere.example.com:6443. Set it with: pulumi config set clusterAddress https://", refused);
        Assert.Contains("has another envproxy.clusterAddress than the settings", refused);
        Assert.DoesNotContain(token, refused);
        await project.RunAsync("config", "rm", "values");
        await project.RunAsync("config", "rm", "clusterAddress");

        var objects = await ObjectsAsync(project);
        var taken = await project.RunAsync("up", "--yes");
        foreach (var (type, name) in new[]
            {
                ("coder-infra:index:Registration", "registration"), ("kubernetes:core/v1:Namespace", "namespace"), ("kubernetes:helm.sh/v3:Release", "coder-workspace-provider"),
                ("coder-infra:index:DnsRecord", "dns"), ("coder-infra:index:Admission", "admission"),
            })
        {
            Assert.Contains($"{type} {name} imported", taken);
        }

        Assert.Contains("= 5 imported", taken);
        // One upgrade with the same manifest: the state ends complete, and no pod restarts.
        Assert.Contains("2", await OutputAsync(project, "releaseRevision"));
        Assert.Equal(token, await OutputAsync(project, "envproxyToken"));
        Assert.Equal(id, await OutputAsync(project, "providerId"));
        Assert.Equal(id, (string?)Assert.Single(await project.ProvidersAsync())!["id"]);
        Assert.Equal(pod, await PodAsync(project));
        Assert.Equal(objects, await ObjectsAsync(project));
        Assert.DoesNotContain(token, taken);
        Assert.DoesNotContain(token, project.State);
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        // From now on a stack like any other: a bump upgrades the release, with adopt and without.
        await project.RunAsync("sandbox", "coder-version", "1.20.0");
        await project.RunAsync("config", "set", "coderVersion", "1.20.0");
        var bumped = await project.RunAsync("up", "--yes");
        Assert.Contains("~ 1 updated", bumped);
        Assert.Contains("\"1.19.2\" => \"1.20.0\"", bumped);
        Assert.Equal(token, await OutputAsync(project, "envproxyToken"));
        await project.RunAsync("config", "rm", "adopt");
        await project.RunAsync("up", "--yes", "--expect-no-changes");
        Assert.Equal(id, (string?)Assert.Single(await project.ProvidersAsync())!["id"]);

        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProvidersAsync());
        Assert.Null(await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy"));
        // The namespace was there before: it stays.
        Assert.NotNull(await project.GetAsync("/api/v1/namespaces/coder-eu"));
    }

    [Fact]
    public async Task What_the_stack_made_can_be_upgraded_by_hand_and_the_stack_follows()
    {
        await using var project = new TestProject();
        await project.RunAsync("up", "--yes");
        var token = await OutputAsync(project, "envproxyToken");
        await project.RunAsync("sandbox", "coder-version", "1.20.0");

        // The seed's command for an upgrade: the values that are there persist.
        project.Set("KUBECONFIG", project.Sandbox.Kubeconfig);
        await project.RunAsync("helm", "upgrade", "coder-workspace-provider", "workspace-provider", "--repo", project.Sandbox.ChartRepository, "--version", "1.20.0", "--atomic", "--reuse-values", "-n", "coder-eu");
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);

        await project.RunAsync("config", "set", "coderVersion", "1.20.0");
        var followed = await project.RunAsync("up", "--yes", "--refresh");
        Assert.DoesNotContain("replaced", followed);
        Assert.Equal(token, await OutputAsync(project, "envproxyToken"));
        Assert.Equal("1.20.0", await OutputAsync(project, "releaseVersion"));
        await project.RunAsync("up", "--yes", "--expect-no-changes");
    }

    /// <summary>kubectl create namespace, coder providers create, helm upgrade --install, and a DNS record.</summary>
    private static async Task<(string Id, string Token)> InstallAsync(TestProject project)
    {
        await project.RunAsync("sandbox", "start");
        var sandbox = project.Sandbox;
        using var cluster = SandboxCalls.ClusterClient(sandbox);
        using (var created = await cluster.PostAsJsonAsync("/api/v1/namespaces", new { apiVersion = "v1", kind = "Namespace", metadata = new { name = "coder-eu" } }))
            created.EnsureSuccessStatusCode();
        using var coder = new HttpClient { DefaultRequestHeaders = { { "Session-Token", sandbox.CoderToken } } };
        using var registered = await coder.PostAsJsonAsync(
            $"http://127.0.0.1:{new Uri(sandbox.CoderUrl).Port}/api/private/resource-pools",
            new { name = "eu", type = "kubernetes", hostname = "http://eu.coder.localhost", cluster_address = sandbox.KubernetesUrl });
        var pool = (await registered.Content.ReadFromJsonAsync<JsonObject>())!;
        var (id, token) = ((string)pool["id"]!, (string)pool["envproxy_token"]!);

        project.Set("KUBECONFIG", sandbox.Kubeconfig);
        await project.RunAsync(
            "helm", "upgrade", "coder-workspace-provider", "workspace-provider", "--repo", sandbox.ChartRepository, "--version", "1.19.2", "--atomic", "--install", "-n", "coder-eu",
            "--set", $"envproxy.token={token}", "--set", "envproxy.accessURL=http://eu.coder.localhost", "--set", "ingress.host=eu.coder.localhost",
            "--set", $"envproxy.clusterAddress={sandbox.KubernetesUrl}", "--set", $"cemanager.accessURL={sandbox.CoderUrl}");
        var ingress = await project.GetAsync("/apis/networking.k8s.io/v1/namespaces/coder-eu/ingresses/web-ingress");
        await AddRecordAsync(sandbox, "eu.coder.localhost", (string)ingress!["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!);
        var organizations = (await project.CoderAsync("api/v0/orgs"))!.AsArray().Where(organization => (string?)organization!["name"] is "default" or "platform").Select(organization => (string)organization!["id"]!);
        using (var allowed = await coder.PatchAsJsonAsync($"http://127.0.0.1:{new Uri(sandbox.CoderUrl).Port}/api/private/resource-pools/{id}", new { org_whitelist = organizations }))
            allowed.EnsureSuccessStatusCode();
        Assert.Equal("ready", (string?)Assert.Single(await project.ProvidersAsync())!["status"]);
        return (id, token);
    }

    internal static async Task AddRecordAsync(SandboxDescription sandbox, string host, string address)
    {
        var message = new DnsUpdateMessage { ZoneName = DomainName.Parse(sandbox.DnsZone) };
        message.Updates.Add(new AddRecordUpdate(new ARecord(DomainName.Parse(host), 60, IPAddress.Parse(address))));
        message.TSigOptions = new TSigRecord(
            DomainName.Parse(sandbox.DnsKeyName), TSigAlgorithm.Sha256, DateTime.UtcNow, TimeSpan.FromMinutes(5), message.TransactionID, ReturnCode.NoError, [], Convert.FromBase64String(sandbox.DnsKeySecret));
        var answer = await new DnsClient([IPAddress.Loopback], [new TcpClientTransport(sandbox.DnsPort)], disposeTransport: true).SendUpdateAsync(message);
        Assert.Equal(ReturnCode.NoError, answer!.ReturnCode);
    }

    /// <summary>Uids of the proxy's pods, and what the live objects' last change was.</summary>
    private static async Task<string> PodAsync(TestProject project) =>
        string.Join(' ', (await project.GetAsync("/api/v1/namespaces/coder-eu/pods"))!["items"]!.AsArray().Select(pod => (string)pod!["metadata"]!["uid"]!).Order());

    private static async Task<string> ObjectsAsync(TestProject project)
    {
        var versions = new List<string>();
        foreach (var path in new[] { "/apis/apps/v1/namespaces/coder-eu/deployments", "/api/v1/namespaces/coder-eu/services" })
            versions.AddRange((await project.GetAsync(path))!["items"]!.AsArray().Select(item => $"{item!["metadata"]!["name"]} {item["metadata"]!["resourceVersion"]}"));
        return string.Join('\n', versions.Order());
    }

    private static async Task<string> OutputAsync(TestProject project, string name) => (await project.RunAsync("stack", "output", name, "--show-secrets")).Trim();
}
