using System.Collections.Immutable;
using Coder.Infra.Packages.Tests.Wire;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Coder.Infra.Packages.Tests.Mocks;

/// <summary>Programs on mocks.</summary>
public sealed class MockTests
{
    [Fact]
    public async Task A_test_sees_the_resources_the_inputs_and_the_outputs()
    {
        var mocks = new TestMocks();
        var resources = await Deployment.TestAsync<TestStack>(mocks, new TestOptions { IsPreview = false, ProjectName = "p", StackName = "s" });

        var stack = Assert.Single(resources.OfType<TestStack>());
        var child = Assert.Single(resources.OfType<TestResource>(), resource => resource.GetResourceName() == "child");
        Assert.Equal("made", await OutputUtilities.GetValueAsync(stack.Text));
        Assert.True(await Output.IsSecretAsync(stack.Text));
        Assert.Equal("urn:pulumi:s::p::test:index:Component$test:index:Thing::child", await OutputUtilities.GetValueAsync(child.Urn));
        Assert.Equal("child_id", await OutputUtilities.GetValueAsync(child.Id));

        var inputs = mocks.Resources.Single(resource => resource.Name == "child").Inputs;
        Assert.Equal("hidden", inputs["text"]);
        Assert.Equal(2d, inputs["count"]);
        Assert.Equal("x", Assert.IsType<ImmutableDictionary<string, object>>(inputs["map"])["a"]);
        Assert.False(inputs.ContainsKey("any"));
    }

    [Fact]
    public async Task In_a_preview_what_the_mocks_do_not_give_is_unknown()
    {
        var resources = await Deployment.TestAsync<TestStack>(new TestMocks());
        var child = resources.OfType<TestResource>().Single(resource => resource.GetResourceName() == "child");

        Assert.True(await OutputUtilities.GetIsKnownAsync(child.Text));
        Assert.False(await OutputUtilities.GetIsKnownAsync(child.Nested));
    }

