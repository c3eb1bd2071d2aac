using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Runs that are limited to some resources, and what must not come of the others.</summary>
public sealed class TargetTests
{
    [Fact]
    public async Task A_component_that_is_left_out_does_not_come_into_the_state_by_its_outputs()
    {
        var stack = new Lifecycle();
        async Task Program(Registrar program)
        {
            await program.ResourceAsync("a");
            var group = await program.ComponentAsync("g");
            await program.OutputsAsync(group.Urn, PropertyMap.Of(("x", 1.0)));
        }

        await stack.UpAsync(Program, new DeploymentOptions { Targets = [Lifecycle.Urn("a")] });
        Assert.True(stack.Has("a"));
        Assert.False(stack.Has("g"));

        await stack.UpAsync(Program);
        Assert.Equal<PropertyValue>(1.0, stack["g"].Outputs["x"]);
    }

    [Fact]
    public async Task Nothing_is_deleted_where_another_target_could_not_be_found()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.ResourceAsync("a"));
        var result = await stack.UpAsync(_ => Task.CompletedTask, new DeploymentOptions { Targets = [Lifecycle.Urn("a"), Lifecycle.Urn("nowhere")] });
        Assert.True(result.Failed);
        Assert.Empty(stack.Provider.Calls);
        Assert.Single(stack.Errors);
    }

    [Fact]
    public async Task With_a_refresh_targets_must_be_in_the_state_already()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.ResourceAsync("a"));
        var result = await stack.UpAsync(program => program.ResourceAsync("b"), new DeploymentOptions { Refresh = true, Targets = [Lifecycle.Urn("b")] });
        Assert.True(result.Failed);
        Assert.Empty(stack.Provider.Calls);
        Assert.False(stack.Has("b"));
    }
    [Fact]
    public async Task What_goes_with_a_target_that_is_deleted_first_comes_back_with_it_though_it_is_no_target()
    {
        var stack = new Lifecycle();
        static Func<Registrar, Task> Program(string key) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("key", key), ("dbr", true)));
            await program.ResourceAsync("b", PropertyMap.Of(("key", a.Output("key"))), options => options.From("key", a));
        };
        await stack.UpAsync(Program("1"));
        var result = await stack.UpAsync(Program("2"), new DeploymentOptions { Targets = [Lifecycle.Urn("a")] });
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(["delete b", "delete a", "create a", "create b"], stack.Provider.Calls);
        Assert.Equal<PropertyValue>("2", stack["b"].Inputs["key"]);
        Assert.True(stack.Provider.World.ContainsKey(stack["b"].Id));
    }
    [Fact]
    public async Task What_is_deleted_with_a_target_depends_on_it()
    {
        var stack = new Lifecycle();
        static Func<Registrar, Task> Program(double value) => async program =>
        {
            var host = await program.ResourceAsync("host", PropertyMap.Of(("value", value)));
            await program.ResourceAsync("guest", PropertyMap.Of(("value", value)), options => options.DeletedWith = host.Urn);
        };
        await stack.UpAsync(Program(1));
        await stack.UpAsync(Program(2), new DeploymentOptions { Targets = [Lifecycle.Urn("host")], TargetDependents = true });
        Assert.Equal(["update host", "update guest"], stack.Provider.Calls);
    }
}
