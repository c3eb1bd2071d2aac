using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>Calls of functions and of components' methods.</summary>
internal sealed partial class ResourceMonitorService
{
    /// <inheritdoc/>
    public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context) =>
        OnLoop(async () =>
        {
            if (request.DependsOn.Any(IsAwaited))
                return new ResourceInvokeResponse { Unknown = true };
            request = await transforms.ApplyAsync(request);
            var reference = await ProviderFor(request.Tok, request.Provider, request.Version, request.PluginDownloadURL, request.PackageRef);
            var provider = await providers.GetAsync(reference);
            InvokeResponse? answer;
            try
            {
                answer = await provider.InvokeAsync(request.Tok, PropertyMarshaler.FromStruct(request.Args));
            }
            catch (RpcException error)
            {
                throw new RpcException(new Status(error.StatusCode, $"invocation of {request.Tok} returned an error: {Diagnostics.Describe(error)}"));
            }

            if (answer is null)
                return new ResourceInvokeResponse { Unknown = true };
            var result = PropertyMarshaler.FromStruct(answer.Return);
            return new ResourceInvokeResponse
            {
                Return = PropertyMarshaler.ToStruct(result, Accepted(secrets: true, request.AcceptResources || request.Tok == "pulumi:pulumi:getResource")),
                Failures = { answer.Failures },
            };
        });

    /// <inheritdoc/>
    public override Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context) =>
        OnLoop(async () =>
        {
            var reference = await ProviderFor(request.Tok, request.Provider, request.Version, request.PluginDownloadURL, request.PackageRef);
            var provider = await providers.GetAsync(reference);
            var call = new CallRequest
            {
                Tok = request.Tok,
                Project = run.Target.Project,
                Stack = run.Target.Stack,
                Organization = run.Target.Organization,
                Config = { run.Target.Config },
                ConfigSecretKeys = { run.Target.SecretKeys },
                DryRun = run.DryRun,
                Parallel = run.Options.Parallel,
                MonitorEndpoint = life.Address,
                AcceptsOutputValues = true,
            };
            var arguments = PropertyMarshaler.FromStruct(request.Args);
            var dependencies = Dependencies(arguments, request.ArgDependencies.ToDictionary(item => item.Key, item => item.Value.Urns));
            foreach (var (name, urns) in dependencies)
                call.ArgDependencies[name] = new() { Urns = { urns } };
            arguments = OutputValues.Upgrade(arguments, dependencies.ToDictionary(item => item.Key, IEnumerable<string> (item) => item.Value, StringComparer.Ordinal));
            return await UntilStopAsync(provider.CallMethodAsync(call, arguments), $"call to function '{request.Tok}' failed", arguments);
        });

    /// <summary>Whether a resource that a function call depends on is still to be created: it, or something inside of a component.</summary>
    private bool IsAwaited(string urn)
    {
        if (run.News.GetValueOrDefault(urn) is not { } state)
            return false;
        if (state.Custom)
            return state.Id is "" or Signatures.Unknown;
        return run.News.Values.Any(child => child.Parent == urn && IsAwaited(child.Urn));
    }
}
