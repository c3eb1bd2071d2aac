using System.Text.Json.Nodes;
using k8s;

namespace Coder.Infra.Helm.Kube;

/// <summary>
/// A dynamic client of the Kubernetes API: objects of any kind as JSON. Configuration, TLS and credentials (token, client
/// certificate, basic, exec, OIDC) are those of the KubernetesClient package. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Every call throws <see cref="KubeException"/> when the server refuses or cannot be reached, and
/// <see cref="OperationCanceledException"/> when its token is cancelled.
/// </remarks>
public sealed partial class KubeClient : IDisposable
{
    readonly Kubernetes _kubernetes;
    readonly KubeClientOptions _options;

    /// <summary>Makes a client; nothing is sent before the first call.</summary>
    public KubeClient(KubeConfig config, KubeClientOptions? options = null)
    {
        Config = config;
        _options = options ?? new KubeClientOptions();
        var configuration = config.Configuration;
        configuration.UserAgent = _options.UserAgent;
        // Time limits are set per request, watches have none.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.FirstMessageHandlerSetup = handler => Loopback.Route(handler, config.Server);
        _kubernetes = new Kubernetes(configuration);
    }

    /// <summary>The configuration that the client was made from.</summary>
    public KubeConfig Config { get; }

    /// <summary>The API server's address.</summary>
    public Uri Server => Config.Server;

    /// <summary>Where namespaced objects go that name no namespace.</summary>
    public string DefaultNamespace => Config.Namespace;

    /// <summary>The server's version document: <c>major</c>, <c>minor</c>, <c>gitVersion</c>, …</summary>
    public async Task<JsonObject> VersionAsync(CancellationToken cancellation = default)
        => await SendAsync(HttpMethod.Get, "/version", cancellation: cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _kubernetes.Dispose();
        _discovering.Dispose();
    }
}
