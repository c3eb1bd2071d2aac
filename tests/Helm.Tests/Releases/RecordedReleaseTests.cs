using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Tests.Releases;

/// <summary>What is sent to the API server, held against what Helm inside the real Kubernetes provider sent.</summary>
public sealed class RecordedReleaseTests
{
    const string Name = "coder-workspace-provider";
    const string Manager = "pulumi-resource-kubernetes";

    [Fact]
    public async Task An_install_sends_what_helm_sends()
    {
        await using var cluster = await RecordedCluster.StartAsync("up-create");
        using var kube = cluster.Client();
        var recorded = cluster.Records().First();
        var release = await Client(kube, "coder-wsp", recorded).InstallAsync(
            Name, ChartOf(recorded), [], new InstallOptions { Atomic = true, FieldManager = Manager, MaxHistory = 0 });

        Assert.Equal(ReleaseStatus.Deployed, release.Status);
        var expected = cluster.Exchanges.Where(e => !e.Path.EndsWith("ingresses/web-ingress") || e.Code == 404 || e.Method != "GET").ToList();
        Assert.Equal(Writes(expected.Select(e => e.ToString())), Writes(Sent(cluster)));
        Assert.Equal(Reads(expected.Select(e => e.ToString())), Reads(Sent(cluster)));
        var posted = InBatches(cluster.Requests.Where(r => r.Method == "POST"), r => r.Path, r => NameOf(r.Json));
        foreach (var (sent, wanted) in posted.Zip(InBatches(expected.Where(e => e.Method == "POST"), e => e.Path, e => NameOf(e.Request!))))
            AssertSays(sent.Json, wanted.Request!, sent.ToString());
    }

    [Fact]
    public async Task An_upgrade_sends_the_patches_that_helm_sends()
    {
        await using var cluster = await RecordedCluster.StartAsync("up-upgrade");
        using var kube = cluster.Client();
        var recorded = cluster.Records().First();
        var release = await Client(kube, "coder-wsp", recorded).UpgradeAsync(
            Name, ChartOf(recorded), [], new UpgradeOptions { Atomic = true, FieldManager = Manager, MaxHistory = 0 });

        Assert.Equal(2, release.Version);
        Assert.Equal(Writes(cluster.Exchanges.Select(e => e.ToString())), Writes(Sent(cluster)));
        var patched = InBatches(cluster.Requests.Where(r => r.Method == "PATCH"), r => Collection(r.Path), r => r.Path);
        foreach (var (sent, wanted) in patched.Zip(InBatches(cluster.Exchanges.Where(e => e.Method == "PATCH"), e => Collection(e.Path), e => e.Path)))
        {
            Assert.StartsWith("application/strategic-merge-patch+json", sent.ContentType);
            Assert.True(JsonNode.DeepEquals(wanted.Request, sent.Json), $"{sent}: {sent.Body}");
        }
        // The record of the new revision keeps the labels of the old one, as recorded.
        var labels = cluster.Requests.Last(r => r.Method == "PUT").Json["metadata"]!["labels"]!;
        Assert.Equal(("deployed", "2", "helm", "1795505776"),
            ((string?)labels["status"], (string?)labels["version"], (string?)labels["owner"], (string?)labels["modifiedAt"]));
    }

    [Fact]
    public async Task A_failed_atomic_install_removes_all_and_says_what_helm_says()
    {
        await using var cluster = await RecordedCluster.StartAsync("up-atomic-failure");
        using var kube = cluster.Client();
        var recorded = cluster.Records().First();
        var failure = await Assert.ThrowsAsync<ReleaseFailedException>(() => Client(kube, "coder-wsp2", recorded).InstallAsync(
            Name, ChartOf(recorded), [], new InstallOptions { Atomic = true, FieldManager = Manager, MaxHistory = 0, Timeout = TimeSpan.FromSeconds(12) }));

        Assert.Equal("release coder-workspace-provider failed, and has been uninstalled due to atomic being set: context deadline exceeded", failure.Message);
        Assert.Equal(Writes(cluster.Exchanges.Select(e => e.ToString())), Writes(Sent(cluster)));
        foreach (var sent in cluster.Requests.Where(r => r.Method == "DELETE" && !r.Path.Contains("sh.helm.release")))
            Assert.Equal("Background", (string?)sent.Json["propagationPolicy"]);
    }

