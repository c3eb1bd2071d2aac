using System.Collections.Immutable;
using System.Text.Json;
using Grpc.Core;
using Rpc = Pulumirpc;

namespace Pulumi.Experimental.Provider;

/// <content>What is about components: the provider registers their resources with the engine that runs the program.</content>
internal sealed partial class ProviderService
{
    public override Task<Rpc.ConstructResponse> Construct(Rpc.ConstructRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var run = new InlineRun(
            request.MonitorEndpoint, engine.Address, request.Organization, request.Project, request.Stack, request.DryRun,
            ToSettings(request.Config, request.ConfigSecretKeys));
        var response = await Deployment.RunInlineAsync(run, () => provider.Construct(
            new ConstructRequest(
                request.Type,
                request.Name,
                WithDependencies(request.Inputs, request.InputDependencies.ToDictionary(entry => entry.Key, entry => (IEnumerable<string>)entry.Value.Urns)),
                ToOptions(request)),
            ct)).ConfigureAwait(false);
        var wire = new Rpc.ConstructResponse { Urn = response.Urn, State = PropertyWire.ToStruct(response.Outputs) };
        foreach (var (name, urns) in response.OutputDependencies)
            wire.StateDependencies[name] = new Rpc.ConstructResponse.Types.PropertyDependencies { Urns = { urns.Select(urn => (string)urn) } };
        return wire;
    });

    public override Task<Rpc.CallResponse> Call(Rpc.CallRequest request, ServerCallContext context) => CallAsync(context, async ct =>
    {
        var args = WithDependencies(request.Args, request.ArgDependencies.ToDictionary(entry => entry.Key, entry => (IEnumerable<string>)entry.Value.Urns));
        ResourceReference? self = args.TryGetValue("__self__", out var value) && value.TryGetResource(out var reference) ? reference : null;
        var run = new InlineRun(
            request.MonitorEndpoint, engine.Address, request.Organization, request.Project, request.Stack, request.DryRun,
            ToSettings(request.Config, request.ConfigSecretKeys));
        var response = await Deployment.RunInlineAsync(
            run, () => provider.Call(new CallRequest(self, request.Tok, args.Remove("__self__")), ct)).ConfigureAwait(false);
        var wire = new Rpc.CallResponse { Return = PropertyWire.ToStruct(response.Return), Failures = { ToWire(response.Failures) } };
        foreach (var (name, urns) in response.ReturnDependencies)
            wire.ReturnDependencies[name] = new Rpc.CallResponse.Types.ReturnDependencies { Urns = { urns.Select(urn => (string)urn) } };
        return wire;
    });

    private static Settings ToSettings(IDictionary<string, string> config, IEnumerable<string> secretKeys) =>
        new(JsonSerializer.Serialize(config), JsonSerializer.Serialize(secretKeys));

    private static ImmutableDictionary<string, PropertyValue> WithDependencies(
        Google.Protobuf.WellKnownTypes.Struct? values, Dictionary<string, IEnumerable<string>> dependencies) =>
        PropertyWire.FromStruct(values).ToImmutableDictionary(
            entry => entry.Key,
            entry => dependencies.TryGetValue(entry.Key, out var urns)
                ? entry.Value.WithDependencies(entry.Value.Dependencies.Union(urns.Select(urn => new Urn(urn))))
                : entry.Value);

    private static ComponentResourceOptions ToOptions(Rpc.ConstructRequest request)
    {
        var options = new ComponentResourceOptions
        {
            Parent = request.Parent.Length > 0 ? new DependencyResource(request.Parent) : null,
            Protect = request.HasProtect ? request.Protect : null,
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeletedWith = request.DeletedWith.Length > 0 ? new DependencyResource(request.DeletedWith) : null,
            Providers = [.. request.Providers.Values.Select(reference => new DependencyProviderResource(reference))],
        };
        foreach (var urn in request.Dependencies)
            options.DependsOn.Add(new DependencyResource(urn));
        options.IgnoreChanges.AddRange(request.IgnoreChanges);
        options.ReplaceOnChanges.AddRange(request.ReplaceOnChanges);
        options.Aliases.AddRange(request.Aliases.Select(alias => (Input<Alias>)Alias.FromWire(alias)));
        if (request.CustomTimeouts is { } timeouts)
            options.CustomTimeouts = CustomTimeouts.FromWire(timeouts.Create, timeouts.Update, timeouts.Delete);
        return options;
    }
}
