using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;
using Log = Pulumi.Log;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>How a run ends, what it awaits, and what outputs are made of the engine's answers.</summary>
public sealed class RunTests
{
    private static readonly IDictionary<string, object?> NoOutputs = new Dictionary<string, object?>();

    [Fact]
    public async Task An_exception_is_told_once_and_the_code_says_so()
    {
        await using var engine = await FakeEngine.StartAsync();
        var code = await engine.RunAsync(() =>
        {
            var thing = new TestResource("thing", new TestArgs { Text = "a" });
            var broken = thing.Text.Apply(string (_) => throw new InvalidOperationException("no such luck"));
            _ = new TestResource("dependent", new TestArgs { Text = broken.Apply(text => text + "!") });
            return Task.FromResult(NoOutputs);
        });

        Assert.Equal(32, code);
        var error = Assert.Single(engine.Logged);
        Assert.Equal(LogSeverity.Error, error.Severity);
        Assert.Contains("no such luck", error.Message);
        Assert.DoesNotContain("SignalAndWaitForShutdown", engine.Calls);
    }

    [Fact]
    public async Task A_run_exception_shows_its_message_only()
    {
        await using var engine = await FakeEngine.StartAsync();
        var code = await engine.RunAsync(Task<IDictionary<string, object?>> () => throw new RunException("Set it with: pulumi config set a b"));

        Assert.Equal(32, code);
        Assert.Equal("Set it with: pulumi config set a b", Assert.Single(engine.Logged).Message);
    }

    [Fact]
    public async Task A_refused_registration_is_told_beside_the_others_and_fails_what_depends_on_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnRegister = request => request.Name == "bad"
            ? throw new RpcException(new Status(StatusCode.InvalidArgument, "the provider said no"))
            : engine.Echo(request);
        var code = await engine.RunAsync(() =>
        {
            var bad = new TestResource("bad");
            _ = new TestResource("dependent", new TestArgs { Text = bad.Text });
            _ = new TestResource("other");
            return Task.FromResult(NoOutputs);
        });

