using System.Text.Json.Nodes;
using Coder.Infra.Helm.Cli;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class ReleaseCommandTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    [Fact]
    public async Task List_shows_the_newest_revision_of_each_release_in_helms_columns()
    {
        var team = await RecordedReleaseAsync();
        var (code, output, _) = await RunAsync("list", "-n", team.Namespace);
        Assert.Equal(0, code);
        Assert.Equal(
            $"NAME                    \tNAMESPACE\tREVISION\tUPDATED                                \tSTATUS  \tCHART                    \tAPP VERSION\n"
            + $"coder-workspace-provider\t{team.Namespace,-9}\t2       \t2026-11-24 07:36:57.589607576 +0000 UTC\tdeployed\tworkspace-provider-1.42.0\t1.42.0     \n", output);
        Assert.Equal("coder-workspace-provider\n", (await RunAsync("ls", "-q", "-n", team.Namespace)).Output);
        Assert.Equal("", (await RunAsync("ls", "-q", "-n", team.Namespace, "--filter", "^web")).Output);
        Assert.Equal(
            $"[{{\"name\":\"coder-workspace-provider\",\"namespace\":\"{team.Namespace}\",\"revision\":\"2\",\"updated\":\"2026-11-24 07:36:57.589607576 +0000 UTC\","
            + "\"status\":\"deployed\",\"chart\":\"workspace-provider-1.42.0\",\"app_version\":\"1.42.0\"}]\n", (await RunAsync("list", "-o", "json", "-n", team.Namespace)).Output);
        Assert.Equal("[\"coder-workspace-provider\"]\n", (await RunAsync("list", "-q", "-o", "json", "-n", team.Namespace)).Output);
        Assert.Equal("coder-workspace-provider\n", (await RunAsync("list", "-q", "-o", "table", "-n", team.Namespace)).Output);
        Assert.Contains("\t1       \t", (await RunAsync("list", "--superseded", "-n", team.Namespace)).Output);
        Assert.Equal("NAME\tNAMESPACE\tREVISION\tUPDATED\tSTATUS\tCHART\tAPP VERSION\n", (await RunAsync("list", "--failed", "-n", team.Namespace)).Output);
        Assert.Equal("[]\n", (await RunAsync("list", "--failed", "-o", "yaml", "-n", team.Namespace)).Output);
        var json = JsonNode.Parse((await RunAsync("list", "-A", "-o", "json", "--filter", "coder")).Output)!.AsArray();
        Assert.Contains(json, r => (string?)r!["namespace"] == team.Namespace && (string?)r["revision"] == "2");
    }

    [Fact]
    public async Task Status_history_and_get_show_the_parts_of_a_record()
    {
        var team = await RecordedReleaseAsync();
        string[] at = ["-n", team.Namespace];
        Assert.Equal(
            $"""
            NAME: coder-workspace-provider
            LAST DEPLOYED: Tue Nov 24 07:36:57 2026
            NAMESPACE: {team.Namespace}
            STATUS: deployed
            REVISION: 2
            TEST SUITE: None
            NOTES:
            Workspace provider coder-workspace-provider is installed in coder-wsp.

            """, (await RunAsync(["status", Name, .. at])).Output);
        Assert.Equal(
            """
            REVISION	UPDATED                 	STATUS    	CHART                    	APP VERSION	DESCRIPTION     
            1       	Tue Nov 24 07:36:14 2026	superseded	workspace-provider-1.41.0	1.41.0     	Install complete
            2       	Tue Nov 24 07:36:57 2026	deployed  	workspace-provider-1.42.0	1.42.0     	Upgrade complete

            """, (await RunAsync(["history", Name, .. at])).Output);
        Assert.StartsWith("---\n# Source: workspace-provider/templates/envproxy.yaml\napiVersion: v1\n", (await RunAsync(["get", "manifest", Name, .. at])).Output);
        Assert.StartsWith("USER-SUPPLIED VALUES:\ncemanager:\n  accessURL: http://coder.example.com\n", (await RunAsync(["get", "values", Name, .. at])).Output);
        Assert.Contains("  serviceTolerations: []\n".Trim(), (await RunAsync(["get", "values", Name, "--all", "-o", "yaml", .. at])).Output);
        Assert.Contains("LABELS: \nDEPENDENCIES: \n", (await RunAsync(["get", "metadata", Name, .. at])).Output);
        Assert.Contains("COMPUTED VALUES:\n", (await RunAsync(["get", "all", Name, .. at])).Output);
        Assert.Contains("VERSION: 1.41.0\n", (await RunAsync(["get", "metadata", Name, "--revision", "1", .. at])).Output);
    }

    [Theory]
    [InlineData("\"helm list\" accepts no arguments\n\nUsage:  helm list [flags]", "list", "x")]
    [InlineData("\"helm status\" requires 1 argument\n\nUsage:  helm status RELEASE_NAME [flags]", "status")]
    [InlineData("\"helm history\" requires 1 argument\n\nUsage:  helm history RELEASE_NAME [flags]", "history", "a", "b")]
    [InlineData("\"helm upgrade\" requires 2 arguments\n\nUsage:  helm upgrade [RELEASE] [CHART] [flags]", "upgrade", "a")]
    [InlineData("\"helm uninstall\" requires at least 1 argument\n\nUsage:  helm uninstall RELEASE_NAME [...] [flags]", "uninstall")]
    [InlineData("\"helm get values\" requires 1 argument\n\nUsage:  helm get values RELEASE_NAME [flags]", "get", "values")]
    [InlineData("invalid argument \"xml\" for \"-o, --output\" flag: invalid format type", "list", "-o", "xml")]
    public async Task Wrong_usage_is_helms_error(string error, params string[] args)
        => Assert.Equal((1, "", $"Error: {error}\n"), await RunAsync(args));

    [Theory]
    [InlineData("Error: release: not found\n", "status", "none")]
    [InlineData("Error: release: not found\n", "history", "none")]
    [InlineData("Error: release: not found\n", "get", "manifest", "none")]
    [InlineData("Error: uninstall: Release not loaded: none: release: not found\n", "uninstall", "none")]
    [InlineData("Error: release: not found\n", "rollback", "none")]
    public async Task A_release_that_is_not_there_is_helms_error(string error, params string[] args)
    {
        var (code, output, errors) = await RunAsync(args);
        Assert.Equal((1, "", error), (code, output, errors));
    }

    [Fact]
    public async Task Rollback_and_uninstall_change_the_cluster()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("a", keep: true));
        await team.UpgradeAsync(Manifests.ConfigMap("a", "2", keep: true));
        Assert.Equal("Rollback was a success! Happy Helming!\n", (await RunAsync("rollback", "web", "1", "-n", team.Namespace)).Output);
        Assert.Equal("1", (string?)(await team.FindAsync("ConfigMap", "a"))!["data"]!["value"]);
        Assert.Equal("These resources were kept due to the resource policy:\n[ConfigMap] a\n\nrelease \"web\" uninstalled\n",
            (await RunAsync("uninstall", "web", "-n", team.Namespace)).Output);
        Assert.Equal("", await team.HistoryAsync());
    }

    [Fact]
    public async Task Install_and_upgrade_print_the_status_and_fail_with_helms_prefix()
    {
        var team = await cluster.NewNamespaceAsync();
        string[] chart = [Repository.Recording("program", "chart"), "-n", team.Namespace, "--set", "envproxy.token=t0ken", "--set", "ingress.host=dev.coder.localhost"];
        var (code, output, errors) = await RunAsync(["install", "web", .. chart, "--wait"]);
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("NAME: web\nLAST DEPLOYED: ", output);
        Assert.Contains($"NAMESPACE: {team.Namespace}\nSTATUS: deployed\nREVISION: 1\nTEST SUITE: None\nNOTES:\nWorkspace provider web is installed", output);
        Assert.StartsWith("Error: INSTALLATION FAILED: cannot re-use a name that is still in use\n", (await RunAsync(["install", "web", .. chart])).Errors);
        Assert.StartsWith("Release \"web\" has been upgraded. Happy Helming!\nNAME: web\n", (await RunAsync(["upgrade", "web", .. chart])).Output);
        Assert.StartsWith("Release \"other\" does not exist. Installing it now.\n", (await RunAsync(["upgrade", "-i", "other", .. chart, "--take-ownership"])).Output);
        (code, _, errors) = await RunAsync(["upgrade", "web", .. chart, "--set", "envproxy.token="]);
        Assert.Equal(1, code);
        Assert.StartsWith("Error: UPGRADE FAILED: ", errors);
        Assert.Contains("envproxy.token must be set", errors);
    }

    [Fact]
    public async Task An_unknown_context_is_an_error_with_the_known_ones()
    {
        var (code, _, errors) = await RunAsync("list", "--kube-context", "prod");
        Assert.Equal(1, code);
        Assert.Contains("has no context \"prod\". Its contexts: sandbox.", errors);
    }

    const string Name = "coder-workspace-provider";

    /// <summary>The records that Helm itself wrote, put into a namespace of this cluster.</summary>
    async Task<TestReleases> RecordedReleaseAsync()
    {
        var team = await cluster.NewNamespaceAsync();
        await using var recorded = await RecordedCluster.StartAsync("up-upgrade");
        var storage = new ReleaseStorage(team.Kube, team.Namespace, TimeProvider.System);
        foreach (var release in recorded.Records().Where(r => r.Status is ReleaseStatus.Superseded or ReleaseStatus.Deployed))
        {
            release.Record["namespace"] = team.Namespace;
            await storage.CreateAsync(release, default);
        }
        return team;
    }

    async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, cluster.Server.Kubeconfig);
            using StringWriter output = new(), errors = new();
            var code = await HelmCommand.RunAsync([.. args, "--kubeconfig", file], output, errors, CancellationToken.None);
            return (code, output.ToString(), errors.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
