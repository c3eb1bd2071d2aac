using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

/// <summary>The cluster that a provider resource is configured for, and whether it can be used.</summary>
internal sealed class Cluster(string version, IEngineLog log, TimeProvider time) : IDisposable
{
    private static readonly AsyncLocal<string?> CurrentUrn = new();

    private readonly CancellationTokenSource _cancelled = new();

    private KubeClient? _client;
    private SharedWatches? _watches;
    private ReadBatches? _reads;

    /// <summary>The provider's settings.</summary>
    public ProviderSettings Settings { get; private set; } = new();

    /// <summary>Why the cluster can't be used; null while it can.</summary>
    public string? Unreachable { get; private set; }

    /// <summary>Whether the kubeconfig depends on what this run has yet to create.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>The program's folder, where relative paths begin.</summary>
    public string Folder { get; set; } = Directory.GetCurrentDirectory();

    /// <summary>Whether there is a client to ask.</summary>
    public bool IsReachable => _client is not null && Unreachable is null;

    /// <summary>The client.</summary>
    /// <exception cref="RpcException">The provider is not configured.</exception>
    public KubeClient Client => _client ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "The kubernetes provider was called before it was configured."));

    /// <summary>The watches of those who wait for objects.</summary>
    public SharedWatches Watches => _watches ?? throw new InvalidOperationException("There are no watches without a client.");

    /// <summary>Reads of many objects at once.</summary>
    public ReadBatches Reads => _reads ?? throw new InvalidOperationException("There are no reads without a client.");

    /// <summary>Where objects and releases go that name no namespace.</summary>
    public string DefaultNamespace => Settings.Namespace ?? _client?.DefaultNamespace ?? "default";

    /// <summary>Reads the settings and the kubeconfig, and asks the server what it serves. A failure is reported with the first resource, as not every run needs the cluster.</summary>
    public async Task ConfigureAsync(PropertyMap args, CancellationToken cancellationToken)
    {
        Settings = ProviderSettings.From(args, Environment.GetEnvironmentVariable);
        _client?.Dispose();
        (_client, Unreachable) = (null, null);
        IsUnknown = ProviderSettings.ClusterChoosing.Any(name => args.Get(name)?.ContainsUnknowns == true);
        if (IsUnknown)
        {
            Unreachable = "its kubeconfig is not known before the update runs";
            return;
        }

        try
        {
            var config = KubeConfig.LoadOrParse(Settings.Kubeconfig, Settings.Context, Settings.Cluster);
            _client = new KubeClient(config, new KubeClientOptions { UserAgent = $"pulumi-kubernetes/{version}", Time = time, OnWarning = OnWarning });
            (_watches, _reads) = (new SharedWatches(_client), new ReadBatches(_client));
            await _client.ResourcesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KubeConfigException error)
        {
            Unreachable = $"failed to load kubeconfig: {error.Message}";
        }
        catch (KubeException error)
        {
            Unreachable = $"unable to load schema information from the API server: {error.Message}";
        }
    }

    /// <summary>How the server serves a kind; null where it does not, or can't be asked.</summary>
    public async Task<KubeResource?> FindResourceAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.FindResourceAsync(apiVersion, kind, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException error) when (error.IsUnreachable)
        {
            Unreachable = error.Message;
            return null;
        }
        catch (KubeException error)
        {
            throw Wire.Failed($"Failed to look up kind {kind} of {apiVersion}", error);
        }
    }

    /// <summary>Whether objects of a kind are in a namespace; a kind that neither Kubernetes nor the cluster knows is taken to be.</summary>
    public async Task<bool> IsNamespacedAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        if (ClusterScope.Holds(apiVersion, kind))
            return false;
        return !IsReachable || await FindResourceAsync(apiVersion, kind, cancellationToken).ConfigureAwait(false) is not { Namespaced: false };
    }

    /// <summary>A token that ends with the call or when the engine asks the provider to stop; the server's warnings go to the resource.</summary>
    public CancellationTokenSource Begin(string urn, CancellationToken cancellationToken)
    {
        CurrentUrn.Value = urn;
        return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancelled.Token);
    }

    /// <summary>Stops every call that is running.</summary>
    public Task CancelAsync() => _cancelled.CancelAsync();

    /// <summary>The error of a call that needs the cluster.</summary>
    public RpcException NotReachable() => new(new Status(StatusCode.Unavailable, $"configured Kubernetes cluster is unreachable: {Unreachable}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _cancelled.Dispose();
    }

    private void OnWarning(string warning)
    {
        if (!Settings.SuppressDeprecationWarnings)
            log.Log(LogSeverity.Warning, warning, CurrentUrn.Value ?? "");
    }
}
