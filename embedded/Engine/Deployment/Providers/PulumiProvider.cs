using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// The provider of the package <c>pulumi</c>, which is part of every engine: stack references, states of resources, and stashes. A
/// stash keeps the value that it was made with as its output until it is replaced; its input follows the program.
/// </summary>
internal sealed class PulumiProvider(DeploymentTarget target, Func<string, ResourceState?> current) : IResourceProvider
{
    private const string StackReference = "pulumi:pulumi:StackReference";
    private const string Stash = "pulumi:index:Stash";

    /// <inheritdoc/>
    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new ProviderHandshakeResponse { AcceptSecrets = true, AcceptResources = true, AcceptOutputs = true });

    /// <inheritdoc/>
    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken) => Task.FromResult(new PluginInfo());

    /// <inheritdoc/>
    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new GetSchemaResponse { Schema = "{\"name\":\"pulumi\"}" });

    /// <inheritdoc/>
    public Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    /// <inheritdoc/>
    public Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });

    /// <inheritdoc/>
    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new ConfigureResponse { AcceptSecrets = true, AcceptResources = true, AcceptOutputs = true, SupportsPreview = true });

    /// <inheritdoc/>
    public async Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken)
    {
        var arguments = PropertyMarshaler.FromStruct(request.Args);
        switch (request.Tok)
        {
            case "pulumi:pulumi:readStackOutputs":
                var outputs = await Outputs(Text(arguments, "name"), cancellationToken);
                return new InvokeResponse { Return = PropertyMarshaler.ToStruct(arguments.Set("outputs", outputs)) };
            case "pulumi:pulumi:getResource":
                var urn = Text(arguments, "urn");
                var state = current(urn) ?? throw Error(StatusCode.NotFound, $"unknown resource {urn}");
                var answer = PropertyMap.Of(("urn", urn), ("id", state.Id), ("state", state.Outputs));
                return new InvokeResponse { Return = PropertyMarshaler.ToStruct(answer) };
            default:
                throw Error(StatusCode.Unimplemented, $"unrecognized function name: '{request.Tok}'");
        }
    }

    /// <inheritdoc/>
    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken) =>
        throw Error(StatusCode.Unimplemented, "The package pulumi has no methods.");

    /// <inheritdoc/>
    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var property = Property(request.Type);
        var inputs = PropertyMarshaler.FromStruct(request.News);
        var response = new CheckResponse { Inputs = request.News };
        foreach (var name in inputs.Keys.Where(name => name != property))
            response.Failures.Add(new CheckFailure { Property = name, Reason = $"unknown property \"{name}\"" });
        if (inputs.Get(property) is not { } value)
            response.Failures.Add(new CheckFailure { Property = property, Reason = $"missing required property \"{property}\"" });
        else if (request.Type == StackReference && value.Reveal() is not (StringValue or ComputedValue))
            response.Failures.Add(new CheckFailure { Property = property, Reason = $"property \"{property}\" must be a string" });
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var property = Property(request.Type);
        var olds = PropertyMarshaler.FromStruct(request.OldInputs);
        if (Equals(olds.Get(property), PropertyMarshaler.FromStruct(request.News).Get(property)))
            return Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });
        var diff = new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffSome, Diffs = { property } };
        if (request.Type == StackReference)
            diff.Replaces.Add(property);
        return Task.FromResult(diff);
    }

    /// <inheritdoc/>
    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var inputs = PropertyMarshaler.FromStruct(request.Properties);
        var id = request.Preview ? "" : Guid.NewGuid().ToString();
        var state = request.Type == Stash ? inputs.Set("output", inputs["input"]) : await Reference(Text(inputs, "name"), cancellationToken);
        return new CreateResponse { Id = id, Properties = PropertyMarshaler.ToStruct(state, MarshalOptions.All) };
    }

    /// <inheritdoc/>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        if (request.Type != Stash)
            return new ReadResponse { Id = request.Id, Inputs = request.Inputs, Properties = PropertyMarshaler.ToStruct(await Reference(request.Id, cancellationToken)) };
        return request.Properties is { Fields.Count: > 0 }
            ? new ReadResponse { Id = request.Id, Inputs = request.Inputs, Properties = request.Properties }
            : throw Error(StatusCode.InvalidArgument, $"A stash is nothing outside its stack: \"{request.Id}\" can be neither read nor imported.");
    }

    /// <inheritdoc/>
    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var state = PropertyMarshaler.FromStruct(request.Olds).Set("input", PropertyMarshaler.FromStruct(request.News)["input"]);
        return Task.FromResult(new UpdateResponse { Properties = PropertyMarshaler.ToStruct(state, MarshalOptions.All) });
    }

    /// <inheritdoc/>
    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) =>
        throw Error(StatusCode.Unimplemented, "The package pulumi has no components.");

    /// <inheritdoc/>
    public Task CancelAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The one property that a resource of the type has.</summary>
    private static string Property(string type) => type switch
    {
        Stash => "input",
        StackReference => "name",
        _ => throw Error(StatusCode.InvalidArgument, $"unrecognized resource type '{type}'"),
    };

    private async Task<PropertyMap> Reference(string stack, CancellationToken cancellationToken)
    {
        var outputs = await Outputs(stack, cancellationToken);
        return PropertyMap.Of(("name", stack), ("outputs", outputs), ("secretOutputNames", SecretNames(outputs)));
    }

    private async Task<PropertyMap> Outputs(string stack, CancellationToken cancellationToken)
    {
        if (target.StackOutputs is not { } read)
            throw Error(StatusCode.FailedPrecondition, $"The stack {stack} cannot be read: this run has no access to other stacks.");
        return await read(stack, cancellationToken) ?? throw Error(StatusCode.NotFound, $"unknown stack \"{stack}\"");
    }

    private static ArrayValue SecretNames(PropertyMap outputs) =>
        new([.. outputs.Where(item => item.Value.ContainsSecrets).Select(item => (PropertyValue)item.Key)]);

    private static string Text(PropertyMap map, string name) =>
        map.Get(name) is StringValue text ? text.Value : throw Error(StatusCode.InvalidArgument, $"The property {name} is missing.");

    private static RpcException Error(StatusCode code, string message) => new(new Status(code, message));
}