    [Fact]
    public async Task A_failure_of_the_program_fails_the_test_with_its_message() =>
        Assert.Equal("not like this", (await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<FailingStack>(new TestMocks()))).Message);

    [Fact]
    public async Task Functions_and_stack_references_are_answered_by_the_mocks()
    {
        var stack = (await Deployment.TestAsync<CallingStack>(new TestMocks(), new TestOptions { IsPreview = false })).OfType<CallingStack>().Single();

        Assert.Equal("got a", await OutputUtilities.GetValueAsync(stack.Result));
        Assert.Equal("10.0.0.1", await OutputUtilities.GetValueAsync(stack.Address));
        Assert.False(await Output.IsSecretAsync(stack.Address));
        Assert.True(await Output.IsSecretAsync(stack.Token));
    }

    [Fact]
    public async Task A_program_that_is_a_function_gives_its_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(
            new TestMocks(),
            new TestOptions { IsPreview = false, OrganizationName = "acme", RootDirectory = "/src" },
            async Task<IDictionary<string, object?>> () =>
            {
                await Task.Yield();
                var child = new TestResource("child");
                var called = await Deployment.Instance.InvokeAsync<ImmutableDictionary<string, object>>(
                    "test:index:get", new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("name", "b")));
                return new Dictionary<string, object?>
                {
                    ["text"] = child.Text,
                    ["called"] = called["name"],
                    ["where"] = $"{Deployment.Instance.OrganizationName} {Deployment.Instance.RootDirectory}",
                };
            });

        Assert.Equal("child", Assert.Single(resources).GetResourceName());
        Assert.Equal(("got b", "acme /src"), (outputs["called"], outputs["where"]));
        Assert.Equal("made", await OutputUtilities.GetValueAsync(Assert.IsType<Output<string>>(outputs["text"])));
    }

    [Fact]
    public async Task A_run_exception_of_a_function_fails_the_test_with_its_message() =>
        Assert.Equal("two problems", (await Assert.ThrowsAsync<RunException>(
            () => Deployment.TestAsync(new TestMocks(), new TestOptions(), async Task () =>
            {
                await Task.Yield();
                throw new RunException("two problems");
            }))).Message);

    [Fact]
    public async Task The_details_of_another_stacks_output_say_whether_it_is_secret()
    {
        StackReferenceOutputDetails address = null!, token = null!, none = null!;
        await Deployment.TestAsync(new TestMocks(), new TestOptions { IsPreview = false }, async Task () =>
        {
            var other = new StackReference("organization/network/dev");
            address = await other.GetOutputDetailsAsync("address");
            token = await other.GetOutputDetailsAsync("token");
            none = await other.GetOutputDetailsAsync("none");
        });

        Assert.Equal(("10.0.0.1", null), (address.Value, address.SecretValue));
        Assert.Equal((null, "t"), (token.Value, token.SecretValue));
        Assert.Equal((null, null), (none.Value, none.SecretValue));
    }

    [Fact]
    public async Task A_stack_may_come_from_services()
    {
        var resources = await Deployment.TestWithServiceProviderAsync<FromServices>(new TestMocks(), new Services());
        Assert.Equal("given", await OutputUtilities.GetValueAsync(resources.OfType<FromServices>().Single().Given));
    }

    private sealed class TestMocks : IMocks
    {
        private ImmutableArray<MockResourceArgs> _resources = [];

        public ImmutableArray<MockResourceArgs> Resources => _resources;

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            ImmutableInterlocked.Update(ref _resources, static (all, one) => all.Add(one), args);
            var state = args.Type switch
            {
                "test:index:Thing" => args.Inputs.SetItem("text", Output.CreateSecret("made")),
                "test:index:Component" => args.Inputs,
                "pulumi:pulumi:StackReference" => args.Inputs
                    .Add("outputs", ImmutableDictionary<string, object>.Empty.Add("address", "10.0.0.1").Add("token", Output.CreateSecret("t")))
                    .Add("secretOutputNames", ImmutableArray.Create("token")),
                _ => throw new InvalidOperationException($"The test does not expect a {args.Type}."),
            };
            return Task.FromResult<(string?, object)>(($"{args.Name}_id", state));
        }

        public Task<object> CallAsync(MockCallArgs args) =>
            Task.FromResult<object>(new Dictionary<string, object> { ["name"] = $"got {args.Args["name"]}" });
    }

    private sealed class TestStack : Stack
    {
        public TestStack()
        {
            _ = new TestComponent("component", null, component =>
            {
                var child = new TestResource(
                    "child",
                    new TestArgs
                    {
                        Text = Output.CreateSecret("hidden"),
                        Count = 2,
                        Map = { ["a"] = "x" },
                        Any = OutputUtilities.CreateUnknown<object>("?"),
                    },
                    new CustomResourceOptions { Parent = component });
                Text = child.Text;
            });
        }

        [Output]
        public Output<string> Text { get; private set; } = null!;
    }

    private sealed class FailingStack : Stack
    {
        public FailingStack() => throw new RunException("not like this");
    }

    private sealed class CallingStack : Stack
    {
        public CallingStack()
        {
            Result = Deployment.Instance
                .Invoke<Nested>("test:index:get", new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("name", "a")))
                .Apply(nested => nested.Name);
            var other = new StackReference("organization/network/dev");
            Address = other.RequireOutput("address");
            Token = other.GetOutput("token");
        }

        [Output("result")]
        public Output<string> Result { get; private set; }

        [Output("address")]
        public Output<object> Address { get; private set; }

        [Output("token")]
        public Output<object?> Token { get; private set; }
    }

    private sealed class FromServices(string given) : Stack
    {
        [Output("given")]
        public Output<string> Given { get; private set; } = Output.Create(given);
    }

    private sealed class Services : IServiceProvider
    {
        public object GetService(Type serviceType) => new FromServices("given");
    }
}
