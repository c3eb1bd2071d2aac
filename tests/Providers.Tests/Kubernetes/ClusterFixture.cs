using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

/// <summary>A cluster of the sandbox for the tests of a class.</summary>
public class ClusterFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("providers-tests-").FullName;

    private ClusterServer? _cluster;
    private int _namespaces;

    /// <summary>How long an ingress or a load balancer waits for its address.</summary>
    protected virtual TimeSpan LoadBalancerDelay => TimeSpan.Zero;

    internal ClusterServer Cluster => _cluster!;

    internal KubeClient Client { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _cluster = await ClusterServer.StartAsync(
            new ClusterOptions { DataDirectory = _directory, PodStartDelay = TimeSpan.Zero, LoadBalancerDelay = LoadBalancerDelay, JobDuration = TimeSpan.Zero },
            CancellationToken.None);
        Client = new KubeClient(KubeConfig.Parse(_cluster.Kubeconfig));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _cluster!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A configured provider.</summary>
    internal async Task<IResourceProvider> ProviderAsync(IEngineLog? log = null, string settings = "{}", TimeProvider? time = null)
    {
        var provider = new KubernetesProvider("4.34.2", log ?? new RecordingLog(), time ?? TimeProvider.System, RandomSource.Cryptographic);
        await provider.ConfigureAsync(
            new ConfigureRequest { Args = PropertyMarshaler.ToStruct(Calls.Map(settings).Set("kubeconfig", Cluster.Kubeconfig)), AcceptSecrets = true },
            CancellationToken.None);
        return provider;
    }

    /// <summary>A new namespace.</summary>
    internal async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        await Client.CreateAsync(JsonProperties($"{{'apiVersion':'v1','kind':'Namespace','metadata':{{'name':'{name}'}}}}"));
        return name;
    }

    internal static System.Text.Json.Nodes.JsonObject JsonProperties(string json) =>
        System.Text.Json.Nodes.JsonNode.Parse(json.Replace('\'', '"'))!.AsObject();
}

/// <summary>A cluster that gives no addresses within a test's life.</summary>
public sealed class ClusterWithoutAddresses : ClusterFixture
{
    /// <inheritdoc/>
    protected override TimeSpan LoadBalancerDelay => TimeSpan.FromHours(1);
}
