using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.EndToEnd;

/// <summary>A workspace proxy of Coder v2, from its first command to its last.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class WorkspaceProxyTests
{
    private const string Space = "coder-proxy";
    private const string Objects = $"/apis/apps/v1/namespaces/{Space}/deployments/coder";

    [Fact]
    public async Task One_command_provisions_and_every_change_touches_what_it_must()
    {
        await using var project = TestProject.V2();
        // The stack that the README's first command runs.
        File.Copy(Path.Combine(TestProject.Root, "Pulumi.proxy.yaml"), Path.Combine(project.Folder, "Pulumi.dev.yaml"), overwrite: true);
        await project.RunAsync("config", "set", "proxyName", "frankfurt");

        var first = await project.RunAsync("up", "--yes");
        Assert.Contains("status          : \"ok\"", first);
        var proxy = Assert.Single(await project.ProxiesAsync());
        Assert.Equal(
            ("frankfurt", "Frankfurt", "http://proxy.coder.localhost", "*.proxy.coder.localhost", "ok"),
            ((string)proxy["name"]!, (string)proxy["display_name"]!, (string)proxy["path_app_url"]!, (string)proxy["wildcard_hostname"]!, (string)proxy["status"]!["status"]!));
        var token = await TokenAsync(project);
        Assert.StartsWith((string)proxy["id"]! + ":", token);
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        // In lockstep with the deployment: refused before, followed after, and nothing changes but the release and the wait for it.
        await project.RunAsync("sandbox", "coder-version", "2.20.0");
        Assert.Contains("a workspace proxy must have its deployment's version. Follow the deployment with: pulumi config set coderVersion 2.20.0", await project.FailAsync("preview"));
        await project.RunAsync("config", "set", "coderVersion", "2.20.0");
        var bumped = await project.RunAsync("up", "--yes");
        Assert.Contains("~ 2 updated", bumped);
        Assert.Contains("Release coder-workspace-proxy updated", bumped);
        Assert.Contains("ProxyReadiness readiness updated", bumped);
        Assert.StartsWith("v2.20.0+", (string)Assert.Single(await project.ProxiesAsync())["version"]!);
        Assert.Equal(token, await TokenAsync(project));

        // A rename touches the registration alone.
        var pods = await project.PodsAsync(Space);
        await project.RunAsync("config", "set", "displayName", "Berlin");
        await project.RunAsync("config", "set", "proxyName", "berlin");
        Assert.Contains("~ 1 updated", await project.RunAsync("up", "--yes"));
        var renamed = Assert.Single(await project.ProxiesAsync());
        Assert.Equal(((string)proxy["id"]!, "berlin", "Berlin"), ((string)renamed["id"]!, (string)renamed["name"]!, (string)renamed["display_name"]!));
        Assert.Equal(pods, await project.PodsAsync(Space));

        // A new token is one of the same registration, and reaches the pods at once.
        await project.RunAsync("config", "set", "tokenGeneration", "1");
        var rotated = await project.RunAsync("up", "--yes");
        Assert.Contains("~ 3 updated", rotated);
        var after = await TokenAsync(project);
        Assert.NotEqual(token, after);
        Assert.NotEqual(pods, await project.PodsAsync(Space));
        Assert.Equal(((string)proxy["id"]!, "ok"), await StatusAsync(project));

        // No secret in plain text, whatever was printed or written, nor among Helm's values.
        Assert.All([first, bumped, rotated, project.State], text => Assert.All([token, after, project.Sandbox.CoderV2Token!, project.Sandbox.DnsKeySecret], secret => Assert.DoesNotContain(secret, text)));
        Assert.DoesNotContain(after, (await project.GetAsync(Objects))!.ToJsonString());

        // A proxy that reports an error: the next up waits for it, and says what it reports.
        await project.RunAsync("sandbox", "proxy-fault", "berlin", "replica 10.0.0.7 cannot be reached");
        await project.RunAsync("config", "set", "--path", "timeouts.readiness", "2s");
        var unhealthy = await project.FailAsync("up", "--yes");
        Assert.Contains("Waiting for the workspace proxy to be healthy: Coder reports unhealthy: replica 10.0.0.7 cannot be reached", unhealthy);
        Assert.Contains("Workspace proxy berlin is not healthy after", unhealthy);
        await project.RunAsync("sandbox", "proxy-fault", "berlin");
        await project.RunAsync("up", "--yes");

        // Through a load balancer of its own: the records follow its address.
        await project.RunAsync("config", "set", "exposure", "service");
        await project.RunAsync("up", "--yes");
        Assert.Equal(((string)proxy["id"]!, "ok"), await StatusAsync(project));
        Assert.Null(await project.GetAsync($"/apis/networking.k8s.io/v1/namespaces/{Space}/ingresses/coder"));
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProxiesAsync());
        Assert.Null(await project.GetAsync($"/api/v1/namespaces/{Space}"));
    }

    [Fact]
    public async Task Without_role_licence_or_fitting_kind_it_is_refused_before_anything_is_touched()
    {
        await using var project = TestProject.V2(("hostname", "proxy.coder.localhost"), ("namespace", Space), ("proxyName", "eu"));
        await project.RunAsync("sandbox", "start");
        await project.RunAsync("sandbox", "licence", "off");
        await project.RunAsync("config", "set", "--secret", "coderToken", project.Sandbox.CoderV2MemberToken!);

        var refused = await project.FailAsync("up", "--yes");
        Assert.Contains("The token is that of member, who has no role: to make a workspace proxy it must be that of a user with the role Owner", refused);
        Assert.Contains("does not cover the feature workspace_proxy", refused);
        Assert.Null(await project.GetAsync($"/api/v1/namespaces/{Space}"));

        await project.RunAsync("config", "rm", "coderToken");
        await project.RunAsync("sandbox", "licence", "grace");
        Assert.Contains("is in its grace period", await project.RunAsync("preview"));

        await project.RunAsync("config", "set", "organizations", "[default]");
        Assert.Contains("coder-infra:organizations is a setting of a workspace provider; this stack is a workspace proxy. Remove it with: pulumi config rm organizations", await project.FailAsync("preview"));
        await project.RunAsync("config", "rm", "organizations");
        await project.RunAsync("config", "set", "kind", "workspaceProvider");
        Assert.Contains("which has workspaceProxy and provisioner. Set it with: pulumi config set kind workspaceProxy", await project.FailAsync("preview"));
    }

    [Fact]
    public async Task A_registration_that_a_killed_run_left_behind_is_used_and_not_made_twice()
    {
        await using var project = TestProject.V2(("hostname", "proxy.coder.localhost"), ("namespace", Space), ("proxyName", "eu"), ("timeouts", "{release: 8s}"));
        await project.RunAsync("sandbox", "start");
        // Registered, and killed before the state knew: the same names, and no proxy has used it.
        await project.CoderV2Async(HttpMethod.Post, "workspaceproxies", new JsonObject { ["name"] = "eu", ["display_name"] = "eu", ["icon"] = "" });

        // Killed again once the release's record is there, whose operation never ends.
        await project.KillWhenAsync(async () => await project.GetAsync($"/api/v1/namespaces/{Space}/secrets/sh.helm.release.v1.coder-workspace-proxy.v1") is not null, "up", "--yes", "--skip-preview");
        await project.RunAsync("up", "--yes", "--skip-preview");

        Assert.Equal("ok", (string?)Assert.Single(await project.ProxiesAsync())["status"]!["status"]);
        await project.RunAsync("up", "--yes", "--expect-no-changes");
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProxiesAsync());
        Assert.Null(await project.GetAsync($"/api/v1/namespaces/{Space}"));
    }

    [Fact]
    public async Task Over_https_the_certificate_is_served_by_the_ingress_or_by_the_pods()
    {
        await using var project = TestProject.V2(("hostname", "proxy.coder.localhost"), ("wildcardHostname", "'*.proxy.coder.localhost'"), ("namespace", Space), ("proxyName", "eu"));
        await project.RunAsync("sandbox", "start", "--https");
        Assert.Contains("coder-infra:tls is not set: the access URL https://v2.coder.localhost", await project.FailAsync("preview"));

        await project.RunAsync("config", "set", "tls", "issue");
        await project.RunAsync("up", "--yes");
        Assert.Equal("ok", (await StatusAsync(project)).Status);
        var deployment = (await project.GetAsync(Objects))!.ToJsonString();
        Assert.Contains("coder-deployment-ca", deployment);
        Assert.Contains("https://proxy.coder.localhost", deployment);

        await project.RunAsync("config", "set", "exposure", "service");
        await project.RunAsync("up", "--yes");
        Assert.Equal("ok", (await StatusAsync(project)).Status);
        Assert.Contains("coder-workspace-proxy-tls", (await project.GetAsync(Objects))!.ToJsonString());

        await project.RunAsync("sandbox", "install", "cert-manager");
        await project.RunAsync("config", "set", "exposure", "ingress");
        await project.RunAsync("config", "set", "tls", "certManager");
        await project.RunAsync("config", "set", "--path", "certificate.issuer", "sandbox");
        await project.RunAsync("config", "set", "--path", "certificate.secretName", "by-cert-manager");
        await project.RunAsync("up", "--yes");
        Assert.Equal("ok", (await StatusAsync(project)).Status);
    }

    [Fact]
    public async Task A_proxy_that_was_installed_by_hand_is_taken_over_with_its_token()
    {
        await using var project = TestProject.V2(
            ("hostname", "proxy.coder.localhost"), ("namespace", Space), ("proxyName", "eu"), ("displayName", "Europe"), ("adopt", "true"), ("chart", "{release: coder}"));
        await project.RunAsync("sandbox", "start");
        var sandbox = project.Sandbox;
        var made = await project.CoderV2Async(HttpMethod.Post, "workspaceproxies", new JsonObject { ["name"] = "eu", ["display_name"] = "Europe" });
        var (id, token) = ((string)made!["proxy"]!["id"]!, (string)made["proxy_token"]!);
        var values = Path.Combine(project.Folder, "values.yaml");
        File.WriteAllText(values, $$"""
            coder:
              workspaceProxy: true
              env:
                - {name: CODER_PRIMARY_ACCESS_URL, value: "{{sandbox.CoderV2Url}}"}
                - {name: CODER_PROXY_SESSION_TOKEN, value: "{{token}}"}
                - {name: CODER_ACCESS_URL, value: "http://proxy.coder.localhost"}
              ingress: {enable: true, host: proxy.coder.localhost}
            """, Encoding.UTF8);
        project.Set("KUBECONFIG", sandbox.Kubeconfig);
        await project.RunAsync(
            "helm", "upgrade", "coder", "coder", "--repo", sandbox.Environments["v2"]["CODER_CHART_REPO"], "--version", "2.19.0", "--atomic", "--install", "--create-namespace", "-n", Space, "--values", values);
        var ingress = await project.GetAsync($"/apis/networking.k8s.io/v1/namespaces/{Space}/ingresses/coder");
        await AdoptionTests.AddRecordAsync(sandbox, "proxy.coder.localhost", (string)ingress!["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!);
        Assert.Equal((id, "ok"), await StatusAsync(project));

        await project.RunAsync("config", "set", "hostname", "other.coder.localhost");
        Assert.Contains("is at http://proxy.coder.localhost, not http://other.coder.localhost. Set it with: pulumi config set hostname proxy.coder.localhost", await project.FailAsync("preview"));
        await project.RunAsync("config", "set", "hostname", "proxy.coder.localhost");
        var taken = await project.RunAsync("up", "--yes");
        Assert.Contains("ProxyRegistration registration imported", taken);
        Assert.Contains("Release coder imported", taken);
        Assert.Equal(token, await TokenAsync(project));
        Assert.Equal((id, "ok"), await StatusAsync(project));
        Assert.DoesNotContain(token, (await project.GetAsync(Objects))!.ToJsonString());
        Assert.All([taken, project.State], text => Assert.DoesNotContain(token, text));
        await project.RunAsync("up", "--yes", "--expect-no-changes");

        await project.RunAsync("config", "rm", "adopt");
        await project.RunAsync("up", "--yes", "--expect-no-changes");
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(await project.ProxiesAsync());
        Assert.Null(await project.GetAsync(Objects));
    }

    private static async Task<(string Id, string Status)> StatusAsync(TestProject project)
    {
        var proxy = Assert.Single(await project.ProxiesAsync());
        return ((string)proxy["id"]!, (string)proxy["status"]!["status"]!);
    }

    /// <summary>The token in the stack's secret.</summary>
    private static async Task<string> TokenAsync(TestProject project)
    {
        var secret = await project.GetAsync($"/api/v1/namespaces/{Space}/secrets/coder-workspace-proxy-token");
        return Encoding.UTF8.GetString(Convert.FromBase64String((string)secret!["data"]!["token"]!));
    }
}
