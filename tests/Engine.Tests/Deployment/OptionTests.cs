using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

public sealed class OptionTests
{
    [Fact]
    public async Task Ignored_changes_keep_the_old_value_at_their_path()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(double value) => program => program.ResourceAsync(
            "a", PropertyMap.Of(("o", PropertyMap.Of(("x", value), ("y", value))), ("list", new ArrayValue([value, value]))), options => options.IgnoreChanges.Add(["o.x", "list[1]"]));
        await stack.UpAsync(Program(1));
        await stack.UpAsync(Program(2));
        Assert.Equal<PropertyValue>(PropertyMap.Of(("x", 1.0), ("y", 2.0)), stack["a"].Inputs["o"]);
        Assert.Equal<PropertyValue>(new ArrayValue([2.0, 1.0]), stack["a"].Inputs["list"]);
    }

    [Fact]
    public async Task A_renamed_resource_with_an_alias_stays_and_references_follow()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string name, Alias? alias) => async program =>
        {
            var a = await program.ResourceAsync(name, null, options =>
            {
                if (alias is not null)
                    options.Aliases.Add(alias);
            });
            await program.ResourceAsync("b", null, options => options.Dependencies.Add(a.Urn));
        };
        await stack.UpAsync(Program("old", null));
        var result = await stack.UpAsync(Program("new", new Alias { Spec = new() { Name = "old" } }));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Empty(stack.Provider.Calls);
        Assert.Equal(3, result.Changes[StepOp.Same]);
        Assert.False(stack.Has("old"));
        Assert.Equal([Lifecycle.Urn("new")], stack["b"].Dependencies.AsEnumerable());
        Assert.Empty(stack["new"].Aliases);
    }

    [Fact]
    public async Task Children_of_a_renamed_component_are_found_under_its_old_name()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string name, bool alias) => async program =>
        {
            var group = await program.ComponentAsync(name, options =>
            {
                if (alias)
                    options.Aliases.Add(new Alias { Spec = new() { Name = "old", } });
            });
            await program.ResourceAsync(name + "-child", null, options => options.Parent = group.Urn);
        };
        await stack.UpAsync(Program("old", false));
        var result = await stack.UpAsync(Program("new", true));
        Assert.Empty(stack.Provider.Calls);
        Assert.True(stack.Has("new-child"));
        Assert.False(result.Changes.ContainsKey(StepOp.Create));
    }

    [Fact]
    public async Task What_is_protected_is_not_deleted_but_the_rest_goes()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            await program.ResourceAsync("kept", null, options => options.Protect = true);
            await program.ResourceAsync("loose");
        });
        var result = await stack.DestroyAsync();
        Assert.True(result.Failed);
        Assert.Equal(["delete loose"], stack.Provider.Calls);
        Assert.Contains(stack.Errors, error => error.Contains("pulumi state unprotect", StringComparison.Ordinal));
        Assert.True(stack.Has("kept"));
        Assert.True(stack.Has("proj-dev"));
    }

    [Fact]
    public async Task What_is_retained_leaves_the_state_and_stays_in_the_world()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.ResourceAsync("a", null, options => options.RetainOnDelete = true));
        await stack.UpAsync(_ => Task.CompletedTask);
        Assert.Empty(stack.Provider.Calls);
        Assert.False(stack.Has("a"));
        Assert.Single(stack.Provider.World);
    }

    [Fact]
    public async Task What_goes_with_another_is_not_deleted_by_itself()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            var a = await program.ResourceAsync("a");
            await program.ResourceAsync("b", null, options => options.DeletedWith = a.Urn);
        });
        await stack.DestroyAsync();
        Assert.Equal(["delete a"], stack.Provider.Calls);
        Assert.Empty(stack.Snapshot.Resources);
    }

    [Fact]
    public async Task Timeouts_reach_the_provider_in_seconds()
    {
        var stack = new Lifecycle();
        double timeout = 0;
        stack.Provider.Create = request =>
        {
            timeout = request.Timeout;
            return new() { Id = "x", Properties = request.Properties };
        };
        await stack.UpAsync(program => program.ResourceAsync("a", null, options => options.CustomTimeouts = new() { Create = "1m30s" }));
        Assert.Equal(90, timeout);
        Assert.Equal(90, stack["a"].CustomTimeouts?.Create);
    }

    [Fact]
    public async Task An_existing_resource_is_imported_by_its_id_and_stays()
    {
        var stack = new Lifecycle();
        stack.Provider.World["there"] = PropertyMap.Of(("value", 1.0));
        static Task Program(Registrar program) => program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)), options => options.ImportId = "there");
        var result = await stack.UpAsync(Program);
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(1, result.Changes[StepOp.Import]);
        Assert.Equal("there", stack["a"].Id);
        Assert.False((await stack.UpAsync(Program)).Changes.ContainsKey(StepOp.Import));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_that_does_not_match_is_updated_in_the_same_run(bool preview)
    {
        var stack = new Lifecycle();
        stack.Provider.World["there"] = PropertyMap.Of(("value", 1.0));
        Task Program(Registrar program) => program.ResourceAsync("a", PropertyMap.Of(("value", 2.0)), options => options.ImportId = "there");
        var result = preview ? await stack.PreviewAsync(Program) : await stack.UpAsync(Program);
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal((1, 1), (result.Changes[StepOp.Import], result.Changes[StepOp.Update]));
        Assert.Equal([StepOp.Import, StepOp.Update], result.Plan.Resources[Lifecycle.Urn("a")].Steps.AsEnumerable());
        Assert.Equal(preview ? ["read a"] : ["read a", "update a"], stack.Provider.Calls);
        if (preview)
            return;
        Assert.Equal(("there", 2.0), (stack["a"].Id, ((NumberValue)stack["a"].Inputs["value"]).Value));
        Assert.Equal(2, (await stack.UpAsync(Program)).Changes[StepOp.Same]);
    }

    [Fact]
    public async Task An_import_whose_update_fails_stays_imported()
    {
        var stack = new Lifecycle();
        stack.Provider.World["there"] = PropertyMap.Of(("value", 1.0));
        stack.Provider.Update = _ => throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, "locked"));
        Assert.True((await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("value", 2.0)), options => options.ImportId = "there"))).Failed);
        Assert.Equal(("there", 1.0), (stack["a"].Id, ((NumberValue)stack["a"].Inputs["value"]).Value));
    }

    [Fact]
    public async Task A_resource_that_is_read_is_external_and_never_deleted()
    {
        var stack = new Lifecycle();
        stack.Provider.World["there"] = PropertyMap.Of(("value", 1.0));
        await stack.UpAsync(program => program.ReadAsync("a", "there"));
        Assert.True(stack["a"].External);
        await stack.DestroyAsync();
        Assert.Empty(stack.Provider.Calls);
        Assert.Single(stack.Provider.World);
    }

    [Fact]
    public async Task Only_targets_and_what_is_asked_for_with_them_is_touched()
    {
        var stack = new Lifecycle();
        static Func<Registrar, Task> Program(double value) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", value)));
            await program.ResourceAsync("b", PropertyMap.Of(("value", a.Output("value"))), options => options.From("value", a));
            await program.ResourceAsync("c", PropertyMap.Of(("value", value)));
        };
        await stack.UpAsync(Program(1));
        await stack.UpAsync(Program(2), new DeploymentOptions { Targets = [Lifecycle.Urn("a")] });
        Assert.Equal(["update a"], stack.Provider.Calls);
        await stack.UpAsync(Program(3), new DeploymentOptions { Targets = [Lifecycle.Urn("a")], TargetDependents = true });
        Assert.Equal(["update a", "update b"], stack.Provider.Calls);
        await stack.UpAsync(Program(4), new DeploymentOptions { Excludes = [Lifecycle.Urn("a"), Lifecycle.Urn("b")] });
        Assert.Equal(["update c"], stack.Provider.Calls);
        await stack.UpAsync(Program(5), new DeploymentOptions { Excludes = [Lifecycle.Urn("a")], ExcludeDependents = true });
        Assert.Equal(["update c"], stack.Provider.Calls);
        Assert.False((await stack.DestroyAsync(new DeploymentOptions { Excludes = [Lifecycle.Urn("a")], ExcludeDependents = true })).Failed);
        Assert.Equal(["delete c"], stack.Provider.Calls);
        Assert.True(stack.Has("b"));
    }

    [Fact]
    public async Task A_target_that_neither_the_state_nor_the_program_has_is_an_error()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.ResourceAsync("a"));
        var both = new DeploymentOptions { Targets = [Lifecycle.Urn("b"), Lifecycle.Urn("c")] };
        Assert.True((await stack.UpAsync(program => program.ResourceAsync("b"), both)).Failed);
        Assert.Equal([$"Target '{Lifecycle.Urn("c")}' could not be found in the stack. Did you forget to escape $ in your shell?"], stack.Errors);
        Assert.True((await stack.RefreshAsync(both)).Failed);
        Assert.Empty(stack.Provider.Calls);
    }

    [Fact]
    public async Task A_targeted_destroy_refuses_to_take_dependents_along_unasked()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            var a = await program.ResourceAsync("a");
            await program.ResourceAsync("b", null, options => options.Dependencies.Add(a.Urn));
            await program.ResourceAsync("c");
        });
        Assert.True((await stack.DestroyAsync(new DeploymentOptions { Targets = [Lifecycle.Urn("a")] })).Failed);
        Assert.Empty(stack.Provider.Calls);
        Assert.False((await stack.DestroyAsync(new DeploymentOptions { Targets = [Lifecycle.Urn("a")], TargetDependents = true })).Failed);
        Assert.Equal(["delete b", "delete a"], stack.Provider.Calls);
        Assert.True(stack.Has("c"));
    }

    [Fact]
    public async Task What_is_not_a_target_and_never_was_created_is_unknown_to_the_program()
    {
        var stack = new Lifecycle();
        RegisterResourceResponse? other = null;
        var result = await stack.UpAsync(
            async program =>
            {
                await program.ResourceAsync("a");
                other = await program.ResourceAsync("other", PropertyMap.Of(("value", 1.0)));
            },
            new DeploymentOptions { Targets = [Lifecycle.Urn("a")] });

        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal((Result.Success, true, ""), (other!.Result, other.Unknown, other.Id));
        Assert.False(stack.Has("other"));
    }
}
