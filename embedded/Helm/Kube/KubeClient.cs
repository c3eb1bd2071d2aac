using System.Text.Json.Nodes;
using k8s;
using k8s.Authentication;

namespace Coder.Infra.Helm.Kube;

/// <summary>
/// A dynamic client of the Kubernetes API: objects of any kind as JSON. Configuration and credentials (token, client
/// certificate, basic, exec, OIDC) are read by the KubernetesClient package; TLS is our own. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Every call throws <see cref="KubeException"/> when the server refuses or cannot be reached, and
/// <see cref="OperationCanceledException"/> when its token is cancelled.
/// </remarks>
public sealed partial class KubeClient : IDisposable
{
    readonly HttpClient _http;
    readonly ServiceClientCredentials? _credentials;
    readonly KubeClientOptions _options;

    /// <summary>Makes a client; nothing is sent before the first call.</summary>
    public KubeClient(KubeConfig config, KubeClientOptions? options = null)
    {
        Config = config;
        _options = options ?? new KubeClientOptions();
        _credentials = Kubernetes.CreateCredentials(config.Configuration);
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromMinutes(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            AllowAutoRedirect = false,
        };
        KubeTls.Apply(handler.SslOptions, config);
        Loopback.Route(handler, config.Server);
        // Time limits are set per request, watches have none.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(_options.UserAgent);
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
        _http.Dispose();
        _discovering.Dispose();
    }
}
