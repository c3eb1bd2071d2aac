using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Rpc = Pulumirpc;

namespace Pulumi.Experimental.Provider;

/// <summary>The wire's provider service on a <see cref="Provider"/>; this part: what is about the provider itself.</summary>
internal sealed partial class ProviderService(Provider provider, EngineConnection engine, string? version)
    : Rpc.ResourceProvider.ResourceProviderBase, IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    public override Task<Rpc.PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(new Rpc.PluginInfo { Version = version ?? "" });

    public override Task<Empty> Attach(Rpc.PluginAttach request, ServerCallContext context)
    {
        engine.Attach(request.Address);
        return Task.FromResult(new Empty());
    }

    public override async Task<Empty> Cancel(Empty request, ServerCallContext context)
    {
        await _cancelled.CancelAsync().ConfigureAwait(false);
        return new Empty();
    }

    public override Task<Rpc.ParameterizeResponse> Parameterize(Rpc.ParameterizeRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var parameters = request.ParametersCase == Rpc.ParameterizeRequest.ParametersOneofCase.Args
            ? (Parameters)new ParametersArgs([.. request.Args.Args])
            : new ParametersValue(request.Value.Name, request.Value.Version, [.. request.Value.Value]);
        var response = await provider.Parameterize(new ParameterizeRequest(parameters), ct).ConfigureAwait(false);
        return new Rpc.ParameterizeResponse { Name = response.Name, Version = response.Version };
    });

    public override Task<Rpc.GetSchemaResponse> GetSchema(Rpc.GetSchemaRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var response = await provider.GetSchema(
            new GetSchemaRequest(request.Version, NullIfEmpty(request.SubpackageName), NullIfEmpty(request.SubpackageVersion)), ct).ConfigureAwait(false);
        return new Rpc.GetSchemaResponse { Schema = response.Schema ?? "" };
    });

    public override Task<Rpc.CheckResponse> CheckConfig(Rpc.CheckRequest request, ServerCallContext context) =>
        CallAsync(context, async ct => ToWire(await provider.CheckConfig(FromWire(request), ct).ConfigureAwait(false)));

    public override Task<Rpc.DiffResponse> DiffConfig(Rpc.DiffRequest request, ServerCallContext context) =>
        CallAsync(context, async ct => ToWire(await provider.DiffConfig(FromWire(request), ct).ConfigureAwait(false)));

#pragma warning disable CS0612 // Variables is how old providers take their configuration; the public request has it.
    public override Task<Rpc.ConfigureResponse> Configure(Rpc.ConfigureRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var response = await provider.Configure(
            new ConfigureRequest(
                request.Variables.ToImmutableDictionary(),
                PropertyWire.FromStruct(request.Args),
                request.AcceptSecrets,
                request.AcceptResources,
                request.SendsOldInputs,
                request.SendsOldInputsToDelete),
            ct).ConfigureAwait(false);
        return new Rpc.ConfigureResponse
        {
            AcceptSecrets = response.AcceptSecrets,
            SupportsPreview = response.SupportsPreview,
            AcceptResources = response.AcceptResources,
            AcceptOutputs = response.AcceptOutputs,
        };
    });
#pragma warning restore CS0612

    public override Task<Rpc.InvokeResponse> Invoke(Rpc.InvokeRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var response = await provider.Invoke(new InvokeRequest(request.Tok, PropertyWire.FromStruct(request.Args)), ct).ConfigureAwait(false);
        return new Rpc.InvokeResponse { Return = PropertyWire.ToStruct(response.Return), Failures = { ToWire(response.Failures) } };
    });

    public void Dispose() => _cancelled.Dispose();

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static IEnumerable<Rpc.CheckFailure> ToWire(IList<CheckFailure>? failures) =>
        failures?.Select(failure => new Rpc.CheckFailure { Property = failure.Property, Reason = failure.Reason }) ?? [];

    /// <summary>Makes a call; what it throws becomes a status with its message, so that the engine can show it.</summary>
    private async Task<T> CallAsync<T>(ServerCallContext context, Func<CancellationToken, Task<T>> call)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _cancelled.Token);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (RpcException)
        {
            throw;
        }
        catch (NotImplementedException e)
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, e.Message));
        }
        catch (OperationCanceledException e) when (either.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, e.Message));
        }
        catch (Exception e)
        {
            throw new RpcException(new Status(StatusCode.Unknown, e.Message));
        }
    }
}
