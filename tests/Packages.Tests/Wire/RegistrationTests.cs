using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;
using Alias = Pulumi.Alias;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>What a resource with its options says to the engine.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public async Task Each_option_goes_to_its_field()
    {
        var request = await RegisterAsync(new CustomResourceOptions
        {
            Protect = true,
            RetainOnDelete = false,
            DeleteBeforeReplace = false,
            ImportId = "there",
            Version = "1.2.3",
            PluginDownloadURL = "https://example.com/plugins",
            IgnoreChanges = { "text" },
            ReplaceOnChanges = { "map.a" },
            AdditionalSecretOutputs = { "any" },
            HideDiffs = { "map" },
            CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(5), Delete = TimeSpan.FromMilliseconds(1.5) },
        });

        Assert.True(request is { HasProtect: true, Protect: true, HasRetainOnDelete: true, RetainOnDelete: false });
        Assert.True(request is { DeleteBeforeReplaceDefined: true, DeleteBeforeReplace: false });
        Assert.Equal("there", request.ImportId);
        Assert.Equal("1.2.3", request.Version);
        Assert.Equal("https://example.com/plugins", request.PluginDownloadURL);
        Assert.Equal(["text"], request.IgnoreChanges);
        Assert.Equal(["map.a"], request.ReplaceOnChanges);
        Assert.Equal(["any"], request.AdditionalSecretOutputs);
        Assert.Equal(["map"], request.HideDiffs);
        Assert.Null(request.Hooks);
        Assert.Equal(("300000000000ns", "", "1500000ns"), (request.CustomTimeouts.Create, request.CustomTimeouts.Update, request.CustomTimeouts.Delete));
    }

    [Fact]
    public async Task A_null_collection_is_left_out()
    {
        Dictionary<string, object>? map = null;
        List<string>? items = null;
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () =>
        {
            _ = new TestResource("plain", new TestArgs { Map = map!, Items = items! });
            _ = new TestResource("later", new TestArgs { Map = Output.Create(map!), Items = Output.Create(items!) });
            _ = new TestResource("joined", new TestArgs { Map = InputMap<object>.Merge(Output.Create(map!), new InputMap<object> { ["a"] = 1 }) });
        });

        Assert.Empty(Request(engine, "plain").Object.Fields);
        Assert.Empty(Request(engine, "later").Object.Fields);
        Assert.Equal(1, Request(engine, "joined").Object.Fields["map"].StructValue.Fields["a"].NumberValue);
    }

    [Fact]
    public async Task Resources_that_replace_this_one_are_named_by_their_urns()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () => _ = new TestResource("thing", null, new CustomResourceOptions { ReplaceWith = { new TestResource("other") } }));

        Assert.Equal([engine.Urn("test:index:Thing", "other")], Request(engine, "thing").ReplaceWith);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resource_with_an_unknown_id_is_registered_and_one_with_a_known_id_is_read(bool known)
    {
        await using var engine = await FakeEngine.StartAsync();
        var id = known ? Output.Create("there") : OutputUtilities.CreateUnknown("there");
        await RunAsync(engine, () => _ = new TestResource("thing", null, new CustomResourceOptions { Id = id }), preview: true);

        Assert.Equal(known ? 1 : 0, engine.Read.Count);
        Assert.Equal(known ? 0 : 1, engine.Registered.Count(request => request.Name == "thing" && request.Object.Fields.Count == 0));
    }

    [Fact]
    public async Task What_is_not_set_is_not_said()
    {
        var request = await RegisterAsync(null);

        Assert.False(request.HasProtect || request.HasRetainOnDelete || request.DeleteBeforeReplaceDefined);
        Assert.Empty(request.Object.Fields);
        Assert.Equal("", request.Provider);
    }

    [Fact]
    public async Task Aliases_carry_the_present_parent_unless_they_say_otherwise()
    {
        var request = await RegisterAsync(new CustomResourceOptions
        {
            Aliases =
            {
                new Alias { Urn = "urn:pulumi:dev::old::test:index:Thing::thing" },
                new Alias { Name = "former" },
                new Alias { Type = "test:index:Old", ParentUrn = "urn:pulumi:dev::coder-infra::test:index:Component::gone" },
                new Alias { Name = "root", NoParent = true },
            },
        });

        var stack = "urn:pulumi:dev::coder-infra::pulumi:pulumi:Stack::coder-infra-dev";
        Assert.Equal("urn:pulumi:dev::old::test:index:Thing::thing", request.Aliases[0].Urn);
        Assert.Equal(("former", stack), (request.Aliases[1].Spec.Name, request.Aliases[1].Spec.ParentUrn));
        Assert.Equal("urn:pulumi:dev::coder-infra::test:index:Component::gone", request.Aliases[2].Spec.ParentUrn);
        Assert.True(request.Aliases[3].Spec is { NoParent: true, Name: "root" });
    }

    [Fact]
    public async Task Depending_on_a_component_means_depending_on_the_resources_under_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () =>
        {
            var component = new TestComponent("outer", null, outer =>
            {
                var inner = new TestComponent("inner", new ComponentResourceOptions { Parent = outer });
                var first = new TestResource("first", null, new CustomResourceOptions { Parent = inner });
                _ = new TestResource("under-first", null, new CustomResourceOptions { Parent = first });
                _ = new TestResource("second", null, new CustomResourceOptions { Parent = outer });
            });
            _ = new TestResource("last", null, new CustomResourceOptions { DependsOn = { component } });
        });

        Assert.Equal([engine.Urn("test:index:Thing", "first"), engine.Urn("test:index:Thing", "second")], Request(engine, "last").Dependencies);
    }

    [Fact]
    public async Task A_child_may_depend_on_its_own_component_without_waiting_for_itself()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () => new TestComponent("component", null, component =>
        {
            var sibling = new TestResource("sibling", null, new CustomResourceOptions { Parent = component });
            _ = sibling;
            _ = new TestResource("child", null, new CustomResourceOptions { Parent = component, DependsOn = { component } });
        }));

        Assert.Equal([engine.Urn("test:index:Thing", "sibling")], Request(engine, "child").Dependencies);
    }

    [Fact]
    public async Task An_inputs_dependencies_are_told_with_it_and_with_all()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () =>
        {
            var one = new TestResource("one", new TestArgs { Text = "a" });
            var two = new TestResource("two", new TestArgs { Text = "b" });
            _ = new TestResource("three", new TestArgs { Text = one.Text, Items = { "x", two.Text }, Count = 3 });
        });

        var request = Request(engine, "three");
        Assert.Equal([engine.Urn("test:index:Thing", "one"), engine.Urn("test:index:Thing", "two")], request.Dependencies);
        Assert.Equal([engine.Urn("test:index:Thing", "one")], request.PropertyDependencies["text"].Urns);
        Assert.Equal([engine.Urn("test:index:Thing", "two")], request.PropertyDependencies["items"].Urns);
        Assert.Empty(request.PropertyDependencies["count"].Urns);
    }

    [Fact]
    public async Task A_provider_is_inherited_from_the_component_and_named_by_urn_and_id()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () =>
        {
            var provider = new TestProvider("cluster");
            _ = new TestComponent("component", new ComponentResourceOptions { Providers = { provider }, Protect = true }, component =>
                new TestResource("child", null, new CustomResourceOptions { Parent = component }));
        });

        var request = Request(engine, "child");
        Assert.Equal($"{engine.Urn("pulumi:providers:test", "cluster")}::cluster-id", request.Provider);
        Assert.Equal(engine.Urn("test:index:Component", "component"), request.Parent);
        Assert.True(request.Protect);
    }

    [Fact]
    public async Task A_transformation_of_the_component_changes_its_children()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () => new TestComponent(
            "component",
            new ComponentResourceOptions
            {
                ResourceTransformations =
                {
                    seen => seen.Args is TestArgs args
                        ? new ResourceTransformationResult(new TestArgs { Text = $"{seen.Resource.GetResourceName()} changed", Count = args.Count }, seen.Options)
                        : null,
                },
            },
            component => new TestResource("child", new TestArgs { Text = "plain", Count = 1 }, new CustomResourceOptions { Parent = component })));

        var inputs = Request(engine, "child").Object.Fields;
        Assert.Equal("child changed", inputs["text"].StringValue);
        Assert.Equal(1, inputs["count"].NumberValue);
    }

    [Fact]
    public async Task A_component_says_its_outputs_once_it_is_complete()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () => new TestComponent("component"));

        Assert.Contains(engine.Outputs, outputs => outputs.Urn == engine.Urn("test:index:Component", "component") && outputs.Outputs.Fields.Count == 0);
        Assert.Single(engine.Registered, request => request is { Custom: false, Type: "test:index:Component" });
    }

    [Fact]
    public async Task A_json_argument_travels_as_text_and_is_secret_as_a_whole()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () =>
        {
            _ = new TestResource("plain", new TestArgs { Setting = new NestedArgs { Name = "a<b", Retries = 3 } });
            _ = new TestResource("secret", new TestArgs { Setting = new NestedArgs { Name = Output.CreateSecret("a") } });
        });

        Assert.Equal("""{"name":"a<b","retries":3}""", Request(engine, "plain").Object.Fields["setting"].StringValue);
        Assert.Equal("""{"name":"a"}""", Secret(Request(engine, "secret").Object.Fields["setting"]).StringValue);
    }

    [Fact]
    public async Task A_resource_among_the_inputs_travels_as_a_reference()
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () =>
        {
            var one = new TestResource("one");
            _ = new TestResource("two", new TestArgs { Resource = one });
        });

        var reference = Request(engine, "two").Object.Fields["resource"].StructValue.Fields;
        Assert.Equal(Signatures.ResourceReference, reference[Signatures.Key].StringValue);
        Assert.Equal(engine.Urn("test:index:Thing", "one"), reference["urn"].StringValue);
        Assert.Equal("one-id", reference["id"].StringValue);
    }

    internal static Value Secret(Value value)
    {
        Assert.Equal(Signatures.Secret, value.StructValue.Fields[Signatures.Key].StringValue);
        return value.StructValue.Fields["value"];
    }

    internal static RegisterResourceRequest Request(FakeEngine engine, string name) => engine.Registered.Single(request => request.Name == name);

    internal static async Task RunAsync(FakeEngine engine, Action program, bool preview = false)
    {
        var code = await engine.RunAsync(
            () =>
            {
                program();
                return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
            },
            preview);
        Assert.Empty(engine.Logged.Select(entry => entry.Message));
        Assert.Equal(0, code);
    }

    private static async Task<RegisterResourceRequest> RegisterAsync(CustomResourceOptions? options)
    {
        await using var engine = await FakeEngine.StartAsync();
        await RunAsync(engine, () => new TestResource("thing", null, options));
        return Request(engine, "thing");
    }
}
