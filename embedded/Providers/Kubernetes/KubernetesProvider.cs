using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

/// <summary>
/// The provider of a cluster's objects, one instance a provider resource. Objects are created, changed by server-side
/// apply under a field manager of their own, waited for and deleted as pulumi-kubernetes does (recorded in <c>up-create.jsonl</c>
/// and the other runs).
/// </summary>
internal sealed partial class KubernetesProvider(string version, IEngineLog log, TimeProvider time, RandomSource random)
    : ProviderBase("kubernetes", version)
{
    // What Create and Delete call themselves towards the API server; an update goes by the object's own field manager.
    private const string CreatingManager = "pulumi-kubernetes";

    private static readonly AsyncLocal<string?> CurrentUrn = new();

    private readonly CancellationTokenSource _cancelled = new();

    private ProviderSettings _settings = new();
    private KubeClient? _client;
    private string? _unreachable;
    private bool _unknown;

    // The program's folder, where paths begin.
    private string _folder = Directory.GetCurrentDirectory();

    /// <inheritdoc/>
    protected override string HandshakeRefusal => "method Handshake not implemented";

    /// <summary>As the plugin, it refuses; but the folder that the engine tells is remembered.</summary>
    public override Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken)
    {
        if (request.ProgramDirectory is { Length: > 0 } folder && Directory.Exists(folder))
            _folder = folder;
        return base.HandshakeAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task CancelAsync(CancellationToken cancellationToken) => _cancelled.CancelAsync();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _cancelled.Dispose();
        return ValueTask.CompletedTask;
    }

    private KubeClient Client => _client ?? throw new RpcException(new Status(StatusCode.FailedPrecondition, "The kubernetes provider was called before it was configured."));

    private Awaiter Awaiter(string urn) => new(Client, time, message => log.Log(LogSeverity.Info, message, urn, ephemeral: true));

    /// <summary>A token that ends with the call or when the engine asks the provider to stop; warnings go to the resource.</summary>
    private CancellationTokenSource Begin(string urn, CancellationToken cancellationToken)
    {
        CurrentUrn.Value = urn;
        return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancelled.Token);
    }

    private void OnWarning(string warning)
    {
        if (!_settings.SuppressDeprecationWarnings)
            log.Log(LogSeverity.Warning, warning, CurrentUrn.Value ?? "");
    }

    private RpcException Unreachable() => new(new Status(StatusCode.Unavailable, $"configured Kubernetes cluster is unreachable: {_unreachable}"));

    private static RpcException Failed(string message, Exception? cause = null) =>
        new(new Status(StatusCode.Unknown, cause is null ? message : $"{message}: {Explain(cause)}", cause));

    /// <summary>What the API server said, every field that it objected to on a line of its own.</summary>
    private static string Explain(Exception cause) => cause is KubeException { Causes: { Count: > 1 } causes }
        ? string.Join("\n", causes.Select(line => $"  - {line}").Prepend(cause.Message))
        : cause.Message;

    private static PropertyMap Read(Google.Protobuf.WellKnownTypes.Struct? value) => PropertyMarshaler.FromStruct(value);

    private static Google.Protobuf.WellKnownTypes.Struct Write(PropertyMap value) => PropertyMarshaler.ToStruct(value);

    /// <summary>The inputs as the object to send; version and kind are the token's where a program left them out.</summary>
    private static JsonObject Manifest(PropertyMap inputs, ResourceToken token)
    {
        var manifest = JsonProperties.ToJson(inputs);
        if (manifest.ApiVersion() is not { Length: > 0 })
            manifest["apiVersion"] = token.ApiVersion;
        if (manifest.Kind() is not { Length: > 0 })
            manifest["kind"] = token.Kind;
        return manifest;
    }
}
