using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.Collections;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>Components that their provider makes: it registers them, and what they hold, with this monitor.</summary>
internal sealed partial class ResourceMonitorService
{
    /// <summary>Component → the providers it was given, by package; components inside of it are made with them too.</summary>
    private readonly Dictionary<string, MapField<string, string>> _componentProviders = new(StringComparer.Ordinal);

    private async Task<RegisterResourceResponse> ConstructAsync(RegisterResourceRequest request, string urn)
    {
        var reference = await ProviderFor(request.Type, request.Provider, request.Version, request.PluginDownloadURL, request.PackageRef);
        var provider = await providers.GetAsync(reference);
        var inputs = PropertyMarshaler.FromStruct(request.Object);
        var construct = ToConstruct(request);
        foreach (var (name, urns) in Dependencies(inputs, request.PropertyDependencies.ToDictionary(item => item.Key, item => item.Value.Urns)))
            construct.InputDependencies[name] = new() { Urns = { urns } };

        var answer = await UntilStopAsync(provider.ConstructAsync(construct, inputs), $"{request.Type} resource '{request.Name}' has a problem", inputs);

        // The provider would have registered it.
        if (answer is null)
            return await RegisterAsync(new RegisterResourceRequest { Type = request.Type, Name = request.Name, Parent = request.Parent }, urn);
        var response = new RegisterResourceResponse
        {
            Urn = answer.Urn,
            Object = PropertyMarshaler.ToStruct(PropertyMarshaler.FromStruct(answer.State), Accepted(request.AcceptSecrets, request.AcceptResources)),
        };
        foreach (var (name, dependencies) in answer.StateDependencies)
            response.PropertyDependencies[name] = new() { Urns = { dependencies.Urns } };
        return response;
    }

    private ConstructRequest ToConstruct(RegisterResourceRequest request)
    {
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
        if (request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace)
            construct.DeleteBeforeReplace = request.DeleteBeforeReplace;
        if (request.CustomTimeouts is { } timeouts)
            construct.CustomTimeouts = new() { Create = timeouts.Create, Update = timeouts.Update, Delete = timeouts.Delete, Read = timeouts.Read };
        if (request.Hooks is { } bound)
        {
            construct.ResourceHooks = new()
            {
                BeforeCreate = { bound.BeforeCreate },
                AfterCreate = { bound.AfterCreate },
                BeforeUpdate = { bound.BeforeUpdate },
                AfterUpdate = { bound.AfterUpdate },
                BeforeDelete = { bound.BeforeDelete },
                AfterDelete = { bound.AfterDelete },
                OnError = { bound.OnError },
            };
        }

        return construct;
    }

    private void InheritProviders(RegisterResourceRequest request)
    {
        if (!request.Remote || !_componentProviders.TryGetValue(request.Parent, out var inherited))
            return;
        foreach (var (package, reference) in inherited)
            request.Providers.TryAdd(package, reference);
    }

    /// <summary>Input → the URNs its value came from: those that the program names, and those that the value itself carries.</summary>
    private static Dictionary<string, List<string>> Dependencies<T>(PropertyMap values, Dictionary<string, T> named)
        where T : IEnumerable<string>
    {
        var all = named.ToDictionary(item => item.Key, item => item.Value.ToList(), StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            var carried = Goals.DependenciesOf(value);
            if (carried.Count > 0)
                all[name] = [.. all.GetValueOrDefault(name, []).Concat(carried).Distinct()];
        }

        return all;
    }

    /// <summary>
    /// Waits for a component or a method. What its provider refuses is reported once, and the run ends. A run that stops has reported
    /// the provider so in answer to what it registers, and does not wait for it to come to terms with that: it may never do.
    /// </summary>
    private async Task<T> UntilStopAsync<T>(Task<T> call, string failed, PropertyMap inputs)
    {
        try
        {
            return await call.WaitAsync(run.Stop);
        }
        catch (Exception error) when (error is OperationCanceledException || run.Stop.IsCancellationRequested)
        {
            throw new RunStoppedException();
        }
        catch (RpcException error)
        {
            var message = $"{failed}: {Problem(error, inputs)}";
            run.Diagnostics.Error("", message);
            run.Bail();
            throw new BailException(message);
        }
    }

    /// <summary>What is wrong, with each input that is to blame and its value.</summary>
    private static string Problem(RpcException error, PropertyMap inputs)
    {
        if (ProviderErrors.GetInputProperties(error) is not { } details)
            return Diagnostics.Describe(error);
        var text = error.Status.Detail.Length > 0 ? error.Status.Detail + ":" : "";
        foreach (var problem in details.Errors)
        {
            var value = PropertyPath.Parse(problem.PropertyPath)?.Get(inputs);
            var with = value is null ? "" : $" with value '{{{Properties.ValueText.Of(value)}}}'";
            text += $"\n\t\t- property {problem.PropertyPath}{with} has a problem: {problem.Reason}";
        }

        return text;
    }
}