    [Fact]
    public async Task An_uninstall_keeps_what_the_policy_keeps_and_says_so()
    {
        await using var cluster = await RecordedCluster.StartAsync("destroy");
        using var kube = cluster.Client();
        var result = await new HelmClient(kube, "coder-wsp2", new StepTime()).UninstallAsync(Name, new UninstallOptions { Wait = true });

        Assert.Equal("These resources were kept due to the resource policy:\n[ServiceAccount] coder\n", result.Info);
        var expected = cluster.Exchanges.Select(e => e.ToString()).Where(e => e != "DELETE /api/v1/namespaces/coder-wsp2");
        Assert.Equal(Writes(expected), Writes(Sent(cluster)));
    }

    [Fact]
    public async Task A_release_without_a_record_cannot_be_uninstalled()
    {
        await using var cluster = await RecordedCluster.StartAsync("up-create"); // its list of records is empty
        using var kube = cluster.Client();
        var failure = await Assert.ThrowsAsync<ReleaseNotFoundException>(() => new HelmClient(kube, "coder-wsp").UninstallAsync(Name));
        Assert.Equal($"uninstall: Release not loaded: {Name}: release: not found", failure.Message);
        Assert.Empty(Writes(Sent(cluster)));
    }

    static HelmClient Client(Coder.Infra.Helm.Kube.KubeClient kube, string @namespace, Release recorded) => new(kube, @namespace, new StepTime())
    {
        Rendering = (_, _, _) => Task.FromResult(new RenderedChart(recorded.Manifest, recorded.Hooks, recorded.Notes)),
    };

    static Chart ChartOf(Release release) => new() { Metadata = new ChartMetadata { Name = release.ChartName, Version = release.ChartVersion, ApiVersion = "v2" } };

    static IEnumerable<string> Sent(RecordedCluster cluster) => cluster.Requests.Select(r => $"{r.Method} {RecordedCluster.Normal(r.Path)}");

    static List<string> Writes(IEnumerable<string> requests) =>
        InBatches(requests.Where(r => !r.StartsWith("GET ")), r => r.StartsWith("POST ") ? r : Collection(r), r => r);

    /// <summary>Objects of one kind are sent side by side, in any order: neighbours of a batch are put into the order of their names.</summary>
    static List<T> InBatches<T>(IEnumerable<T> requests, Func<T, string> batch, Func<T, string> name)
    {
        var result = new List<T>();
        var began = 0;
        foreach (var request in requests.Append(default))
        {
            if (result.Count > 0 && (request is null || batch(result[began]) != batch(request)))
            {
                var sorted = result[began..].OrderBy(name, StringComparer.Ordinal).ToList();
                result.RemoveRange(began, sorted.Count);
                result.AddRange(sorted);
                began = result.Count;
            }
            if (request is not null)
                result.Add(request);
        }
        return result;
    }

    static string Collection(string path) => path[..path.LastIndexOf('/')];

    static string NameOf(JsonNode body) => (string?)body["metadata"]?["name"] ?? "";

    static SortedSet<string> Reads(IEnumerable<string> requests) => [.. requests.Where(r => r.StartsWith("GET "))];

    /// <summary>The recorded body has the server's defaults; what we sent must be in it.</summary>
    static void AssertSays(JsonNode sent, JsonNode wanted, string where)
    {
        if ((string?)sent["type"] == "helm.sh/release.v1")
            return; // compressed, with times
        Walk(sent, wanted, where);

        static void Walk(JsonNode? sent, JsonNode? wanted, string path)
        {
            switch (sent)
            {
                case JsonObject map:
                    foreach (var (key, value) in map)
                        Walk(value, wanted?[key], $"{path}.{key}");
                    break;
                case JsonArray list:
                    Assert.Equal((wanted as JsonArray)?.Count, list.Count);
                    for (var i = 0; i < list.Count; i++)
                        Walk(list[i], wanted![i], $"{path}[{i}]");
                    break;
                default:
                    Assert.True(JsonNode.DeepEquals(sent, wanted), $"{path}: sent {sent?.ToJsonString()}, recorded {wanted?.ToJsonString()}");
                    break;
            }
        }
    }
}
