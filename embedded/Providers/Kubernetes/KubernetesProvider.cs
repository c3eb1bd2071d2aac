using Coder.Infra.Protocol;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Functions;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Releases;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

/// <summary>The provider of a cluster's objects and Helm releases, one instance a provider resource.</summary>
internal sealed partial class KubernetesProvider : ProviderBase
{
    private readonly IEngineLog _log;
    private readonly Cluster _cluster;
    private readonly ObjectResources _objects;
    private readonly ReleaseResources _releases;
    private readonly HelmTemplateFunction _template;

    public KubernetesProvider(string version, IEngineLog log, TimeProvider time, RandomSource random) : base("kubernetes", version)
    {
        _log = log;
        _cluster = new Cluster(version, log, time);
        _objects = new ObjectResources(_cluster, log, time, random);
        _releases = new ReleaseResources(_cluster, log, time);
        _template = new HelmTemplateFunction(_cluster, log);
    }

    /// <inheritdoc/>
    protected override string HandshakeRefusal => "method Handshake not implemented";

    /// <summary>As the plugin, it refuses; but it keeps the folder that the engine names.</summary>
    public override Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken)
    {
        if (request.ProgramDirectory is { Length: > 0 } folder && Directory.Exists(folder))
            _cluster.Folder = folder;
        return base.HandshakeAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) => request.Tok == HelmTemplateFunction.Token
        ? _template.InvokeAsync(request, cancellationToken)
        : base.InvokeAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
        ResourcesOf(request.Urn).CheckAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        ResourcesOf(request.Urn).DiffAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken) =>
        ResourcesOf(request.Urn).CreateAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => _cluster.Unreachable is not null
        ? Task.FromResult(ReadUnreachable(request))
        : ResourcesOf(request.Urn).ReadAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        ResourcesOf(request.Urn).UpdateAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        if (_cluster.Unreachable is null)
            return ResourcesOf(request.Urn).DeleteAsync(request, cancellationToken);
        DeleteUnreachable(request.Urn);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CancelAsync(CancellationToken cancellationToken) => _cluster.CancelAsync();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }

    private IResources ResourcesOf(string urn) => ResourceToken.Of(urn).IsRelease ? _releases : _objects;
}
