using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>The provider of the package <c>pulumi</c>, which is part of every engine: stack references and states of resources.</summary>
internal sealed class PulumiProvider(DeploymentTarget target, Func<string, ResourceState?> current) : IResourceProvider
{
    private const string StackReference = "pulumi:pulumi:StackReference";

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
                var told = PropertyMap.Of(("urn", urn), ("id", state.Id), ("state", state.Outputs));
                return new InvokeResponse { Return = PropertyMarshaler.ToStruct(told) };
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
        if (request.Type != StackReference)
            throw Error(StatusCode.InvalidArgument, $"unrecognized resource type '{request.Type}'");
        return Task.FromResult(new CheckResponse { Inputs = request.News });
    }

    /// <inheritdoc/>
    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });

    /// <inheritdoc/>
    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var inputs = PropertyMarshaler.FromStruct(request.Properties);
        var name = Text(inputs, "name");
        return new CreateResponse { Id = name, Properties = PropertyMarshaler.ToStruct(inputs.Set("outputs", await Outputs(name, cancellationToken))) };
    }

    /// <inheritdoc/>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var outputs = await Outputs(request.Id, cancellationToken);
        var state = PropertyMap.Of(("name", request.Id), ("outputs", outputs), ("secretOutputNames", SecretNames(outputs)));
        return new ReadResponse { Id = request.Id, Inputs = request.Inputs, Properties = PropertyMarshaler.ToStruct(state) };
    }

    /// <inheritdoc/>
    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new UpdateResponse { Properties = request.Olds });

    /// <inheritdoc/>
    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) =>
        throw Error(StatusCode.Unimplemented, "The package pulumi has no components.");

    /// <inheritdoc/>
    public Task CancelAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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
