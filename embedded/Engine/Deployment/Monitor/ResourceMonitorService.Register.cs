using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Protocol.Properties;
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
            var urn = Urn.Make(run.Target.Stack, run.Target.Project, request.Parent, request.Type, request.Name);
            request = await transforms.ApplyAsync(request, urn);
            if (request.Remote)
                return await ConstructAsync(request);
            return await RegisterAsync(request, urn);
        });

    /// <inheritdoc/>
    public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
        OnLoop(async () =>
        {
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
            var (version, url) = (request.Version, request.PluginDownloadURL);
            if (request.PackageRef.Length > 0 && _packages.TryGetValue(request.PackageRef, out var package))
                (version, url) = (package.Version, package.DownloadUrl);
            goal = goal with { Provider = "", Properties = DefaultProviders.WithSource(goal.Properties, version, url) };
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
            return new RegisterResourceResponse { Urn = urn, Result = Result.Fail };
        }
        catch (DependencyFailedException) when (request.SupportsResultReporting)
        {
            return new RegisterResourceResponse { Urn = urn, Result = Result.Skip };
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

    /// <summary>A component that its provider makes: the provider registers it, and what it holds, with this monitor.</summary>
    private async Task<RegisterResourceResponse> ConstructAsync(RegisterResourceRequest request)
    {
        var reference = await ProviderFor(request.Type, request.Provider, request.Version, request.PluginDownloadURL, request.PackageRef);
        var provider = await providers.GetAsync(reference);
        var construct = new ConstructRequest
        {
            Project = run.Target.Project,
            Stack = run.Target.Stack,
            Organization = run.Target.Organization,
            DryRun = run.DryRun,
            Parallel = run.Options.Parallel,
            MonitorEndpoint = life.Address,
            Type = request.Type,
            Name = request.Name,
            Parent = request.Parent,
            Config = { run.Target.Config },
            ConfigSecretKeys = { run.Target.SecretKeys },
            Providers = { request.Providers },
            Dependencies = { request.Dependencies },
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            DeletedWith = request.DeletedWith,
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            ReplaceWith = { request.ReplaceWith },
            ReplacementTrigger = request.ReplacementTrigger,
            Aliases = { request.AliasURNs.Select(urn => new Alias { Urn = urn }).Concat(request.Aliases) },
            AcceptsOutputValues = true,
        };
        if (request.HasProtect)
            construct.Protect = request.Protect;
        if (request.HasRetainOnDelete)
            construct.RetainOnDelete = request.RetainOnDelete;
        if (request.DeleteBeforeReplaceDefined)
            construct.DeleteBeforeReplace = request.DeleteBeforeReplace;
        if (request.CustomTimeouts is { } timeouts)
            construct.CustomTimeouts = new() { Create = timeouts.Create, Update = timeouts.Update, Delete = timeouts.Delete, Read = timeouts.Read };
        foreach (var (name, dependencies) in request.PropertyDependencies)
            construct.InputDependencies[name] = new() { Urns = { dependencies.Urns } };

        var answer = await provider.ConstructAsync(construct, PropertyMarshaler.FromStruct(request.Object));
        var response = new RegisterResourceResponse
        {
            Urn = answer.Urn,
            Object = PropertyMarshaler.ToStruct(PropertyMarshaler.FromStruct(answer.State), Accepted(request.AcceptSecrets, request.AcceptResources)),
        };
        foreach (var (name, dependencies) in answer.StateDependencies)
            response.PropertyDependencies[name] = new() { Urns = { dependencies.Urns } };
        return response;
    }

    private static MarshalOptions Accepted(bool secrets, bool resources) => new() { KeepSecrets = secrets, KeepResources = resources };
}
