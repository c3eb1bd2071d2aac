using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Apply;

namespace Coder.Infra.Helm.Tests.Releases;

/// <summary>A cluster of its own for a class of tests; every test takes a new namespace.</summary>
public sealed class SandboxCluster : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("helm-tests-").FullName;
    ClusterServer? _server;
    int _namespaces;

    internal KubeClient Kube { get; private set; } = null!;

    internal ClusterServer Server => _server!;

    public async Task InitializeAsync()
    {
        _server = await ClusterServer.StartAsync(new ClusterOptions
        {
            DataDirectory = _folder,
            PodStartDelay = TimeSpan.Zero,
            LoadBalancerDelay = TimeSpan.Zero,
            JobDuration = TimeSpan.Zero,
        }, CancellationToken.None);
        Kube = new KubeClient(KubeConfig.Parse(_server.Kubeconfig));
    }

    public async Task DisposeAsync()
    {
        Kube.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<TestReleases> NewNamespaceAsync()
    {
        var name = $"team-{Interlocked.Increment(ref _namespaces)}";
        await Kube.CreateAsync(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        return new TestReleases(Kube, name);
    }
}

/// <summary>Releases in a namespace whose charts are given as the manifest they render to.</summary>
sealed class TestReleases(KubeClient kube, string @namespace)
{
    public KubeClient Kube => kube;

    public string Namespace => @namespace;

    /// <summary>A client whose waits take real time.</summary>
    public HelmClient Client(string manifest, params ReleaseHook[] hooks) => Make(TimeProvider.System, manifest, hooks);

    /// <summary>A client whose waits are over at once: for what never becomes ready.</summary>
    public HelmClient Hasty(string manifest, params ReleaseHook[] hooks) => Make(new StepTime(), manifest, hooks);

    HelmClient Make(TimeProvider time, string manifest, ReleaseHook[] hooks) => new(kube, @namespace, time)
    {
        Rendering = (_, _, _) => Task.FromResult(new RenderedChart(manifest, hooks, "")),
    };

    public static Chart Chart(string version = "1.0.0") => new() { Metadata = new ChartMetadata { Name = "web", Version = version, ApiVersion = "v2" } };

    public Task<Release> InstallAsync(string manifest, InstallOptions? options = null) => Client(manifest).InstallAsync("web", Chart(), [], options);

    public Task<Release> UpgradeAsync(string manifest, UpgradeOptions? options = null) => Client(manifest).UpgradeAsync("web", Chart(), [], options);

    public Task<JsonObject?> FindAsync(string kind, string name) => kube.FindAsync(Reference(kind, name));

    public Task<JsonObject> PatchAsync(string kind, string name, string patch)
        => kube.PatchAsync(Reference(kind, name), PatchKind.Merge, JsonNode.Parse(patch)!, new WriteOptions { FieldManager = "someone" });

    public ObjectReference Reference(string kind, string name) => new(kind is "Deployment" ? "apps/v1" : kind is "Job" ? "batch/v1" : "v1", kind, name, @namespace);

    public async Task<string> HistoryAsync()
        => string.Join(", ", (await new HelmClient(kube, @namespace).HistoryAsync("web")).Select(r => $"{r.Version} {r.Status.ToText()}"));
}

static class Manifests
{
    public static string ConfigMap(string name, string value = "1", bool keep = false) => $$"""
        ---
        # Source: web/templates/{{name}}.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{name}}
          {{(keep ? "annotations: {helm.sh/resource-policy: keep}" : "")}}
        data:
          value: "{{value}}"

        """;

    public static string Deployment(string name, string image = "registry.example.com/web:1", int replicas = 1) => $$"""
        ---
        # Source: web/templates/{{name}}.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
        spec:
          replicas: {{replicas}}
          selector:
            matchLabels: { app: {{name}} }
          template:
            metadata:
              labels: { app: {{name}} }
            spec:
              containers:
                - name: web
                  image: {{image}}
                  resources: { requests: { cpu: "0.5" } }

        """;

    public static string LoadBalancer(string name) => $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}} }
        spec:
          type: LoadBalancer
          selector: { app: {{name}} }
          ports: [{port: 80}]

        """;

    public static ReleaseHook Job(string name, string events, int weight = 0, string policies = "", bool fails = false)
    {
        var image = fails ? "broken.invalid/job" : "registry.example.com/job";
        var manifest = $$"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {{name}}
            spec:
              {{(fails ? "activeDeadlineSeconds: 1" : "")}}
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: job
                      image: {{image}}

            """;
        return ReleaseHook.Create(
            name, "Job", $"web/templates/{name}.yaml", manifest, events.Split(','), weight, policies.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }
}