        Assert.Equal(32, code);
        Assert.Equal("Failed to register test:index:Thing 'bad': the provider said no", Assert.Single(engine.Logged).Message);
        Assert.Contains(engine.Registered, request => request.Name == "other");
        Assert.DoesNotContain(engine.Registered, request => request.Name == "dependent");
    }

    [Fact]
    public async Task An_engine_that_goes_away_has_said_why()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnRegister = _ => throw new RpcException(new Status(StatusCode.Unavailable, "the monitor has shut down"));
        var code = await engine.RunAsync(() =>
        {
            _ = new TestResource("thing");
            return Task.FromResult(NoOutputs);
        });

        Assert.Equal(32, code);
        Assert.Empty(engine.Logged);
    }

    [Fact]
    public async Task A_logged_error_fails_the_run_in_the_end()
    {
        await using var engine = await FakeEngine.StartAsync();
        var code = await engine.RunAsync(() =>
        {
            var thing = new TestResource("thing");
            Log.Warn("first", thing);
            Log.Error("second");
            Log.Info("third", thing, streamId: 7, ephemeral: true);
            return Task.FromResult(NoOutputs);
        });

        Assert.Equal(1, code);
        Assert.Equal(["first", "second", "third"], engine.Logged.Select(entry => entry.Message));
        Assert.Equal([engine.Urn("test:index:Thing", "thing"), "", engine.Urn("test:index:Thing", "thing")], engine.Logged.Select(entry => entry.Urn));
        Assert.True(engine.Logged.Last() is { Severity: LogSeverity.Info, StreamId: 7, Ephemeral: true });
    }

    [Fact]
    public async Task A_failed_or_skipped_resource_leaves_what_hangs_on_it_unknown()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnRegister = request => request.Name == "failed"
            ? new RegisterResourceResponse { Urn = engine.Urn(request.Type, request.Name), Result = Result.Fail }
            : engine.Echo(request);
        var ran = false;
        await RegistrationTests.RunAsync(engine, () =>
        {
            var failed = new TestResource("failed", new TestArgs { Text = "a" });
            _ = new TestResource("dependent", new TestArgs
            {
                Text = failed.Text.Apply(text =>
                {
                    ran = true;
                    return text;
                }),
            });
        });

        Assert.False(ran);
        Assert.Equal(Signatures.Unknown, RegistrationTests.Request(engine, "dependent").Object.Fields["text"].StringValue);
    }

    [Fact]
    public async Task A_stack_output_that_was_never_set_is_named()
    {
        await using var engine = await FakeEngine.StartAsync();
        var code = await engine.RunAsync(() => new IncompleteStack());

        Assert.Equal(32, code);
        Assert.Contains("Address", Assert.Single(engine.Logged).Message);
    }

    [Fact]
    public async Task Answers_become_objects_of_the_resources_types()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnRegister = request => new RegisterResourceResponse
        {
            Urn = engine.Urn(request.Type, request.Name),
            Id = "id",
            Object = Struct.Parser.ParseJson("""
                {
                  "text": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hidden" },
                  "count": 3, "items": ["a", "b"], "map": { "a": [1, true], "__internal": 1 },
                  "nested": { "name": "n", "retries": 2 }
                }
                """),
            PropertyDependencies = { ["items"] = new RegisterResourceResponse.Types.PropertyDependencies { Urns = { "urn:pulumi:dev::p::t::other" } } },
        };
        TestResource thing = null!;
        await RegistrationTests.RunAsync(engine, () => thing = new TestResource("thing"));

        Assert.Equal("hidden", await OutputUtilities.GetValueAsync(thing.Text));
        Assert.True(await Output.IsSecretAsync(thing.Text));
        Assert.False(await Output.IsSecretAsync(thing.Items));
        Assert.Equal(3, await OutputUtilities.GetValueAsync(thing.Count));
        Assert.Equal(["a", "b"], (await OutputUtilities.GetValueAsync(thing.Items)).ToArray());
        Assert.Equal(2, (await OutputUtilities.GetDependenciesAsync(thing.Items)).Count);
        var map = await OutputUtilities.GetValueAsync(thing.Map);
        Assert.Equal(["a"], map.Keys);
        Assert.Equal([1d, true], Assert.IsType<ImmutableArray<object>>(map["a"]).ToArray());
        var nested = await OutputUtilities.GetValueAsync(thing.Nested);
        Assert.Equal(("n", 2), (nested.Name, nested.Retries));
        Assert.True(nested.Tags.IsDefault);
        Assert.Null(await OutputUtilities.GetValueAsync(thing.Any));
        Assert.True(await OutputUtilities.GetIsKnownAsync(thing.Any));
    }

    [Fact]
    public async Task In_a_preview_what_the_engine_does_not_say_is_unknown()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnRegister = request => new RegisterResourceResponse { Urn = engine.Urn(request.Type, request.Name), Object = request.Object };
        TestResource thing = null!;
        await RegistrationTests.RunAsync(engine, () => thing = new TestResource("thing", new TestArgs { Text = "a" }), preview: true);

        Assert.True(await OutputUtilities.GetIsKnownAsync(thing.Text));
        Assert.False(await OutputUtilities.GetIsKnownAsync(thing.Id));
        Assert.False(await OutputUtilities.GetIsKnownAsync(thing.Nested));
    }

    [Fact]
    public async Task A_function_is_not_called_while_an_argument_is_unknown()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnInvoke = request => new ResourceInvokeResponse { Return = Struct.Parser.ParseJson($$"""{ "name": {{request.Args.Fields["name"]}}, "retries": 1 }""") };
        Output<Nested> known = null!, unknown = null!;
        await RegistrationTests.RunAsync(
            engine,
            () =>
            {
                known = Deployment.Instance.Invoke<Nested>("test:index:get", Arguments("a"));
                unknown = Deployment.Instance.Invoke<Nested>("test:index:get", Arguments(OutputUtilities.CreateUnknown("b")));
            },
            preview: true);

        Assert.Single(engine.Invoked);
        Assert.Equal("a", (await OutputUtilities.GetValueAsync(known)).Name);
        Assert.False(await OutputUtilities.GetIsKnownAsync(unknown));

        static InvokeArgs Arguments(object name) => new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("name", name));
    }

    [Fact]
    public async Task A_failed_function_says_what_is_wrong_with_which_argument()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.OnInvoke = _ => new ResourceInvokeResponse { Failures = { new CheckFailure { Property = "name", Reason = "is too long" } } };
        var code = await engine.RunAsync(async () =>
        {
            await Deployment.Instance.InvokeAsync("test:index:get", InvokeArgs.Empty);
            return NoOutputs;
        });

        Assert.Equal(32, code);
        Assert.Equal("Failed to call test:index:get: name: is too long", Assert.Single(engine.Logged).Message);
    }

    private sealed class IncompleteStack : Pulumi.Stack
    {
        [Output("address")]
        public Output<string> Address { get; private set; } = null!;
    }
}
