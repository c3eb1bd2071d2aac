using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

public sealed class BasicTests
{
    [Theory]
    [InlineData("Thing")]
    [InlineData("test:Thing")]
    [InlineData("test:index:Thing:more")]
    public async Task A_type_that_names_no_package_is_told_to_the_program(string type)
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            foreach (var remote in (bool[])[false, true])
            {
                var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => program.ResourceAsync("a", null, request => (request.Type, request.Custom, request.Remote) = (type, !remote, remote)));
                Assert.Equal($"Type '{type}' is not a valid type token (must have format '*:*:*')", error.Status.Detail);
            }
        });
        Assert.Empty(stack.Errors);
    }

    [Theory]
    [InlineData(">=3.270.0", true)]
    [InlineData(">=3.274.1 <4.0.0", true)]
    [InlineData(">=3.274.2", false)]
    public async Task A_program_s_version_of_Pulumi_is_held_against_that_of_the_projects(string range, bool satisfied)
    {
        var stack = new Lifecycle();
        string? refused = null;
        await stack.UpAsync(async program =>
        {
            try
            {
                await program.Engine.RequirePulumiVersionAsync(new Pulumirpc.RequirePulumiVersionRequest { PulumiVersionRange = range });
            }
            catch (Grpc.Core.RpcException error)
            {
                refused = error.Status.Detail;
            }
        });
        Assert.Equal(satisfied ? null : $"Pulumi CLI version 3.274.1 does not satisfy the version range \"{range}\" requested by the program", refused);
    }

    [Fact]
    public async Task An_update_creates_in_order_of_dependency_and_a_second_one_changes_nothing()
    {
        var stack = new Lifecycle();
        static async Task Program(Registrar program)
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)));
            await program.ResourceAsync("b", PropertyMap.Of(("value", a.Output("value"))), options => options.From("value", a));
            await program.OutputsAsync(program.StackUrn, PropertyMap.Of(("id", a.Id)));
        }

        var first = await stack.UpAsync(Program);
        Assert.False(first.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(["create a", "create b"], stack.Provider.Calls);
        Assert.Equal(3, first.Changes[StepOp.Create]);
        Assert.Equal("a-1", stack["a"].Id);
        Assert.Equal<PropertyValue?>("a-1", stack["proj-dev"].Outputs.Get("id"));
        Assert.Equal(
            ["proj-dev", "default", "a", "b"], stack.Snapshot.Resources.Select(state => state.Urn[(state.Urn.LastIndexOf(':') + 1)..]));

        var second = await stack.UpAsync(Program);
        Assert.False(second.Failed);
        Assert.Empty(stack.Provider.Calls);
        Assert.Equal(3, second.Changes[StepOp.Same]);
    }

    [Fact]
    public async Task What_the_program_no_longer_has_is_deleted_dependents_first()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            var a = await program.ResourceAsync("a");
            await program.ResourceAsync("b", null, options => options.Dependencies.Add(a.Urn));
        });
        var result = await stack.UpAsync(_ => Task.CompletedTask);
        Assert.Equal(["delete b", "delete a"], stack.Provider.Calls);
        Assert.Equal(2, result.Changes[StepOp.Delete]);
        Assert.Empty(stack.Provider.World);
    }

    [Fact]
    public async Task Destroy_leaves_nothing()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            var group = await program.ComponentAsync("g");
            await program.ResourceAsync("a", null, options => options.Parent = group.Urn);
        });
        var result = await stack.DestroyAsync();
        Assert.False(result.Failed);
        Assert.Equal(3, result.Changes[StepOp.Delete]);
        Assert.Empty(stack.Snapshot.Resources);
    }

    [Fact]
    public async Task A_failed_create_fails_the_run_and_leaves_what_was_done()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = request => request.Name == "bad" ? throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, "no room")) : new() { Id = request.Name, Properties = request.Properties };
        var result = await stack.UpAsync(async program =>
        {
            await program.ResourceAsync("good");
            await program.ResourceAsync("bad");
            await program.ResourceAsync("never");
        });
        Assert.True(result.Failed);
        Assert.Equal(["no room", "update failed"], stack.Errors);
        Assert.True(stack.Has("good"));
        Assert.False(stack.Has("bad"));
        Assert.False(stack.Has("never"));
        Assert.Empty(stack.Snapshot.PendingOperations);
        Assert.Equal(2, stack.Events.OfType<SummaryEvent>().Single().Errored);
    }

    [Fact]
    public async Task A_preview_touches_nothing_and_tells_what_would_be_done()
    {
        var stack = new Lifecycle();
        var result = await stack.PreviewAsync(async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)));
            await program.ResourceAsync("b", PropertyMap.Of(("value", a.Output("other"))), options => options.From("value", a));
        });
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Empty(stack.Provider.Calls);
        Assert.Empty(stack.Journal.Entries);
        Assert.Equal(StepOp.Create, Assert.Single(result.Plan.Resources[Lifecycle.Urn("b")].Steps));
        Assert.Empty(stack.Snapshot.Resources);
    }

    [Fact]
    public async Task Two_resources_of_one_URN_are_refused_before_either_is_made()
    {
        var stack = new Lifecycle();
        var result = await stack.UpAsync(program => Task.WhenAll(program.ResourceAsync("a"), program.ResourceAsync("a")));
        Assert.True(result.Failed);
        Assert.Equal([$"Duplicate resource URN '{Lifecycle.Urn("a")}'; try giving it a unique name"], stack.Errors);
    }

    [Fact]
    public async Task A_parent_that_the_program_has_not_registered_is_refused()
    {
        var stack = new Lifecycle();
        Assert.True((await stack.UpAsync(program => program.ResourceAsync("a", null, options => options.Parent = Lifecycle.Urn("nobody")))).Failed);
        Assert.Equal([$"could not find parent resource {Lifecycle.Urn("nobody")}"], stack.Errors);
        Assert.Empty(stack.Provider.Calls);
    }

    [Fact]
    public async Task Inputs_that_fail_the_check_are_told_and_nothing_is_made()
    {
        var stack = new Lifecycle();
        stack.Provider.Check = request => new() { Inputs = request.News, Failures = { new Pulumirpc.CheckFailure { Property = "size", Reason = "must be positive" } } };
        var result = await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("size", -1.0))));
        Assert.True(result.Failed);
        Assert.Equal(["test:index:Thing resource 'a': property size value {-1} has a problem: must be positive"], stack.Errors);
        Assert.Empty(stack.Provider.Calls);
    }
    [Fact]
    public async Task Properties_of_a_program_may_be_nested_deeper_than_the_messages_of_other_programs()
    {
        var stack = new Lifecycle();
        PropertyValue deep = "bottom";
        for (var i = 0; i < 200; i++)
            deep = PropertyMap.Of(("d", deep));
        var result = await stack.UpAsync(program => program.ComponentAsync("c", options => options.Object = PropertyMarshaler.ToStruct(PropertyMap.Of(("deep", deep)))));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(deep, stack["c"].Inputs["deep"]);
    }
}
