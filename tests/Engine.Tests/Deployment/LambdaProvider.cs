using System.Collections.Concurrent;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>
/// A provider of lambdas, with a world behind it. By default: ids are the resource's name and a number, a changed
/// <c>key</c> replaces, anything else updates, outputs are the inputs.
/// </summary>
internal sealed class LambdaProvider : IResourceProvider
{
    private int _next;

    public Func<CheckRequest, CheckResponse> Check { get; set; } = request => new CheckResponse { Inputs = request.News };

    public Func<DiffRequest, DiffResponse> Diff { get; set; } = DiffByKey;

    public Func<CreateRequest, CreateResponse>? Create { get; set; }

    public Func<ReadRequest, ReadResponse>? Read { get; set; }

    public Func<UpdateRequest, UpdateResponse> Update { get; set; } = request => new UpdateResponse { Properties = request.News };

    public Action<DeleteRequest> Delete { get; set; } = _ => { };

    public Action Cancel { get; set; } = () => { };

    public Func<InvokeRequest, InvokeResponse> Invoke { get; set; } =
        request => throw new RpcException(new Status(StatusCode.Unimplemented, $"no function {request.Tok}"));

    public Func<ConstructRequest, Task<ConstructResponse>> Construct { get; set; } =
        request => throw new RpcException(new Status(StatusCode.Unimplemented, $"no component {request.Type}"));

    public Func<CallRequest, CallResponse> Call { get; set; } =
        request => throw new RpcException(new Status(StatusCode.Unimplemented, $"no method {request.Tok}"));

    public Func<ParameterizeRequest, ParameterizeResponse> Parameterize { get; set; } =
        _ => throw new RpcException(new Status(StatusCode.Unimplemented, "no parameters"));

    /// <summary>Told the provider's setting <c>token</c>.</summary>
    public Action<string> Configured { get; set; } = _ => { };

    /// <summary>Told what is asked for when a provider is loaded.</summary>
    public Action<PluginRequest> Loading { get; set; } = _ => { };

    public bool AcceptSecrets { get; set; } = true;

    public bool AcceptOutputs { get; set; }

    public bool SupportsPreview { get; set; }

    /// <summary>What a preview is answered that would create something.</summary>
    public Func<CreateRequest, CreateResponse> PreviewCreate { get; set; } = request => new CreateResponse { Properties = request.Properties };

    /// <summary>What exists: id → inputs.</summary>
    public ConcurrentDictionary<string, PropertyMap> World { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls in order, such as <c>create a</c>; without checks and diffs.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public static DiffResponse DiffByKey(DiffRequest request)
    {
        var olds = PropertyMarshaler.FromStruct(request.OldInputs).Reveal();
        var news = PropertyMarshaler.FromStruct(request.News).Reveal();
        var changed = olds.Keys.Union(news.Keys).Where(name => !Equals(olds.Get(name), news.Get(name))).Order(StringComparer.Ordinal).ToList();
        var response = new DiffResponse
        {
            Changes = changed.Count > 0 ? DiffResponse.Types.DiffChanges.DiffSome : DiffResponse.Types.DiffChanges.DiffNone,
            Diffs = { changed },
            DeleteBeforeReplace = news.Get("dbr") is BoolValue { Value: true },
        };
        if (changed.Contains("key"))
            response.Replaces.Add("key");
        return response;
    }

    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CancellationToken cancellationToken) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, "no handshake"));

    public Task<PluginInfo> GetPluginInfoAsync(CancellationToken cancellationToken) => Task.FromResult(new PluginInfo { Version = "1.0.0" });

    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CheckResponse> CheckConfigAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResponse { Inputs = request.News });

    public Task<DiffResponse> DiffConfigAsync(DiffRequest request, CancellationToken cancellationToken) => Task.FromResult(DiffByKey(request));

    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CancellationToken cancellationToken)
    {
        if (PropertyMarshaler.FromStruct(request.Args).Reveal().Get("token") is StringValue token)
            Configured(token.Value);
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = AcceptSecrets, AcceptResources = true, AcceptOutputs = AcceptOutputs, SupportsPreview = SupportsPreview });
    }

    public Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken) => Task.FromResult(Invoke(request));

    public Task<CallResponse> CallAsync(CallRequest request, CancellationToken cancellationToken) => Task.FromResult(Call(request));

    public Task<ParameterizeResponse> ParameterizeAsync(ParameterizeRequest request, CancellationToken cancellationToken) => Task.FromResult(Parameterize(request));

    public Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken) => Task.FromResult(Check(request));

    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken) => Task.FromResult(Diff(request));

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return Task.FromResult(PreviewCreate(request));
        Calls.Enqueue($"create {request.Name}");
        var response = Create?.Invoke(request)
            ?? new CreateResponse { Id = $"{request.Name}-{Interlocked.Increment(ref _next)}", Properties = request.Properties };
        World[response.Id] = PropertyMarshaler.FromStruct(request.Properties);
        return Task.FromResult(response);
    }

    public Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"read {request.Name}");
        if (Read is not null)
            return Task.FromResult(Read(request));
        return Task.FromResult(World.TryGetValue(request.Id, out var found)
            ? new ReadResponse { Id = request.Id, Properties = PropertyMarshaler.ToStruct(found), Inputs = PropertyMarshaler.ToStruct(found) }
            : new ReadResponse());
    }

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        if (request.Preview)
            return Task.FromResult(new UpdateResponse { Properties = request.News });
        Calls.Enqueue($"update {request.Name}");
        var response = Update(request);
        World[request.Id] = PropertyMarshaler.FromStruct(request.News);
        return Task.FromResult(response);
    }

    public Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"delete {request.Name}");
        Delete(request);
        World.TryRemove(request.Id, out _);
        return Task.CompletedTask;
    }

    public Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken cancellationToken) => Construct(request);

    public Task CancelAsync(CancellationToken cancellationToken)
    {
        Cancel();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Loads the one provider for the package <c>test</c>.</summary>
internal sealed class LambdaHost(LambdaProvider provider) : IPluginHost
{
    public Task<IResourceProvider> LoadAsync(PluginRequest request, CancellationToken cancellationToken)
    {
        provider.Loading(request);
        return request.Package is "test" or "other"
            ? Task.FromResult<IResourceProvider>(provider)
            : throw new PluginNotFoundException($"There is no provider {request.Package}.");
    }
}
