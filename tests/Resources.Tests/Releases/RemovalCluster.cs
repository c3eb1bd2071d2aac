using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Sandbox.Kubernetes;

namespace Coder.Infra.Resources.Tests.Releases;

/// <summary>A sandbox's cluster for a class of tests; every release is in a namespace of its own.</summary>
public sealed class RemovalCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("releases-").FullName;
    private ClusterServer _server = null!;
    private int _namespaces;

    internal string Kubeconfig => _server.Kubeconfig;

    internal KubeClient Helm { get; private set; } = null!;

    internal ClusterClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await ClusterServer.StartAsync(
            new ClusterOptions { DataDirectory = _folder, PodStartDelay = TimeSpan.Zero, LoadBalancerDelay = TimeSpan.Zero, JobDuration = TimeSpan.Zero }, default);
        Helm = new KubeClient(KubeConfig.Parse(Kubeconfig));
        Client = new ClusterClient(ClusterConnection.Open(Kubeconfig, null));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        Helm.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<TestRelease> NewAsync()
    {
        var name = $"coder-{Interlocked.Increment(ref _namespaces)}";
        await Client.CreateAsync("api/v1/namespaces", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, default);
        return new TestRelease(this, name);
    }
}

/// <summary>A release made by Helm, in a namespace.</summary>
internal sealed class TestRelease(RemovalCluster cluster, string ns)
{
    public const string Name = "coder-workspace-provider";
    public const string Token = "own-token-0123456789";

    private readonly List<string> _messages = [];

    public string Namespace => ns;

    public ClusterClient Client => cluster.Client;

    public Func<HelmRecord, bool> IsOwn { get; init; } = Interruption.OwnedBy(Token);

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    public Task InstallAsync(string template, bool replace = false) =>
        new HelmClient(cluster.Helm, ns).InstallAsync(Name, Chart(template), Values(), new InstallOptions { Replace = replace });

    public Task UpgradeAsync(string template) => new HelmClient(cluster.Helm, ns).UpgradeAsync(Name, Chart(template), Values());

    public async Task<string> HistoryAsync() =>
        string.Join(", ", (await HelmRecord.HistoryAsync(Client, ns, Name, default)).Select(record => $"{record.Revision} {record.Status}"));

    public async Task<HelmRecord> LatestAsync() => (await HelmRecord.LatestAsync(Client, ns, Name, default))!;

    /// <summary>Makes the newest record what a killed operation leaves.</summary>
    public async Task LeaveAsync(string status, DateTimeOffset? began = null) => await (await LatestAsync()).ChangeAsync(
        Client,
        content =>
        {
            content["info"]!["status"] = status;
            content["info"]![status == "uninstalling" ? "deleted" : "last_deployed"] = (began ?? DateTimeOffset.UtcNow).ToString("O");
        },
        default);

    public Task<JsonObject?> FindAsync(string collection, string name) => Client.FindAsync($"{collection.Replace("{ns}", $"namespaces/{ns}")}/{name}", default);

    public async Task<string?> UidAsync(string name) => (await FindAsync("api/v1/{ns}/configmaps", name)).Text("metadata", "uid");

    /// <summary>The names of what a release of these tests may have.</summary>
    public async Task<string> ObjectsAsync()
    {
        var names = new List<string>();
        foreach (var collection in new[] { $"api/v1/namespaces/{ns}/configmaps", $"apis/apps/v1/namespaces/{ns}/deployments", $"apis/batch/v1/namespaces/{ns}/jobs" })
            names.AddRange((await Client.ListAsync(collection, default)).Select(item => item.Text("metadata", "name")!).Where(name => name != "kube-root-ca.crt"));
        return string.Join(", ", names);
    }

    public Task<Settlement> LookAsync(TimeSpan? timeout = null) => Interruption.LookAsync(Client, ns, Name, IsOwn, timeout ?? TimeSpan.FromMinutes(5), TimeProvider.System, default);

    public Task<Settlement> SettleAsync(TimeProvider time, TimeSpan? timeout = null, ClusterClient? client = null) =>
        Interruption.SettleAsync(client ?? Client, ns, Name, IsOwn, timeout ?? TimeSpan.FromMinutes(5), time, Say, default);

    public Task RemoveAsync(TimeProvider? time = null, TimeSpan? limit = null, ClusterClient? client = null, CancellationToken cancellationToken = default) =>
        Uninstall.RunAsync(client ?? Client, ns, Name, IsOwn, limit ?? TimeSpan.FromMinutes(1), time ?? TimeProvider.System, Say, cancellationToken);

    private void Say(string message)
    {
        lock (_messages)
            _messages.Add(message);
    }

    private static Chart Chart(string template) => ChartLoader.LoadFiles([
        new("Chart.yaml", "apiVersion: v2\nname: workspace-provider\nversion: 1.0.0\n"u8.ToArray()),
        new("templates/all.yaml", Encoding.UTF8.GetBytes(template))]);

    private static Dictionary<string, object?> Values() => new() { ["envproxy"] = new Dictionary<string, object?> { ["token"] = Token } };
}
