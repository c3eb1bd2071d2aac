using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Pulumi;
using Pulumirpc;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>Functions of the program that the engine calls to change a resource.</summary>
public sealed class TransformTests
{
    private const string Other = "urn:pulumi:dev::coder-infra::test:index:Thing::other";

    [Fact]
    public async Task A_secret_an_unknown_and_a_dependency_go_through_a_transform_unharmed()
    {
        var properties = Struct.Parser.ParseJson($$"""
            {
              "plain": "x", "number": 2, "list": ["a", {{Output("\"hidden\"", secret: true)}}], "map": { "in": {{Output(null)}} },
              "secret": {{Output("\"hush\"", secret: true)}}, "unknown": {{Output(null)}}, "unknownSecret": {{Output(null, secret: true)}},
              "from": {{Output("{ \"k\": [true] }", dependencies: Other)}}
            }
            """);
        ResourceTransformArgs? seen = null;
        var answer = await TransformAsync(
            (args, _) =>
            {
                seen = args;
                return Task.FromResult<ResourceTransformResult?>(new ResourceTransformResult(args.Args, args.Options));
            },
            new TransformRequest { Type = "test:index:Thing", Name = "thing", Custom = true, Properties = properties, Options = new TransformResourceOptions() });

        Assert.Equal(Canonical(properties), Canonical(answer.Properties));
        Assert.Equal(("thing", "test:index:Thing", true, "x", 2.0), (seen!.Value.Name, seen.Value.Type, seen.Value.Custom, seen.Value.Args["plain"], seen.Value.Args["number"]));
        Assert.True(await Pulumi.Output.IsSecretAsync(Assert.IsType<Output<string>>(seen.Value.Args["secret"])));
        Assert.IsType<Output<object?>>(seen.Value.Args["unknown"]);
    }

    [Fact]
    public async Task A_transform_changes_arguments_and_options()
    {
        var options = new TransformResourceOptions
        {
            DependsOn = { Other },
            Protect = true,
            IgnoreChanges = { "a" },
            ReplaceOnChanges = { "b" },
            Version = "1.2.3",
            Aliases = { new Pulumirpc.Alias { Urn = Other }, new Pulumirpc.Alias { Spec = new Pulumirpc.Alias.Types.Spec { Name = "former", NoParent = true } } },
            Provider = "urn:pulumi:dev::coder-infra::pulumi:providers:test::p::id",
            CustomTimeouts = new RegisterResourceRequest.Types.CustomTimeouts { Create = "60000000000ns" },
            PluginDownloadUrl = "https://plugins.example.org",
            RetainOnDelete = false,
            DeletedWith = Other,
            DeleteBeforeReplace = true,
            AdditionalSecretOutputs = { "c" },
            Hooks = new RegisterResourceRequest.Types.ResourceHooksBinding { AfterCreate = { "wait" } },
            Import = "existing",
            HideDiff = { "d" },
            ReplaceWith = { Other },
            ReplacementTrigger = Value.ForString("t"),
        };
        var request = new TransformRequest { Type = "test:index:Thing", Name = "thing", Custom = true, Parent = Other, Properties = new Struct(), Options = options };

        var same = await TransformAsync((args, _) => Task.FromResult<ResourceTransformResult?>(new ResourceTransformResult(args.Args, args.Options)), request);
        Assert.Equal(options, same.Options);

        var changed = await TransformAsync(
            (args, _) =>
            {
                args.Options.Protect = null;
                args.Options.IgnoreChanges.Add("more");
                return Task.FromResult<ResourceTransformResult?>(new ResourceTransformResult(
                    args.Args.Add("text", Pulumi.Output.CreateSecret("new")), args.Options));
            },
            request);
        Assert.False(changed.Options.HasProtect);
        Assert.Equal(["a", "more"], changed.Options.IgnoreChanges);
        Assert.Equal(Canonical(Struct.Parser.ParseJson($$"""{ "text": {{Output("\"new\"", secret: true)}} }""")), Canonical(changed.Properties));
    }

    [Fact]
    public async Task A_transform_without_a_result_changes_nothing()
    {
        var answer = await TransformAsync((_, _) => Task.FromResult<ResourceTransformResult?>(null), new TransformRequest { Name = "thing" });
        Assert.Null(answer.Properties);
        Assert.Null(answer.Options);
    }

    [Fact]
    public async Task Transforms_of_the_stack_and_of_a_component_are_their_own()
    {
        await using var engine = await FakeEngine.StartAsync();
        ResourceTransform none = (_, _) => Task.FromResult<ResourceTransformResult?>(null);
        var code = await engine.RunAsync(() => new TransformedStack(new StackOptions { ResourceTransforms = { none } }, none));
        Assert.Equal(0, code);
        Assert.Single(engine.Registered.Single(request => request.Type == "pulumi:pulumi:Stack").Transforms);
        Assert.Equal(2, RegistrationTests.Request(engine, "component").Transforms.Count);

        // The engine applies those of the parents; they are not sent twice.
        Assert.Empty(RegistrationTests.Request(engine, "child").Transforms);
    }

    [Fact]
    public void Merged_options_have_the_transforms_of_both()
    {
        ResourceTransform none = (_, _) => Task.FromResult<ResourceTransformResult?>(null);
        var merged = CustomResourceOptions.Merge(
            new CustomResourceOptions { ResourceTransforms = { none } }, new CustomResourceOptions { ResourceTransforms = { none } });
        Assert.Equal(2, merged.ResourceTransforms.Count);
    }

    private sealed class TransformedStack : Pulumi.Stack
    {
        public TransformedStack(StackOptions options, ResourceTransform transform)
            : base(options) => _ = new TestComponent(
                "component",
                new ComponentResourceOptions { ResourceTransforms = { transform, transform } },
                component => _ = new TestResource("child", null, new CustomResourceOptions { Parent = component }));
    }

    /// <summary>What a transform answers the engine, over the callback that a resource was registered with.</summary>
    private static async Task<TransformResponse> TransformAsync(ResourceTransform transform, TransformRequest request)
    {
        await using var engine = await FakeEngine.StartAsync();
        TransformResponse? answer = null;
        engine.OnShutdown = async () =>
        {
            var callback = RegistrationTests.Request(engine, "thing").Transforms.Single();
            using var channel = GrpcChannel.ForAddress($"http://{callback.Target}");
            var response = await new Callbacks.CallbacksClient(channel).InvokeAsync(
                new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() });
            answer = TransformResponse.Parser.ParseFrom(response.Response);
        };
        await RegistrationTests.RunAsync(
            engine, () => _ = new TestResource("thing", null, new CustomResourceOptions { ResourceTransforms = { transform } }));
        return answer!;
    }

    /// <summary>An output value as it travels; unknown without a value.</summary>
    private static string Output(string? value, bool secret = false, string? dependencies = null) =>
        $$"""{ "{{Signatures.Key}}": "{{Signatures.Output}}" """
        + (value is null ? "" : $$""", "value": {{value}} """)
        + (secret ? ", \"secret\": true" : "")
        + (dependencies is null ? "" : $$""", "dependencies": ["{{dependencies}}"] """) + "}";

    private static string Canonical(Struct value) => CanonicalJson.Of(JsonFormatter.Default.Format(value));
}
