using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Transforms of registrations and of function calls.</summary>
public sealed class TransformTests
{
    private readonly Lifecycle _stack = new();

    [Fact]
    public async Task A_transform_may_change_every_option()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        TransformResourceOptions? shown = null;
        var callback = callbacks.Add(TransformRequest.Parser, request =>
        {
            if (request.Name != "a")
                return new TransformResponse();
            shown = request.Options.Clone();
            var options = request.Options;
            options.DependsOn.Add(Lifecycle.Urn("first"));
            options.Protect = true;
            options.IgnoreChanges.Add("i");
            options.ReplaceOnChanges.Add("r");
            options.Aliases.Clear();
            options.CustomTimeouts = new() { Create = "1m" };
            options.RetainOnDelete = true;
            options.DeletedWith = Lifecycle.Urn("first");
            options.AdditionalSecretOutputs.Add("s");
            options.HideDiff.Add("h");
            options.ReplaceWith.Add(Lifecycle.Urn("first"));
            options.ReplacementTrigger = Value.ForString("t");
            options.Provider = shown.Providers["other"];
            options.DeleteBeforeReplace = false;
            return new TransformResponse { Properties = request.Properties, Options = options };
        });
        await _stack.UpAsync(async program =>
        {
            await program.Monitor.RegisterStackTransformAsync(callback);
            await program.ResourceAsync("first");
            var provider = await program.ProviderAsync("mine");
            await program.ResourceAsync("a", PropertyMap.Of(("x", 1)), request =>
            {
                request.AliasURNs.Add(Lifecycle.Urn("old"));
                request.Aliases.Add(new Alias { Spec = new() { Name = "older" } });
                request.Providers["other"] = $"{provider.Urn}::{provider.Id}";
                request.DeleteBeforeReplace = true;
            });
        });

        Assert.Empty(_stack.Errors);
        Assert.Equal([Lifecycle.Urn("old"), "older"], shown!.Aliases.Select(alias => alias.Urn.Length > 0 ? alias.Urn : alias.Spec.Name));
        Assert.True(shown.DeleteBeforeReplace);
        var state = _stack["a"];
        Assert.Equal([Lifecycle.Urn("first")], state.Dependencies.AsEnumerable());
        Assert.True(state.Protect);
        Assert.Equal(["i"], state.IgnoreChanges.AsEnumerable());
        Assert.Equal(["r"], state.ReplaceOnChanges.AsEnumerable());
        Assert.Equal(60, state.CustomTimeouts!.Create);
        Assert.True(state.RetainOnDelete);
        Assert.Equal(Lifecycle.Urn("first"), state.DeletedWith);
        Assert.Equal(["s"], state.AdditionalSecretOutputs.AsEnumerable());
        Assert.Equal(["h"], state.HideDiff.AsEnumerable());
        Assert.Equal([Lifecycle.Urn("first")], state.ReplaceWith.AsEnumerable());
        Assert.Equal((PropertyValue)"t", state.ReplacementTrigger);
        Assert.StartsWith(_stack["mine"].Urn, state.Provider);
    }

    [Fact]
    public async Task A_transform_gets_output_values_with_secrecy_unknowns_and_dependencies()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        var shown = PropertyMap.Empty;
        var callback = callbacks.Add(TransformRequest.Parser, request =>
        {
            if (request.Name == "b")
                shown = PropertyMarshaler.FromStruct(request.Properties);
            return new TransformResponse { Properties = request.Properties, Options = request.Options };
        });
        PropertyValue hush = "hush";
        async Task Program(Registrar program)
        {
            await program.Monitor.RegisterStackTransformAsync(callback);
            var a = await program.ResourceAsync("a", PropertyMap.Of(("x", 1)));
            var inputs = PropertyMap.Of(
                ("secret", hush.AsSecret()), ("nested", PropertyMap.Of(("k", hush.AsSecret()), ("list", new ArrayValue([PropertyValue.Computed])))),
                ("from", a.Output("x")), ("plain", "p"));
            await program.ResourceAsync("b", inputs, request => request.From("from", a));
        }

        await _stack.PreviewAsync(Program);
        Assert.Empty(_stack.Errors);
        string[] a = [Lifecycle.Urn("a")];
        var nested = PropertyMap.Of(("k", new OutputValue(hush, true, [])), ("list", new ArrayValue([new OutputValue(null, false, [])])));
        Assert.Equal(PropertyMap.Of(("secret", new OutputValue(hush, true, [])), ("nested", nested), ("from", new OutputValue(1.0, false, [.. a])), ("plain", "p")), shown);

        await _stack.UpAsync(Program);
        Assert.Equal<PropertyValue>(hush.AsSecret(), _stack["b"].Inputs["secret"]);
        Assert.Equal<PropertyValue>(hush.AsSecret(), ((ObjectValue)_stack["b"].Inputs["nested"]).Properties["k"]);
        Assert.Equal(a, _stack["b"].PropertyDependencies["from"].AsEnumerable());
    }

    [Fact]
    public async Task A_transform_that_answers_nothing_changes_nothing()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        await _stack.UpAsync(async program =>
        {
            await program.Monitor.RegisterStackTransformAsync(callbacks.Add(TransformRequest.Parser, _ => new TransformResponse()));
            await program.ResourceAsync("a", PropertyMap.Of(("x", 1)), request => request.Protect = true);
        });

        Assert.Equal(PropertyMap.Of(("x", 1)), _stack["a"].Inputs);
        Assert.True(_stack["a"].Protect);
    }

    [Fact]
    public async Task Function_calls_pass_through_the_transforms_in_order()
    {
        await using var callbacks = await CallbackServer.StartAsync();
        var invoked = new List<string>();
        _stack.Provider.Configured = invoked.Add;
        _stack.Provider.Invoke = request =>
        {
            invoked.Add(request.Args.ToString());
            return new InvokeResponse { Return = new() };
        };
        await _stack.UpAsync(async program =>
        {
            var provider = await program.ProviderAsync("mine", PropertyMap.Of(("token", "mine")));
            await program.Monitor.RegisterStackInvokeTransformAsync(callbacks.Add(TransformInvokeRequest.Parser, request =>
            {
                var options = request.Options;
                Assert.Equal("7.0.0", options.Version);
                options.Provider = $"{provider.Urn}::{provider.Id}";
                request.Args.Fields["first"] = Value.ForString(request.Token);
                return new TransformInvokeResponse { Args = request.Args, Options = options };
            }));
            await program.Monitor.RegisterStackInvokeTransformAsync(callbacks.Add(TransformInvokeRequest.Parser, request =>
            {
                Assert.Contains("first", request.Args.Fields.Keys);
                Assert.NotEmpty(request.Options.Provider);
                return new TransformInvokeResponse { Args = new() { Fields = { ["second"] = Value.ForBool(true) } } };
            }));
            await program.Monitor.InvokeAsync(new ResourceInvokeRequest { Tok = "test:index:get", Version = "7.0.0", Args = new() });
        });

        Assert.Empty(_stack.Errors);
        Assert.Equal(["mine", "{ \"second\": true }"], invoked);
        Assert.False(_stack.Has("default_7_0_0"));
    }
}
