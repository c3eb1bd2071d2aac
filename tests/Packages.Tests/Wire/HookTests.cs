using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumi;
using Pulumi.Testing;
using Pulumirpc;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>Functions of the program that the engine calls around operations.</summary>
public sealed class HookTests
{
    [Fact]
    public async Task A_resource_names_its_hooks_and_the_engine_can_call_them()
    {
        await using var engine = await FakeEngine.StartAsync();
        ResourceHookArgs? called = null;
        engine.OnShutdown = async () => await CallAsync<ResourceHookRequest>(engine.Hooks.Single().Callback, new ResourceHookRequest
        {
            Urn = "urn:a",
            Id = "id",
            Name = "thing",
            Type = "test:index:Thing",
            NewInputs = Struct.Parser.ParseJson(
                """{ "plain": "x", "hidden": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "y" } }"""),
        });
        var code = await engine.RunAsync(() =>
        {
            var hook = new ResourceHook(
                "wait",
                (args, _) =>
                {
                    called = args;
                    Pulumi.Log.Info("called");
                    return Task.CompletedTask;
                },
                new ResourceHookOptions { OnDryRun = true });
            _ = new TestResource("thing", null, new CustomResourceOptions { Hooks = { BeforeCreate = { hook }, AfterDelete = { hook } } });
            return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
        });

        Assert.Equal(0, code);
        Assert.True(engine.Hooks.Single() is { Name: "wait", OnDryRun: true });
        var hooks = RegistrationTests.Request(engine, "thing").Hooks;
        Assert.Equal(["wait"], hooks.BeforeCreate);
        Assert.Equal(["wait"], hooks.AfterDelete);
        Assert.Empty(hooks.AfterCreate);
        Assert.Equal(("urn:a", "id", "thing", "x"), (called!.Urn, called.Id, called.Name, called.NewInputs!["plain"]));
        Assert.True(await Output.IsSecretAsync(Assert.IsType<Output<object?>>(called.NewInputs["hidden"])));
        Assert.Null(called.OldInputs);
        Assert.Equal("called", Assert.Single(engine.Logged).Message);
    }

    [Fact]
    public async Task A_hook_that_fails_says_why()
    {
        await using var engine = await FakeEngine.StartAsync();
        RpcException? failure = null;
        engine.OnShutdown = async () => failure = await Assert.ThrowsAsync<RpcException>(
            () => CallAsync<ResourceHookRequest>(engine.Hooks.Single().Callback, new ResourceHookRequest()));
        await RegistrationTests.RunAsync(engine, () => _ = new ResourceHook("refuse", (_, _) => throw new InvalidOperationException("not now")));

        Assert.Equal((StatusCode.Unknown, "not now"), (failure!.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task An_error_hook_says_whether_to_try_again()
    {
        await using var engine = await FakeEngine.StartAsync();
        ErrorHookResponse? answer = null;
        engine.OnShutdown = async () => answer = ErrorHookResponse.Parser.ParseFrom(await CallAsync<ErrorHookRequest>(
            engine.ErrorHooks.Single().Callback, new ErrorHookRequest { FailedOperation = "create", Errors = { "busy" } }));
        await RegistrationTests.RunAsync(engine, () =>
        {
            var hook = new ErrorHook("again", (args, _) => Task.FromResult(args is { FailedOperation: "create", Errors: ["busy"] }));
            _ = new TestResource("thing", null, new CustomResourceOptions { Hooks = { OnError = { hook } } });
        });

        Assert.True(answer!.Retry);
        Assert.Equal(["again"], RegistrationTests.Request(engine, "thing").Hooks.OnError);
    }

    [Fact]
    public void Merged_options_have_the_hooks_of_both()
    {
        var merged = CustomResourceOptions.Merge(
            new CustomResourceOptions { HideDiffs = { "a" } }, new CustomResourceOptions { HideDiffs = { "b" } });
        Assert.Equal(["a", "b"], merged.HideDiffs);
        Assert.True(merged.Hooks.IsEmpty);
    }

    [Fact]
    public async Task On_mocks_hooks_are_taken_and_not_called()
    {
        var resources = await Deployment.TestAsync(new Echo(), new TestOptions(), () =>
        {
            var hook = new ResourceHook("wait", (_, _) => throw new InvalidOperationException("called"));
            _ = new TestResource("thing", null, new CustomResourceOptions { Hooks = { BeforeCreate = { hook } } });
        });

        Assert.Equal("thing", Assert.Single(resources).GetResourceName());
    }

    private static async Task<ByteString> CallAsync<T>(Callback callback, T request)
        where T : IMessage
    {
        using var channel = GrpcChannel.ForAddress($"http://{callback.Target}");
        var response = await new Callbacks.CallbacksClient(channel).InvokeAsync(
            new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() });
        return response.Response;
    }

    private sealed class Echo : IMocks
    {
        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) => Task.FromResult<(string?, object)>(("id", args.Inputs));

        public Task<object> CallAsync(MockCallArgs args) => throw new InvalidOperationException($"The test does not expect {args.Token}.");
    }
}
