using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Tests.Releases;

public sealed class InstallTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>
{
    [Fact]
    public async Task An_install_waits_until_all_is_ready_and_records_the_release()
    {
        var team = await cluster.NewNamespaceAsync();
        var release = await team.InstallAsync(
            Manifests.ConfigMap("settings") + Manifests.LoadBalancer("web") + Manifests.Deployment("web"),
            new InstallOptions { Wait = true, Labels = new Dictionary<string, string> { ["team"] = "a" } });

        Assert.Equal((1, ReleaseStatus.Deployed, "Install complete"), (release.Version, release.Status, release.Description));
        var deployment = (await team.FindAsync("Deployment", "web"))!;
        Assert.Equal(1, (int?)deployment["status"]!["readyReplicas"]);
        Assert.Equal("Helm", (string?)deployment["metadata"]!["labels"]!["app.kubernetes.io/managed-by"]);
        Assert.Equal("web", (string?)deployment["metadata"]!["annotations"]!["meta.helm.sh/release-name"]);
        var secret = (await team.FindAsync("Secret", "sh.helm.release.v1.web.v1"))!;
        Assert.Equal("helm.sh/release.v1", (string?)secret["type"]);
        Assert.Equal("deployed", (string?)secret["metadata"]!["labels"]!["status"]);
        Assert.Equal("a", (string?)secret["metadata"]!["labels"]!["team"]);
    }

    [Fact]
    public async Task An_install_reports_what_it_waits_for_until_it_is_ready()
    {
        var team = await cluster.NewNamespaceAsync();
        var said = new TaskCompletionSource<string>();
        var install = team.InstallAsync(
            Manifests.Deployment("web", "broken.invalid/web:1"), new InstallOptions { Wait = true, Progress = t => said.TrySetResult(t) });

        Assert.StartsWith($"waiting for Deployment {team.Namespace}/web: ", await said.Task);
        Assert.False(install.IsCompleted);
        await team.PatchAsync("Deployment", "web", """{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"registry.example.com/web:1"}]}}}}""");
        Assert.Equal(ReleaseStatus.Deployed, (await install).Status);
    }

    [Fact]
    public async Task A_name_in_use_is_refused()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.InstallAsync(Manifests.ConfigMap("settings"));
        var failure = await Assert.ThrowsAsync<HelmException>(() => team.InstallAsync(Manifests.ConfigMap("settings")));
        Assert.Equal("cannot re-use a name that is still in use", failure.Message);
    }

    [Theory]
    [InlineData("Web")]
    [InlineData("")]
    [InlineData("a23456789012345678901234567890123456789012345678901234")]
    public async Task A_bad_name_is_refused(string name)
    {
        var team = await cluster.NewNamespaceAsync();
        var failure = await Assert.ThrowsAsync<HelmException>(() => team.Client("").InstallAsync(name, TestReleases.Chart(), []));
        Assert.StartsWith($"release name \"{name}\": ", failure.Message);
    }

    [Fact]
    public async Task An_object_of_someone_else_stops_the_install_before_anything_is_made()
    {
        var team = await cluster.NewNamespaceAsync();
        await team.Kube.CreateAsync(Objects.ConfigMap("settings", team.Namespace));
        var failure = await Assert.ThrowsAsync<HelmException>(() => team.InstallAsync(Manifests.ConfigMap("first") + Manifests.ConfigMap("settings")));
        Assert.Equal(
            $"Unable to continue with install: ConfigMap \"settings\" in namespace \"{team.Namespace}\" exists and cannot be imported into the current release: "
            + "invalid ownership metadata; label validation error: missing key \"app.kubernetes.io/managed-by\": must be set to \"Helm\"; "
            + "annotation validation error: missing key \"meta.helm.sh/release-name\": must be set to \"web\"; "
            + $"annotation validation error: missing key \"meta.helm.sh/release-namespace\": must be set to \"{team.Namespace}\"", failure.Message);
        Assert.Null(await team.FindAsync("ConfigMap", "first"));
        Assert.Equal("", await team.HistoryAsync());

        await team.InstallAsync(Manifests.ConfigMap("settings", "ours"), new InstallOptions { TakeOwnership = true });
        Assert.Equal("ours", (string?)(await team.FindAsync("ConfigMap", "settings"))!["data"]!["value"]);
    }

    [Fact]
    public async Task An_object_marked_as_the_releases_own_is_adopted()
    {
        var team = await cluster.NewNamespaceAsync();
        var mine = Objects.ConfigMap("settings", team.Namespace);
        mine["metadata"]!["labels"] = new System.Text.Json.Nodes.JsonObject { ["app.kubernetes.io/managed-by"] = "Helm" };
        mine["metadata"]!["annotations"] = new System.Text.Json.Nodes.JsonObject
        {
            ["meta.helm.sh/release-name"] = "web",
            ["meta.helm.sh/release-namespace"] = team.Namespace,
        };
        await team.Kube.CreateAsync(mine);
        await team.InstallAsync(Manifests.ConfigMap("settings", "wanted"));
        Assert.Equal("wanted", (string?)(await team.FindAsync("ConfigMap", "settings"))!["data"]!["value"]);
    }

    [Fact]
    public async Task A_missing_namespace_is_made_when_asked_for()
    {
        var name = "made-by-helm";
        var team = new TestReleases(cluster.Kube, name);
        await Assert.ThrowsAsync<HelmException>(() => team.InstallAsync(Manifests.ConfigMap("settings")));
        var release = await team.InstallAsync(Manifests.ConfigMap("settings"), new InstallOptions { CreateNamespace = true });
        Assert.Equal(name, release.Namespace);
        Assert.NotNull(await team.FindAsync("ConfigMap", "settings"));
    }

    [Fact]
    public async Task A_kind_that_the_cluster_does_not_serve_is_refused_with_helms_text()
    {
        var team = await cluster.NewNamespaceAsync();
        var failure = await Assert.ThrowsAsync<HelmException>(() => team.InstallAsync("apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n"));
        Assert.Equal(
            "unable to build kubernetes objects from release manifest: resource mapping not found for name: \"w\" namespace: \"\" from \"\": "
            + "no matches for kind \"Widget\" in version \"example.com/v1\"\nensure CRDs are installed first", failure.Message);
        Assert.Equal("", await team.HistoryAsync());
    }

    [Fact]
    public async Task An_object_that_the_server_refuses_fails_the_release_with_its_message()
    {
        var team = await cluster.NewNamespaceAsync();
        var bad = Manifests.ConfigMap("Bad_Name");
        var failure = await Assert.ThrowsAsync<ReleaseFailedException>(() => team.InstallAsync(bad));
        Assert.Contains("ConfigMap \"Bad_Name\" is invalid", failure.Message);
        Assert.Equal("1 failed", await team.HistoryAsync());
    }
}

static class Objects
{
    public static System.Text.Json.Nodes.JsonObject ConfigMap(string name, string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["data"] = new System.Text.Json.Nodes.JsonObject { ["value"] = "theirs" },
    };
}
