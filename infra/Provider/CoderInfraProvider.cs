using System.Collections.Concurrent;
using Coder.Infra.Adoption;
using Coder.Infra.Coder;
using Coder.Infra.Resources;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Provider;

/// <summary>
/// The provider of the package <c>coder-infra</c>: the custom resources of this project, over the API of a Coder deployment
/// and DNS updates.
/// </summary>
internal sealed class CoderInfraProvider(TimeProvider time) : Pulumi.Experimental.Provider.Provider
{
    private readonly ConcurrentDictionary<string, bool> _registrations = new();
    private CoderClient? _coder;

    /// <summary>What was last looked for and found: an import of this run takes the rest from it.</summary>
    private Installation? _installation;

    private CoderClient Coder => _coder ?? throw new InvalidOperationException("The provider coder-infra was called before it was configured.");

    /// <summary>Serves the provider until the engine ends it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(string[] args)
    {
        await Serve(args, Version(), _ => new CoderInfraProvider(TimeProvider.System), CancellationToken.None);
        return 0;
    }

    /// <inheritdoc/>
    public override Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, CancellationToken ct) =>
        Task.FromResult(new GetSchemaResponse { Schema = $$"""{"name":"{{CoderDeployment.Package}}","version":"{{Version()}}"}""" });

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
        // Another URL or token is another way to the same deployment: nothing made through it must be replaced.
        var changed = new[] { "url", "token", "ca" }.Where(name => request.OldInputs.Text(name) != request.NewInputs.Text(name)).ToList();
        return Task.FromResult(new DiffResponse { Changes = changed.Count > 0, Diffs = changed });
    }

    /// <inheritdoc/>
    public override Task<ConfigureResponse> Configure(ConfigureRequest request, CancellationToken ct)
    {
        if (Uri.TryCreate(request.Args.Text("url"), UriKind.Absolute, out var url))
            _coder = new CoderClient(url, request.Args.Text("token"), time, request.Args.Text("ca"));
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true, AcceptResources = true, AcceptOutputs = false });
    }

    /// <inheritdoc/>
    public override async Task<InvokeResponse> Invoke(InvokeRequest request, CancellationToken ct) => request.Tok == InstallationSearch.Token
        ? new InvokeResponse { Return = (_installation = await new InstallationSearch(Coder, time).FindAsync(InstallationQuery.Of(request.Args), ct)).Answer() }
        : await new Functions(Coder, time).InvokeAsync(request, ct);

    /// <inheritdoc/>
    public override Task<CheckResponse> Check(CheckRequest request, CancellationToken ct) => Handler(request.Type).CheckAsync(request, ct);

    /// <inheritdoc/>
    public override Task<DiffResponse> Diff(DiffRequest request, CancellationToken ct) => Handler(request.Type).DiffAsync(request, ct);

    /// <inheritdoc/>
    public override Task<CreateResponse> Create(CreateRequest request, CancellationToken ct) => Handler(request.Type).CreateAsync(request, ct);

    /// <inheritdoc/>
    public override Task<ReadResponse> Read(ReadRequest request, CancellationToken ct) => Handler(request.Type).ReadAsync(request, ct);

    /// <inheritdoc/>
    public override Task<UpdateResponse> Update(UpdateRequest request, CancellationToken ct) => Handler(request.Type).UpdateAsync(request, ct);

    /// <inheritdoc/>
    public override Task Delete(DeleteRequest request, CancellationToken ct) => Handler(request.Type).DeleteAsync(request, ct);

    private ResourceHandler Handler(string type) => type switch
    {
        Registration.TypeToken => new RegistrationHandler(Coder, _registrations, _installation),
        DnsRecord.TypeToken => new DnsRecordHandler(time, _installation),
        Admission.TypeToken => new AdmissionHandler(Coder),
        _ => throw new NotSupportedException($"The provider coder-infra has no resource of type {type}."),
    };

    private static string Version() => typeof(CoderInfraProvider).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
