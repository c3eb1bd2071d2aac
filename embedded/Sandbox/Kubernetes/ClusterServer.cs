using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Sandbox.Kubernetes.Controllers;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.OpenApi;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes;

/// <summary>
/// A small Kubernetes cluster in this process: an API server on a loopback port, with its own certificate authority and
/// token, and the controllers that bring objects to life. No container runs in it.
/// </summary>
public sealed class ClusterServer : IAsyncDisposable
{
    readonly ObjectStore _store;
    readonly ApiServer _api;
    readonly ControllerLoop _controllers;
    readonly ResourceHandlers _handlers;

    ClusterServer(ObjectStore store, ApiServer api, ControllerLoop controllers, ResourceHandlers handlers, IClusterObjects objects, string token, string authority)
    {
        _handlers = handlers;
        (_store, _api, _controllers, Objects, Token, CertificateAuthorityPem) = (store, api, controllers, objects, token, authority);
    }

    /// <summary>The API server: <c>https://127.0.0.1:port</c>.</summary>
    public Uri Address => new($"https://127.0.0.1:{_api.Port}");

    /// <summary>The administrator's bearer token. A secret.</summary>
    public string Token { get; }

    /// <summary>The certificate that clients trust, PEM.</summary>
    public string CertificateAuthorityPem { get; }

    /// <summary>What the cluster holds.</summary>
    public IClusterObjects Objects { get; }

    /// <summary>What a pod's program writes to its log, a line each; nothing by default.</summary>
    public Func<System.Text.Json.Nodes.JsonObject, IReadOnlyList<string>> PodLog
    {
        get => _handlers.PodLines;
        set => _handlers.PodLines = value;
    }

    /// <summary>When a client last asked for anything; the time of the start until then.</summary>
    public DateTimeOffset LastRequest => _api.LastRequest;

    /// <summary>A kubeconfig with one context, <c>sandbox</c>. Holds the token: a secret.</summary>
    public string Kubeconfig =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: sandbox
          cluster:
            server: {Address.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(CertificateAuthorityPem))}
        users:
        - name: sandbox
          user:
            token: {Token}
        contexts:
        - name: sandbox
          context:
            cluster: sandbox
            user: sandbox
        current-context: sandbox
        preferences: {"{}"}

        """;

    /// <summary>Starts a cluster on a folder, with what it held when it last ran.</summary>
    /// <exception cref="IOException">The port is taken, or the folder can't be used.</exception>
    /// <exception cref="InvalidDataException">The folder's data is broken.</exception>
    public static async Task<ClusterServer> StartAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(options.DataDirectory).FullName;
        var portFile = Path.Combine(directory, "port");
        var listening = Task.Run(() =>
        {
            var (authority, certificate) = Certificates.LoadOrCreate(directory, options.Time);
            return (Authority: authority, Listener: HttpsListener.Build(ChoosePort(options.Port, portFile), certificate));
        }, cancellationToken);
        var token = LoadOrCreateToken(Path.Combine(directory, "token"));

        var schemas = SchemaSet.ReadEmbedded();
        var resources = new ResourceRegistry(ResourceTable.Read(schemas));
        ObjectStore store;
        try
        {
            store = new ObjectStore(directory, options.WatchHistory);
        }
        catch
        {
            // The other half writes its certificates into the folder; nobody is to find it at that afterwards.
            await Task.WhenAny(listening);
            throw;
        }

        var writer = new ObjectWriter(store, resources, options.Time);
        Bootstrap.Run(writer);
        var (authority, listener) = await listening;
        var controllers = new ControllerLoop(writer, schemas, new ControllerDelays(options.PodStartDelay, options.LoadBalancerDelay, options.NamespaceDeletionDelay, options.JobDuration), authority);
        controllers.Start();
        store.ForgetHistory();

        var handlers = new ResourceHandlers(writer, schemas);
        var api = new ApiServer(listener, token, handlers, resources, new OpenApiDocuments(resources), options.Time);
        try
        {
            await api.StartAsync(cancellationToken);
        }
        catch
        {
            await controllers.DisposeAsync();
            await api.DisposeAsync();
            store.Dispose();
            throw;
        }
        File.WriteAllText(portFile, api.Port.ToString());
        return new ClusterServer(store, api, controllers, handlers, new ClusterObjects(store, resources), token, authority);
    }

    /// <summary>
    /// Gives an ingress or a load-balancer service another address, as when a cloud replaces it.
    /// The same can be had with the annotation <c>sandbox.coder.infra/address</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such ingress or service.</exception>
    public void SetAddress(string kind, string @namespace, string name, string address) => _controllers.SetAddress(kind, @namespace, name, address);

    internal Task<IDisposable> PauseControllersAsync() => _controllers.PauseAsync();

    /// <summary>Stops listening and closes the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _controllers.DisposeAsync();
        _store.EndWatches();
        await _api.DisposeAsync();
        _store.Dispose();
    }

    static string LoadOrCreateToken(string path)
    {
        if (!File.Exists(path)) PrivateFile.Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        return File.ReadAllText(path).Trim();
    }

    static int ChoosePort(int wanted, string portFile)
    {
        if (wanted != 0 || !File.Exists(portFile) || !int.TryParse(File.ReadAllText(portFile), out var last)) return wanted;
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, last);
            probe.Start();
            return last;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
