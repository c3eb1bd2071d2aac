using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

public sealed class RefreshTests
{
    private static async Task Program(Registrar program)
    {
        var a = await program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)));
        await program.ResourceAsync("b", PropertyMap.Of(("value", a.Output("value"))), options => options.From("value", a));
    }

    [Fact]
    public async Task Drift_comes_into_the_state_and_the_next_update_mends_it()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program);
        stack.Provider.World[stack["a"].Id] = PropertyMap.Of(("value", 9.0));
        var result = await stack.RefreshAsync();
        Assert.Equal(1, result.Changes[StepOp.Update]);
        Assert.Equal(2, result.Changes[StepOp.Same]);
        Assert.Equal<PropertyValue>(9.0, stack["a"].Outputs["value"]);
        await stack.UpAsync(Program);
        Assert.Equal(["update a"], stack.Provider.Calls);
    }

    [Fact]
    public async Task What_was_gone_is_created_again_and_its_dependents_depend_on_it_as_before()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program);
        stack.Provider.World.TryRemove(stack["a"].Id, out _);
        await stack.RefreshAsync();

        await stack.UpAsync(Program);

        Assert.Equal(["create a"], stack.Provider.Calls);
        Assert.Equal([Lifecycle.Urn("a")], stack["b"].Dependencies.AsEnumerable());
        Assert.Equal([Lifecycle.Urn("a")], stack["b"].PropertyDependencies["value"].AsEnumerable());
    }

    [Fact]
    public async Task An_update_that_refreshes_with_the_program_reads_each_resource_when_it_is_registered()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            await Program(program);
            await program.ResourceAsync("gone");
            await program.ResourceAsync("left");
        });
        stack.Provider.World.TryRemove(stack["gone"].Id, out _);
        stack.Provider.World[stack["a"].Id] = PropertyMap.Of(("value", 9.0));
        await stack.UpAsync(Program, new DeploymentOptions { Refresh = true, RunProgram = true, Parallel = 1 });
        Assert.Equal(["read a", "update a", "read b", "read gone", "read left", "delete left"], stack.Provider.Calls);
    }

    [Fact]
    public async Task Dependents_of_targets_are_read_with_them_where_wanted()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            await Program(program);
            await program.ResourceAsync("c");
        });
        var targets = new DeploymentOptions { Targets = [Lifecycle.Urn("a")], Parallel = 1 };
        await stack.RefreshAsync(targets);
        Assert.Equal(["read a"], stack.Provider.Calls);
        await stack.RefreshAsync(targets with { TargetDependents = true });
        Assert.Equal(["read a", "read b"], stack.Provider.Calls);
        await stack.RefreshAsync(new DeploymentOptions { Excludes = [Lifecycle.Urn("a")], ExcludeDependents = true });
        Assert.Equal(["read c"], stack.Provider.Calls);
    }

    [Fact]
    public async Task One_at_a_time_resources_are_read_and_deleted_in_a_fixed_order()
    {
        var stack = new Lifecycle();
        var one = new DeploymentOptions { Parallel = 1 };
        string[] names = ["a", "b", "c", "d", "e", "f"];
        await stack.UpAsync(async program =>
        {
            foreach (var name in names)
                await program.ResourceAsync(name);
        });

        await stack.RefreshAsync(one);
        Assert.Equal(names.Select(name => $"read {name}"), stack.Provider.Calls);
        await stack.DestroyAsync(one);
        Assert.Equal(names.Reverse().Select(name => $"delete {name}"), stack.Provider.Calls);
    }

    [Fact]
    public async Task What_is_gone_leaves_the_state_and_its_dependents_stay_without_it()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program);
        stack.Provider.World.TryRemove(stack["a"].Id, out _);
        var result = await stack.RefreshAsync();
        Assert.Equal(1, result.Changes[StepOp.Delete]);
        Assert.False(stack.Has("a"));
        Assert.Empty(stack["b"].Dependencies);
        Assert.Empty(stack["b"].PropertyDependencies);
    }

    [Fact]
    public async Task An_update_with_refresh_makes_anew_what_is_gone()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program);
        stack.Provider.World.TryRemove(stack["a"].Id, out _);
        var result = await stack.UpAsync(Program, new DeploymentOptions { Refresh = true });
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Contains("create a", stack.Provider.Calls);
        Assert.Equal(2, stack.Provider.World.Count);
    }

    [Fact]
    public async Task A_dry_refresh_tells_and_changes_nothing()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program);
        var before = stack.Snapshot;
        stack.Provider.World[stack["a"].Id] = PropertyMap.Of(("value", 9.0));
        var result = await stack.RefreshAsync(new DeploymentOptions { DryRun = true });
        Assert.Equal(1, result.Changes[StepOp.Update]);
        Assert.Same(before, stack.Snapshot);
    }

    [Fact]
    public async Task A_resource_whose_provider_asks_for_it_is_read_before_it_is_compared()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = request => new() { Id = $"{request.Name}-{request.Properties.Fields["key"]}", Properties = request.Properties, RefreshBeforeUpdate = true };
        static Func<Registrar, Task> Program(double key) => program => program.ResourceAsync("a", PropertyMap.Of(("value", 1.0), ("key", key)));
        await stack.UpAsync(Program(1));
        Assert.True(stack["a"].RefreshBeforeUpdate);
        stack.Provider.Read = request => new()
        {
            Id = request.Id,
            Inputs = PropertyMarshaler.ToStruct(stack.Provider.World[request.Id]),
            Properties = PropertyMarshaler.ToStruct(stack.Provider.World[request.Id]),
            RefreshBeforeUpdate = true,
        };

        stack.Provider.Update = request => new() { Properties = request.News, RefreshBeforeUpdate = true };
        stack.Provider.World[stack["a"].Id] = PropertyMap.Of(("value", 9.0), ("key", 1.0));
        await stack.UpAsync(Program(1));
        Assert.Equal(["read a", "update a"], stack.Provider.Calls);

        stack.Provider.World[stack["a"].Id] = PropertyMap.Of(("value", 8.0), ("key", 1.0));
        await stack.UpAsync(Program(2));
        Assert.Equal(["read a", "create a", "delete a"], stack.Provider.Calls);
        Assert.Equal("a-2", Assert.Single(stack.Provider.World).Key);

        stack.Provider.Read = _ => new();
        await stack.UpAsync(Program(2));
        Assert.Equal(["read a", "create a"], stack.Provider.Calls);
    }

    [Fact]
    public async Task Children_of_what_is_gone_come_under_its_parent()
    {
        var stack = new Lifecycle();
        static async Task Program(Registrar program)
        {
            var group = await program.ComponentAsync("g");
            var parent = await program.ResourceAsync("parent", null, options => options.Parent = group.Urn);
            var middle = await program.ResourceAsync("middle", null, options => options.Parent = parent.Urn);
            await program.ResourceAsync("child", null, options => options.Parent = middle.Urn);
        }

        await stack.UpAsync(Program);
        stack.Provider.World.TryRemove(stack["parent"].Id, out _);
        stack.Provider.World.TryRemove(stack["middle"].Id, out _);
        await stack.RefreshAsync();
        Assert.Equal(stack["g"].Urn, stack["child"].Parent);

        await stack.UpAsync(Program);
        Assert.Equal(["create parent", "create middle"], stack.Provider.Calls);
        Assert.Equal(stack["middle"].Urn, stack["child"].Parent);
    }

    [Fact]
    public async Task What_cannot_be_read_ends_an_update_even_one_that_goes_on_after_errors()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program);
        stack.Provider.Read = request => throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, "no answer"));
        var begun = false;
        var result = await stack.UpAsync(
            program =>
            {
                begun = true;
                return program.ResourceAsync("c");
            },
            new DeploymentOptions { Refresh = true, ContinueOnError = true });
        Assert.True(result.Failed);
        Assert.False(begun);
        Assert.False(stack.Has("c"));
    }
}
