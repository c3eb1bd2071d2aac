using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>A program of a lambda, in this process, that speaks to the engine over the real channel.</summary>
internal sealed class LambdaProgram(Func<Registrar, Task> body) : IProgramRunner
{
    public async Task<string?> RunAsync(ProgramRun run, Action<string, bool> output, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress($"http://{run.MonitorAddress}");
        var monitor = new ResourceMonitor.ResourceMonitorClient(channel);
        var registrar = new Registrar(monitor, new(channel), run, cancellationToken);
        try
        {
            await registrar.StackAsync();
            await body(registrar);
            await monitor.SignalAndWaitForShutdownAsync(new Empty(), cancellationToken: cancellationToken);
            return null;
        }
        catch (Grpc.Core.RpcException error) when (error.StatusCode is Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.Cancelled)
        {
            return "";
        }
        catch (Grpc.Core.RpcException error)
        {
            return error.Status.Detail;
        }
    }
}

/// <summary>What a program registers, in short.</summary>
internal sealed class Registrar(ResourceMonitor.ResourceMonitorClient monitor, Pulumirpc.Engine.EngineClient engine, ProgramRun run, CancellationToken cancellation)
{
    public Pulumirpc.Engine.EngineClient Engine => engine;

    public ResourceMonitor.ResourceMonitorClient Monitor => monitor;

    public bool DryRun => run.DryRun;

    public string StackUrn { get; private set; } = "";

    public async Task StackAsync()
    {
        var request = new RegisterResourceRequest { Type = "pulumi:pulumi:Stack", Name = $"{run.Target.Project}-{run.Target.Stack}", Object = new Struct() };
        StackUrn = (await monitor.RegisterResourceAsync(request, cancellationToken: cancellation)).Urn;
    }

    public async Task<RegisterResourceResponse> ResourceAsync(string name, PropertyMap? inputs = null, Action<RegisterResourceRequest>? options = null)
    {
        var request = Request("test:index:Thing", name, inputs, custom: true);
        options?.Invoke(request);
        return await monitor.RegisterResourceAsync(request, cancellationToken: cancellation);
    }

    public async Task<RegisterResourceResponse> ComponentAsync(string name, Action<RegisterResourceRequest>? options = null)
    {
        var request = Request("test:index:Group", name, null, custom: false);
        options?.Invoke(request);
        return await monitor.RegisterResourceAsync(request, cancellationToken: cancellation);
    }

    public async Task<RegisterResourceResponse> ProviderAsync(string name, PropertyMap? inputs = null, Action<RegisterResourceRequest>? options = null)
    {
        var request = Request("pulumi:providers:test", name, inputs, custom: true);
        options?.Invoke(request);
        return await monitor.RegisterResourceAsync(request, cancellationToken: cancellation);
    }

    public async Task<ReadResourceResponse> ReadAsync(string name, string id)
    {
        var request = new ReadResourceRequest { Type = "test:index:Thing", Name = name, Id = id, Parent = StackUrn, AcceptSecrets = true, AcceptResources = true };
        return await monitor.ReadResourceAsync(request, cancellationToken: cancellation);
    }

    public async Task OutputsAsync(string urn, PropertyMap outputs) =>
        await monitor.RegisterResourceOutputsAsync(
            new RegisterResourceOutputsRequest { Urn = urn, Outputs = PropertyMarshaler.ToStruct(outputs) }, cancellationToken: cancellation);

    private RegisterResourceRequest Request(string type, string name, PropertyMap? inputs, bool custom) => new()
    {
        Type = type,
        Name = name,
        Custom = custom,
        Parent = StackUrn,
        Object = PropertyMarshaler.ToStruct(inputs ?? PropertyMap.Empty, MarshalOptions.All),
        AcceptSecrets = true,
        AcceptResources = true,
        SupportsPartialValues = true,
        SupportsResultReporting = true,
        AliasSpecs = true,
    };
}

internal static class RequestOptions
{
    /// <summary>An input whose value came from another resource.</summary>
    public static RegisterResourceRequest From(this RegisterResourceRequest request, string input, RegisterResourceResponse source)
    {
        request.Dependencies.Add(source.Urn);
        request.PropertyDependencies[input] = new() { Urns = { source.Urn } };
        return request;
    }

    public static PropertyMap Outputs(this RegisterResourceResponse response) => PropertyMarshaler.FromStruct(response.Object);

    /// <summary>An output, or unknown where the preview does not know it.</summary>
    public static PropertyValue Output(this RegisterResourceResponse response, string name) =>
        response.Outputs().Get(name) ?? PropertyValue.Computed;
}
