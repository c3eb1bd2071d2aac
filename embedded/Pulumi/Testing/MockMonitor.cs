using System.Collections.Concurrent;
using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi.Testing;

/// <summary>The engine as far as a test needs it: keeps what is registered and lets mocks answer for the providers.</summary>
internal sealed class MockMonitor(IMocks mocks, string project, string stack) : IMonitor
{
    private readonly ConcurrentDictionary<string, RegisterResourceResponse> _registered = new();
    private ImmutableArray<Resource> _resources = [];

    /// <summary>All resources so far.</summary>
    public ImmutableArray<Resource> Resources => _resources;

    public Task<bool> SupportsFeatureAsync(string feature) => Task.FromResult(true);

    public async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request)
    {
        if (request.Tok == Deployment.GetResourceToken)
            return new ResourceInvokeResponse { Return = GetResource(request.Args.Fields["urn"].StringValue) };
        return new ResourceInvokeResponse { Return = await CallAsync(request.Tok, request.Args, request.Provider).ConfigureAwait(false) };
    }

    public async Task<CallResponse> CallAsync(ResourceCallRequest request) =>
        new() { Return = await CallAsync(request.Tok, request.Args, request.Provider).ConfigureAwait(false) };

    public async Task<ReadResourceResponse> ReadResourceAsync(Resource resource, ReadResourceRequest request)
    {
        var (id, state) = await NewResourceAsync(resource, request.Type, request.Name, request.Properties, request.Provider, request.Id).ConfigureAwait(false);
        var urn = NewUrn(request.Parent, request.Type, request.Name);
        _registered[urn] = new RegisterResourceResponse { Urn = urn, Id = id ?? "", Object = state };
        return new ReadResourceResponse { Urn = urn, Properties = state };
    }

    public async Task<RegisterResourceResponse> RegisterResourceAsync(Resource resource, RegisterResourceRequest request)
    {
        var urn = NewUrn(request.Parent, request.Type, request.Name);
        if (request.Type == Stack.TypeToken)
        {
            ImmutableInterlocked.Update(ref _resources, static (all, one) => all.Add(one), resource);
            return new RegisterResourceResponse { Urn = urn, Object = new Struct() };
        }

        var (id, state) = await NewResourceAsync(resource, request.Type, request.Name, request.Object, request.Provider, request.ImportId).ConfigureAwait(false);
        return _registered[urn] = new RegisterResourceResponse { Urn = urn, Id = id ?? request.ImportId, Object = state };
    }

    public Task RegisterResourceOutputsAsync(RegisterResourceOutputsRequest request) => Task.CompletedTask;

    public Task RegisterResourceHookAsync(RegisterResourceHookRequest request, ProgramCallback callback) => Task.CompletedTask;

    public Task RegisterErrorHookAsync(RegisterErrorHookRequest request, ProgramCallback callback) => Task.CompletedTask;

    public Task<Callback> AddCallbackAsync(ProgramCallback callback) => Task.FromResult(new Callback());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task SignalAndWaitForShutdownAsync() => Task.CompletedTask;

    private static async Task<Struct> ToStructAsync(object? value)
    {
        var serializer = new PropertySerializer(keepResources: true, keepOutputValues: true);
        var wire = await serializer.SerializeAsync("mock", value).ConfigureAwait(false);
        return wire.KindCase switch
        {
            Value.KindOneofCase.StructValue => wire.StructValue,
            Value.KindOneofCase.NullValue => new Struct(),
            _ => throw new InvalidOperationException($"A mock gave a {value!.GetType().Name} as a resource's state or a function's result; it must be a map of values."),
        };
    }

    private async Task<(string? Id, Struct State)> NewResourceAsync(
        Resource resource, string type, string name, Struct inputs, string provider, string id)
    {
        ImmutableInterlocked.Update(ref _resources, static (all, one) => all.Add(one), resource);
        var args = new MockResourceArgs { Type = type, Name = name, Inputs = ValueReader.ReadPlain(inputs), Provider = provider, Id = id };
        var (newId, state) = await mocks.NewResourceAsync(args).ConfigureAwait(false);
        return (newId, await ToStructAsync(state).ConfigureAwait(false));
    }

    private async Task<Struct> CallAsync(string token, Struct args, string provider) => await ToStructAsync(
        await mocks.CallAsync(new MockCallArgs { Token = token, Args = ValueReader.ReadPlain(args), Provider = provider }).ConfigureAwait(false)).ConfigureAwait(false);

    private Struct GetResource(string urn) => _registered.TryGetValue(urn, out var found)
        ? new Struct { Fields = { ["urn"] = Value.ForString(urn), ["id"] = Value.ForString(found.Id), ["state"] = Value.ForStruct(found.Object) } }
        : throw new InvalidOperationException($"No resource '{urn}' was registered in this test.");

    private string NewUrn(string parent, string type, string name)
    {
        if (parent.Length > 0)
            type = $"{Urn.Type(parent)}${type}";
        return $"urn:pulumi:{stack}::{project}::{type}::{name}";
    }
}

/// <summary>Keeps the errors a program tells.</summary>
internal sealed class MockLogSink : ILogSink
{
    private ImmutableArray<string> _errors = [];

    public ImmutableArray<string> Errors => _errors;

    public Task LogAsync(LogRequest request)
    {
        if (request.Severity == LogSeverity.Error)
            ImmutableInterlocked.Update(ref _errors, static (all, one) => all.Add(one), request.Message);
        return Task.CompletedTask;
    }
}
