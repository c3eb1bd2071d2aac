using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>Registrations and reads of resources.</summary>
internal sealed partial class ResourceMonitorService
{
    /// <inheritdoc/>
    public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context) =>
        OnLoop(async () =>
        {
            if (request.Custom || request.Remote)
                RequireTypeToken(request.Type);
            var urn = Urn.Make(run.Target.Stack, run.Target.Project, request.Parent, request.Type, request.Name);
            request = await transforms.ApplyAsync(request, urn);
            if (request.Custom)
                return await RegisterAsync(request, urn);
            InheritProviders(request);
            var response = request.Remote ? await ConstructAsync(request, urn) : await RegisterAsync(request, urn);
            _componentProviders[response.Urn] = request.Providers;
            return response;
        });

    /// <inheritdoc/>
    public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
        OnLoop(async () =>
        {
            RequireTypeToken(request.Type);
            var goal = await Goals.FromAsync(request, run.Target) with
            {
                Provider = await ProviderFor(request.Type, request.Provider, request.Version, request.PluginDownloadURL, request.PackageRef),
            };
            var registration = await generator.ReadAsync(goal);
            return new ReadResourceResponse
            {
                Urn = registration.State.Urn,
                Properties = PropertyMarshaler.ToStruct(registration.State.Outputs, Accepted(request.AcceptSecrets, request.AcceptResources)),
            };
        });

    private async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request, string urn)
    {
        var goal = await Goals.FromAsync(request, run.Target);
        if (Urn.IsProviderType(goal.Type))
        {
            var source = SourceOf(Urn.Package(goal.Type), request.Version, request.PluginDownloadURL, request.PackageRef);
            goal = goal with { Provider = "", Properties = ProviderEnvironment.WriteTo(source.WriteTo(goal.Properties), request.EnvVarMappings) };
        }
        else if (goal.Custom)
        {
            goal = goal with { Provider = await ProviderFor(goal.Type, request.Provider, request.Version, request.PluginDownloadURL, request.PackageRef) };
        }
        else
        {
            goal = goal with { Provider = "" };
        }

        hooks.Bind(urn, goal.Hooks);
        Registration registration;
        try
        {
            registration = await generator.RegisterAsync(goal);
        }
        catch (StepFailedException) when (run.Options.ContinueOnError && request.SupportsResultReporting)
        {
            return Unmade(urn, Result.Fail);
        }
        catch (DependencyFailedException) when (request.SupportsResultReporting)
        {
            return Unmade(urn, Result.Skip);
        }

        var state = registration.State;

        // A component's outputs are the program's own; those of a registration before this one may hold what is gone.
        var outputs = state.Custom ? state.Outputs : PropertyMap.Empty;
        var response = new RegisterResourceResponse
        {
            Urn = state.Urn,
            Id = state.Id,
            Object = PropertyMarshaler.ToStruct(outputs, Accepted(request.AcceptSecrets, request.AcceptResources)),
            Stables = { registration.Stables },

            // Not among the targets and never created: there is nothing to be known of it, in an update either.
            Unknown = registration.Skipped && state.Custom,
        };
        return response;
    }

    /// <summary>The answer for a resource that failed or was skipped; the official SDKs read its outputs in any case.</summary>
    private static RegisterResourceResponse Unmade(string urn, Result result) => new() { Urn = urn, Result = result, Object = new Struct() };

    private static MarshalOptions Accepted(bool secrets, bool resources) => new() { KeepSecrets = secrets, KeepResources = resources };
}
