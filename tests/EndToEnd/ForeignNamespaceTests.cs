using System.Net.Http.Json;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.EndToEnd;

/// <summary>A namespace that somebody else made, often that of Coder itself, survives the stack in whatever order things fail.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ForeignNamespaceTests
{
    [Fact]
    public async Task A_foreign_namespace_and_what_is_in_it_survive_destroy_in_every_order_of_failure()
    {
        await using var project = new TestProject(("timeouts", "{release: 6s}"));
        await project.RunAsync("sandbox", "start");
        using (var cluster = SandboxCalls.ClusterClient(project.Sandbox))
        {
            using var ns = await cluster.PostAsJsonAsync("/api/v1/namespaces", new { apiVersion = "v1", kind = "Namespace", metadata = new { name = "coder-eu", labels = new { team = "a" } } });
            ns.EnsureSuccessStatusCode();
            using var map = await cluster.PostAsJsonAsync("/api/v1/namespaces/coder-eu/configmaps", new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name = "theirs" } });
            map.EnsureSuccessStatusCode();
        }

        var before = await TheirsAsync(project);
        Assert.Contains("not made by this stack: it is used, and kept on destroy", await project.RunAsync("preview"));

        // A release that fails.
        await project.RunAsync("config", "set", "--path", "values.envproxy.image", "broken.invalid/envproxy:1");
        await project.FailAsync("up", "--yes", "--skip-preview");
        await SurvivesDestroyAsync(project, before);
        await project.RunAsync("config", "rm", "values");

        // Killed before the release, in the middle of it, and after it.
        foreach (var path in new[]
            {
                null, "/api/v1/namespaces/coder-eu/secrets/sh.helm.release.v1.coder-workspace-provider.v1", "/apis/networking.k8s.io/v1/namespaces/coder-eu/ingresses/web-ingress",
            })
        {
            await project.KillWhenAsync(
                async () => path is null ? (await project.ProvidersAsync()).Count > 0 : await project.GetAsync(path) is not null, "up", "--yes", "--skip-preview");
            await SurvivesDestroyAsync(project, before);
        }

        // Nothing fails.
        await project.RunAsync("up", "--yes");
        Assert.Equal(before, await TheirsAsync(project));
        await SurvivesDestroyAsync(project, before);
        Assert.Null(await project.GetAsync("/apis/apps/v1/namespaces/coder-eu/deployments/envproxy"));

        // A namespace that is taken away behind the stack's back, and made by the stack: then it is its own.
        using (var cluster = SandboxCalls.ClusterClient(project.Sandbox))
        using (await cluster.DeleteAsync("/api/v1/namespaces/coder-eu"))
        {
        }

        while (await project.GetAsync("/api/v1/namespaces/coder-eu") is not null)
            await Task.Delay(50);
        await project.RunAsync("up", "--yes");
        await project.RunAsync("destroy", "--yes");
        Assert.Null(await project.GetAsync("/api/v1/namespaces/coder-eu"));
    }

    private static async Task SurvivesDestroyAsync(TestProject project, string before)
    {
        await project.RunAsync("destroy", "--yes");
        Assert.Empty(project.Resources);
        Assert.Empty(await project.ProvidersAsync());
        Assert.Equal(before, await TheirsAsync(project));
    }

    /// <summary>What the others have there, as they made it.</summary>
    private static async Task<string> TheirsAsync(TestProject project)
    {
        var ns = await project.GetAsync("/api/v1/namespaces/coder-eu");
        var map = await project.GetAsync("/api/v1/namespaces/coder-eu/configmaps/theirs");
        return string.Join(' ', new[] { ns, map }.Select(item => $"{item?["metadata"]?["uid"]} {item?["metadata"]?["labels"]?.ToJsonString()}"));
    }
}
