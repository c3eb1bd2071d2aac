using System.Collections.Concurrent;
using Coder.Infra.Coder.V1;
using Coder.Infra.Coder.V2;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Provider;

/// <summary>
/// The provider of the package <c>coder-infra</c>: the custom resources of this project, over the API of a Coder deployment, a cluster and
/// DNS updates. Its configuration is <see cref="ConnectionsArgs"/>.
/// </summary>
internal sealed class CoderInfraProvider(IEngine engine, TimeProvider time) : Pulumi.Experimental.Provider.Provider
{
    private readonly ConcurrentDictionary<string, bool> _registrations = new();
    private CoderClient? _coder;
    private DeploymentClient? _deployment;
    private DnsSettings? _dns;
    private Lazy<ClusterClient>? _cluster;
    private string _namespace = "";

    /// <summary>Serves the provider until the engine ends it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(string[] args)
    {
        await Serve(args, Version(), engine => new CoderInfraProvider(engine, TimeProvider.System), CancellationToken.None);
        return 0;
    }

    /// <inheritdoc/>
    public override Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) =>
        Task.FromResult(new GetSchemaResponse { Schema = $$"""{"name":"{{Connections.Package}}","version":"{{Version()}}"}""" });

    /// <inheritdoc/>
    public override Task<CheckResponse> CheckConfig(CheckRequest request, CancellationToken ct)
    {
        var failures = new List<CheckFailure>();
        if (request.NewInputs.TryGetValue("url", out var url) && url.TryGetString(out var text) && !Uri.TryCreate(text, UriKind.Absolute, out _))
            failures.Add(new CheckFailure("url", $"\"{text}\" is not the access URL of a Coder deployment"));
        return Task.FromResult(new CheckResponse { Inputs = request.NewInputs, Failures = failures });
    }

    /// <inheritdoc/>
    public override Task<DiffResponse> DiffConfig(DiffRequest request, CancellationToken ct)
    {
        // Another URL, token or server is another way to the same things: nothing made through it must be replaced.
        // The namespace only says where an import looks: it is no change at all.
        var changed = request.OldInputs.Keys.Union(request.NewInputs.Keys).Where(name => name != "namespace" && request.OldInputs.Text(name) != request.NewInputs.Text(name)).ToList();
        return Task.FromResult(new DiffResponse { Changes = changed.Count > 0, Diffs = changed });
    }

    /// <inheritdoc/>
    public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct)
    {
        string? Optional(string name) => request.Args.Text(name) is { Length: > 0 } value ? value : null;
        if (Uri.TryCreate(request.Args.Text("url"), UriKind.Absolute, out var url))
        {
            _coder = new CoderClient(url, request.Args.Text("token"), time, request.Args.Text("ca"));
            _deployment = new DeploymentClient(url, request.Args.Text("token"), time, request.Args.Text("ca"));
        }

        if (Optional("dnsServer") is { } server)
        {
            _dns = new DnsSettings(server, int.TryParse(request.Args.Text("dnsPort"), out var port) ? port : 53, request.Args.Text("dnsZone"),
                request.Args.Text("dnsKeyName"), request.Args.Text("dnsKeyAlgorithm"), request.Args.Text("dnsKeySecret"), 0);
        }

        _cluster = new Lazy<ClusterClient>(() => new ClusterClient(ClusterConnection.Open(Optional("kubeconfig"), Optional("context"))));
        _namespace = request.Args.Text("namespace");
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true, AcceptResources = true, AcceptOutputs = false });
    }

    /// <inheritdoc/>
    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) => Handler(request.Type, request.Urn).CheckAsync(request, ct);

    /// <inheritdoc/>
    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) => Handler(request.Type, request.Urn).DiffAsync(request, ct);

    /// <inheritdoc/>
    public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) => Handler(request.Type, request.Urn).CreateAsync(request, ct);

    /// <inheritdoc/>
    public override Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) => Handler(request.Type, request.Urn).ReadAsync(request, ct);

    /// <inheritdoc/>
    public override Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) => Handler(request.Type, request.Urn).UpdateAsync(request, ct);

    /// <inheritdoc/>
    public override Task Delete(DeleteRequest request, CancellationToken ct) => Handler(request.Type, request.Urn).DeleteAsync(request, ct);

    private ResourceHandler Handler(string type, Pulumi.Urn urn)
    {
        // A passing message: it shows while the step runs. One that cannot be shown stops nothing.
        void Progress(string message) => _ = engine.LogAsync(new LogRequest(LogSeverity.Info, message, urn, ephemeral: true));
        return type switch
        {
            Registration.TypeToken => new RegistrationHandler(Configured(_coder), _registrations, Configured(_cluster), _namespace),
            DnsRecord.TypeToken => new DnsRecordHandler(_dns, time, Progress),
            ReleaseRemoval.TypeToken => new ReleaseRemovalHandler(() => Configured(_cluster).Value, time, Progress),
            Admission.TypeToken => new AdmissionHandler(Configured(_coder), Progress),
            ProxyRegistration.TypeToken => new ProxyRegistrationHandler(Configured(_deployment), Configured(_cluster), _namespace, Progress),
            ProxyReadiness.TypeToken => new ProxyReadinessHandler(Configured(_deployment), Progress),
            ProvisionerKey.TypeToken => new ProvisionerKeyHandler(Configured(_deployment), Progress),
            ProvisionerReadiness.TypeToken => new ProvisionerReadinessHandler(Configured(_deployment), Progress),
            _ => throw new NotSupportedException($"The provider coder-infra has no resource of type {type}."),
        };
    }

    private static T Configured<T>(T? part) => part ?? throw new InvalidOperationException("The provider coder-infra was called before it was configured.");

    private static string Version() => typeof(CoderInfraProvider).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
