using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Components that their provider makes, and their methods.</summary>
public sealed class ConstructTests
{
    private const string Group = "test:index:Group";

    private readonly Lifecycle _stack = new();

    public ConstructTests() => _stack.Provider.Construct = ConstructAsync;

    /// <summary>As an SDK does: the component, a resource in it, its outputs.</summary>
    private static async Task<ConstructResponse> ConstructAsync(ConstructRequest request)
    {
        using var channel = GrpcChannel.ForAddress($"http://{request.MonitorEndpoint}");
        var monitor = new ResourceMonitor.ResourceMonitorClient(channel);
        var group = new RegisterResourceRequest
        {
            Type = request.Type,
            Name = request.Name,
            Parent = request.Parent,
            Aliases = { request.Aliases },
            Hooks = request.ResourceHooks is { } hooks ? new() { BeforeCreate = { hooks.BeforeCreate } } : null,
        };
        if (request.HasProtect)
            group.Protect = request.Protect;
        var component = await monitor.RegisterResourceAsync(group);
        var child = await monitor.RegisterResourceAsync(new RegisterResourceRequest
        {
            Type = "test:index:Thing",
            Name = $"{request.Name}-child",
            Parent = component.Urn,
            Custom = true,
            Provider = request.Providers.GetValueOrDefault("test", ""),
            Object = request.Inputs,
            AcceptSecrets = true,
        });
        var outputs = new Struct { Fields = { ["child"] = Value.ForString(child.Id) } };
        await monitor.RegisterResourceOutputsAsync(new RegisterResourceOutputsRequest { Urn = component.Urn, Outputs = outputs });
        return new ConstructResponse { Urn = component.Urn, State = outputs, StateDependencies = { ["child"] = new() { Urns = { child.Urn } } } };
    }

    private static Task<RegisterResourceResponse> GroupAsync(Registrar program, string name = "g", PropertyMap? inputs = null, Action<RegisterResourceRequest>? options = null) =>
        program.ComponentAsync(name, request =>
        {
            request.Remote = true;
            request.Object = PropertyMarshaler.ToStruct(inputs ?? PropertyMap.Empty, MarshalOptions.All);
            options?.Invoke(request);
        });

    [Fact]
    public async Task A_component_and_what_it_holds_are_registered_by_its_provider()
    {
        RegisterResourceResponse? group = null;
        await _stack.UpAsync(async program => group = await GroupAsync(program, inputs: PropertyMap.Of(("value", 1)), options: request => request.Protect = true));

        Assert.Equal(_stack["g"].Urn, group!.Urn);
        Assert.Equal(_stack["g"].Urn, _stack["g-child"].Parent);
        Assert.True(_stack["g-child"].Protect);
        Assert.Equal(PropertyMap.Of(("value", 1)), _stack["g-child"].Inputs);
        Assert.Equal(PropertyMap.Of(("child", _stack["g-child"].Id)), group.Outputs());
        Assert.Equal([_stack["g-child"].Urn], group.PropertyDependencies["child"].Urns);
        Assert.Equal(group.Outputs(), _stack["g"].Outputs);
    }

    [Fact]
    public async Task A_component_goes_when_the_program_no_longer_has_it()
    {
        await _stack.UpAsync(program => GroupAsync(program));
        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.False(_stack.Has("g"));
        Assert.Equal(["delete g-child"], _stack.Provider.Calls);
    }

    [Fact]
    public async Task A_provider_is_told_what_the_inputs_came_from()
    {
        ConstructRequest? reported = null;
        _stack.Provider.Construct = request => ConstructAsync(reported = request);
        var inputs = PropertyMap.Of(
            ("carried", new OutputValue("x", Secret: false, [Lifecycle.Urn("a")])),
            ("named", "y"),
            ("plain", "z"));
        await _stack.UpAsync(async program =>
        {
            var a = await program.ResourceAsync("a");
            await GroupAsync(program, inputs: inputs, options: request => request.From("named", a));
        });

        Assert.Equal([Lifecycle.Urn("a")], reported!.InputDependencies["carried"].Urns);
        Assert.Equal([Lifecycle.Urn("a")], reported.InputDependencies["named"].Urns);
        Assert.DoesNotContain("plain", reported.InputDependencies.Keys);
        Assert.Equal([Lifecycle.Urn("a")], reported.Dependencies);
    }

    [Fact]
    public async Task Transforms_of_the_program_reach_what_a_provider_registers()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        var seen = new List<string>();
        Callback Transform(string of) => callbacks.Add(TransformRequest.Parser, request =>
        {
            lock (seen)
                seen.Add($"{of} {request.Name}");
            var answer = new TransformResponse { Properties = request.Properties, Options = request.Options };
            if (request.Custom)
                answer.Properties.Fields[of] = Value.ForBool(true);
            answer.Options.IgnoreChanges.Add(of);
            return answer;
        });
        await _stack.UpAsync(async program =>
        {
            await program.Monitor.RegisterStackTransformAsync(Transform("stack"));
            await GroupAsync(program, options: request => request.Transforms.Add(Transform("own")));
        });

        // The component is registered twice, by the program and by its provider.
        Assert.Equal(["own g", "stack g", "stack g", "own g-child", "stack g-child"], seen);
        Assert.Equal(PropertyMap.Of(("own", true), ("stack", true)), _stack["g-child"].Inputs);
        Assert.Equal(["own", "stack"], _stack["g-child"].IgnoreChanges.AsEnumerable());
    }

    [Fact]
    public async Task A_component_inside_of_another_is_made_with_the_providers_of_that()
    {
        var reported = new List<string>();
        _stack.Provider.Construct = request =>
        {
            reported.Add($"{request.Name}: {string.Join(' ', request.Providers.Select(item => $"{item.Key}={item.Value.Split("::")[^2]}"))}");
            return ConstructAsync(request);
        };
        await _stack.UpAsync(async program =>
        {
            var provider = await program.ProviderAsync("mine");
            var outer = await program.ComponentAsync("outer", request => request.Providers["test"] = $"{provider.Urn}::{provider.Id}");
            await GroupAsync(program, "inner", options: request => request.Parent = outer.Urn);
        });

        Assert.Equal(["inner: test=mine"], reported);
        Assert.StartsWith(_stack["mine"].Urn, _stack["inner-child"].Provider);
    }

    [Fact]
    public async Task A_component_that_its_provider_refuses_is_told_once_and_ends_the_run()
    {
        _stack.Provider.Construct = _ => throw new RpcException(new Status(StatusCode.Unknown, "no room for it"));

        Assert.True((await _stack.UpAsync(program => GroupAsync(program))).Failed);

        Assert.Equal([$"{Group} resource 'g' has a problem: no room for it"], _stack.Errors);
    }

    [Fact]
    public async Task Inputs_that_a_provider_refuses_are_told_all_at_once_and_without_secrets()
    {
        var problems = new InputPropertiesError
        {
            Errors =
            {
                new InputPropertiesError.Types.PropertyError { PropertyPath = "size.width", Reason = "is too big" },
                new InputPropertiesError.Types.PropertyError { PropertyPath = "password", Reason = "is too short" },
                new InputPropertiesError.Types.PropertyError { PropertyPath = "name", Reason = "is missing" },
            },
        };
        _stack.Provider.Construct = _ => throw ProviderErrors.WithDetails(StatusCode.InvalidArgument, "the group is wrong", problems);
        var inputs = PropertyMap.Of(("size", PropertyMap.Of(("width", 5))), ("password", ((PropertyValue)"hush").AsSecret()));

        await _stack.UpAsync(program => GroupAsync(program, inputs: inputs));

        Assert.Contains(
            $"{Group} resource 'g' has a problem: the group is wrong:"
            + "\n\t\t- property size.width with value '{5}' has a problem: is too big"
            + "\n\t\t- property password with value '{[secret]}' has a problem: is too short"
            + "\n\t\t- property name has a problem: is missing",
            _stack.Errors);
    }

    [Fact]
    public async Task A_run_that_fails_in_a_component_does_not_wait_for_its_provider()
    {
        _stack.Provider.Create = _ => throw new RpcException(new Status(StatusCode.Unknown, "create refused"));
        _stack.Provider.Construct = async request =>
        {
            try
            {
                return await ConstructAsync(request);
            }
            catch (RpcException)
            {
                // As the Node SDK does: once the monitor is gone, nothing is answered any more.
                await Task.Delay(Timeout.InfiniteTimeSpan);
                throw;
            }
        };

        Assert.True((await _stack.UpAsync(program => GroupAsync(program))).Failed);

        Assert.Contains("create refused", _stack.Errors);
    }

    [Fact]
    public async Task A_component_of_a_provider_that_cannot_be_configured_yet_is_shown_by_itself()
    {
        await _stack.PreviewAsync(async program =>
        {
            var provider = await program.ProviderAsync("later", PropertyMap.Of(("token", PropertyValue.Computed)));
            var group = await GroupAsync(program, options: request => request.Provider = $"{provider.Urn}::{provider.Id}");
            var called = await program.Monitor.CallAsync(new ResourceCallRequest { Tok = $"{Group}/method", Provider = $"{provider.Urn}::{provider.Id}", Args = new() });
            Assert.Equal(Lifecycle.Urn("g").Replace("Thing", "Group"), group.Urn);
            Assert.Null(called.Return);
        });

        Assert.Empty(_stack.Errors);
        Assert.Contains(_stack.Events.OfType<StepEndedEvent>(), reported => reported.Step.Urn.EndsWith("::g", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_method_is_given_its_arguments_with_what_they_came_from()
    {
        CallRequest? reported = null;
        _stack.Provider.Call = request =>
        {
            reported = request;
            return new CallResponse { Return = new Struct { Fields = { ["x"] = Value.ForNumber(1) } } };
        };
        await _stack.UpAsync(async program =>
        {
            var arguments = PropertyMap.Of(("a", new OutputValue("v", Secret: false, [Lifecycle.Urn("t")])));
            var answer = await program.Monitor.CallAsync(new ResourceCallRequest { Tok = $"{Group}/method", Args = PropertyMarshaler.ToStruct(arguments, MarshalOptions.All) });
            Assert.Equal(1, answer.Return.Fields["x"].NumberValue);
        });

        Assert.Empty(_stack.Errors);
        Assert.Equal([Lifecycle.Urn("t")], reported!.ArgDependencies["a"].Urns);
    }

    [Fact]
    public async Task A_method_that_takes_output_values_gets_secrets_and_unknowns_as_such()
    {
        PropertyMap? given = null;
        _stack.Provider.AcceptOutputs = true;
        _stack.Provider.Call = request =>
        {
            given = PropertyMarshaler.FromStruct(request.Args);
            return new CallResponse { Return = new() };
        };
        await _stack.UpAsync(async program =>
        {
            var arguments = PropertyMap.Of(("secret", ((PropertyValue)"hush").AsSecret()), ("unknown", PropertyValue.Computed), ("from", "v"), ("plain", "p"));
            await program.Monitor.CallAsync(new ResourceCallRequest
            {
                Tok = $"{Group}/method",
                Args = PropertyMarshaler.ToStruct(arguments),
                ArgDependencies = { ["from"] = new() { Urns = { Lifecycle.Urn("t") } } },
            });
        });

        Assert.Empty(_stack.Errors);
        Assert.Equal(
            PropertyMap.Of(
                ("secret", new OutputValue("hush", true, [])), ("unknown", new OutputValue(null, false, [])), ("from", new OutputValue("v", false, [Lifecycle.Urn("t")])), ("plain", "p")),
            given);
    }

    [Fact]
    public async Task A_method_that_fails_is_told_once_and_ends_the_run()
    {
        _stack.Provider.Call = _ => throw new RpcException(new Status(StatusCode.Unknown, "not today"));

        Assert.True((await _stack.UpAsync(async program =>
            await program.Monitor.CallAsync(new ResourceCallRequest { Tok = $"{Group}/method", Args = new() }))).Failed);

        Assert.Equal([$"call to function '{Group}/method' failed: not today"], _stack.Errors);
    }
}
