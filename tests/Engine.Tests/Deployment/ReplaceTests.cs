using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

public sealed class ReplaceTests
{
    private static Func<Registrar, Task> Chain(string key, bool dbr = false) => async program =>
    {
        var a = await program.ResourceAsync("a", PropertyMap.Of(("key", key), ("dbr", dbr)));
        var b = await program.ResourceAsync("b", PropertyMap.Of(("key", a.Output("key"))), options => options.From("key", a));
        await program.ResourceAsync("c", PropertyMap.Of(("value", a.Output("key"))), options => options.From("value", a).Dependencies.Add(b.Urn));
    };

    [Fact]
    public async Task A_replacement_is_created_before_the_old_one_is_deleted()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1"));
        var result = await stack.UpAsync(Chain("2"));
        Assert.Equal(["create a", "create b", "update c", "delete b", "delete a"], stack.Provider.Calls);
        Assert.Equal(2, result.Changes[StepOp.Replace]);
        Assert.Equal(1, result.Changes[StepOp.Update]);
        Assert.DoesNotContain(stack.Snapshot.Resources, state => state.Delete);
    }

    [Fact]
    public async Task Deleting_first_takes_along_what_would_be_replaced_with_it_and_nothing_else()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1", dbr: true));
        var result = await stack.UpAsync(Chain("2", dbr: true));
        Assert.Equal(["delete b", "delete a", "create a", "create b", "update c"], stack.Provider.Calls);
        Assert.Equal(2, result.Changes[StepOp.Replace]);
        Assert.DoesNotContain(stack.Snapshot.Resources, state => state.PendingReplacement || state.Delete);
        Assert.Equal(3, stack.Provider.World.Count);
    }

    [Fact]
    public async Task What_goes_with_another_that_is_deleted_first_is_not_deleted_by_its_provider()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("key", key), ("dbr", true)));
            var b = await program.ResourceAsync("b", PropertyMap.Of(("key", a.Output("key"))), options => options.From("key", a));
            await program.ResourceAsync("c", null, options => options.DeletedWith = b.Urn);
        };
        await stack.UpAsync(Program("1"));
        await stack.UpAsync(Program("2"));
        Assert.Equal(["delete b", "delete a", "create a", "create b", "create c"], stack.Provider.Calls);
    }

    [Fact]
    public async Task The_option_decides_over_the_provider_what_is_deleted_first()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => program => program.ResourceAsync("a", PropertyMap.Of(("key", key), ("dbr", true)), options =>
        {
            options.DeleteBeforeReplace = false;
            options.DeleteBeforeReplaceDefined = true;
        });
        await stack.UpAsync(Program("1"));
        await stack.UpAsync(Program("2"));
        Assert.Equal(["create a", "delete a"], stack.Provider.Calls);
    }

    [Fact]
    public async Task A_replacement_whose_create_failed_after_the_delete_is_made_up_for_by_the_next_run()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1", dbr: true));
        stack.Provider.Create = _ => throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, "no room"));
        Assert.True((await stack.UpAsync(Chain("2", dbr: true))).Failed);
        Assert.True(stack["a"].PendingReplacement);
        stack.Provider.Create = null;
        var result = await stack.UpAsync(Chain("2", dbr: true));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(["create a", "create b", "update c"], stack.Provider.Calls);
        Assert.DoesNotContain(stack.Snapshot.Resources, state => state.PendingReplacement);
    }

    [Fact]
    public async Task An_old_one_that_could_not_be_deleted_is_deleted_by_the_next_run()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1"));
        stack.Provider.Delete = request => throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, $"{request.Name} is in use"));
        Assert.True((await stack.UpAsync(Chain("2"))).Failed);
        Assert.Contains(stack.Snapshot.Resources, state => state.Delete && state.Urn == Lifecycle.Urn("b"));
        stack.Provider.Delete = _ => { };
        Assert.False((await stack.UpAsync(Chain("2"))).Failed);
        Assert.Equal(["delete b", "delete a"], stack.Provider.Calls);
        Assert.Equal(3, stack.Provider.World.Count);
    }

    [Fact]
    public async Task A_change_of_what_replaceOnChanges_names_replaces()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(double size) => program => program.ResourceAsync("a", PropertyMap.Of(("size", size)), options => options.ReplaceOnChanges.Add("size"));
        await stack.UpAsync(Program(1));
        var result = await stack.UpAsync(Program(2));
        Assert.Equal(1, result.Changes[StepOp.Replace]);
    }

    [Fact]
    public async Task A_replacement_trigger_replaces_when_it_changes()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string trigger) => program => program.ResourceAsync("a", null, options => options.ReplacementTrigger = Google.Protobuf.WellKnownTypes.Value.ForString(trigger));
        await stack.UpAsync(Program("1"));
        Assert.False((await stack.UpAsync(Program("1"))).Changes.ContainsKey(StepOp.Replace));
        Assert.Equal(1, (await stack.UpAsync(Program("2"))).Changes[StepOp.Replace]);
        Assert.Equal(["replacementTrigger"], Reasons(stack, "a"));
    }

    [Fact]
    public async Task A_replacement_trigger_that_comes_goes_or_becomes_a_secret_replaces_nothing()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(PropertyValue? trigger) => program => program.ResourceAsync(
            "a", null, options => options.ReplacementTrigger = trigger is null ? null : PropertyMarshaler.ToValue(trigger, MarshalOptions.All));
        await stack.UpAsync(Program(null));
        var list = new ArrayValue(["1"]);
        foreach (var trigger in new PropertyValue?[] { list, ((PropertyValue)list).AsSecret(), new ArrayValue([((PropertyValue)"1").AsSecret()]), new OutputValue(list, Secret: false, []), null, "2" })
            Assert.False((await stack.UpAsync(Program(trigger))).Changes.ContainsKey(StepOp.Replace), $"{trigger}");
        Assert.Equal(1, (await stack.UpAsync(Program("3"))).Changes[StepOp.Replace]);
    }

    [Fact]
    public async Task An_unknown_replacement_trigger_replaces_in_a_preview_and_fails_an_update()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string trigger) => program => program.ResourceAsync("a", null, options => options.ReplacementTrigger = Google.Protobuf.WellKnownTypes.Value.ForString(trigger));
        await stack.UpAsync(Program("1"));
        Assert.Equal(1, (await stack.PreviewAsync(Program(Signatures.Unknown))).Changes[StepOp.Replace]);
        Assert.True((await stack.UpAsync(Program(Signatures.Unknown))).Failed);
        Assert.Contains($"replacement trigger contains unknowns for {Lifecycle.Urn("a")}", stack.Errors);
        Assert.Empty(stack.Provider.Calls);
    }

    [Fact]
    public async Task What_is_deleted_with_another_is_replaced_with_it()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => async program =>
        {
            var host = await program.ResourceAsync("host", PropertyMap.Of(("key", key)));
            var guest = await program.ResourceAsync("guest", null, options => options.DeletedWith = host.Urn);
            await program.ResourceAsync("rider", null, options => options.DeletedWith = guest.Urn);
        };
        await stack.UpAsync(Program("1"));
        Assert.Equal(3, (await stack.UpAsync(Program("2"))).Changes[StepOp.Replace]);
        Assert.Equal(["create host", "create guest", "create rider", "delete host"], stack.Provider.Calls);
    }

    [Fact]
    public async Task What_is_to_be_replaced_with_another_is_replaced_with_it()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("key", key)));
            await program.ResourceAsync("b", null, options => options.ReplaceWith.Add(a.Urn));
        };
        await stack.UpAsync(Program("1"));
        Assert.Equal(2, (await stack.UpAsync(Program("2"))).Changes[StepOp.Replace]);
        Assert.Equal(["replaceWith"], Reasons(stack, "b"));
    }

    /// <summary>Why a resource was replaced, as it is shown.</summary>
    private static IEnumerable<string> Reasons(Lifecycle stack, string name) =>
        stack.Events.OfType<StepBeganEvent>().Single(began => began.Step.Op == StepOp.Replace && began.Step.Urn == Lifecycle.Urn(name)).Step.ReplaceReasons;

    [Fact]
    public async Task Replace_replaces_what_is_named_though_nothing_changed()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1"));
        var result = await stack.UpAsync(Chain("1"), new DeploymentOptions { Replaces = [Lifecycle.Urn("a")] });
        Assert.Equal(["create a", "delete a"], stack.Provider.Calls);
        Assert.Equal(1, result.Changes[StepOp.Replace]);
    }

    [Fact]
    public async Task A_protected_resource_is_not_replaced()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => program => program.ResourceAsync("a", PropertyMap.Of(("key", key)), options => options.Protect = true);
        await stack.UpAsync(Program("1"));
        var result = await stack.UpAsync(Program("2"));
        Assert.True(result.Failed);
        Assert.Contains("marked for protection", Assert.Single(stack.Errors), StringComparison.Ordinal);
        Assert.Empty(stack.Provider.Calls);
    }

    [Fact]
    public async Task Another_explicit_provider_replaces_its_resources()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string name) => async program =>
        {
            var provider = await program.ProviderAsync(name);
            await program.ResourceAsync("a", null, options => options.Provider = $"{provider.Urn}::{provider.Id}");
        };
        await stack.UpAsync(Program("one"));
        var result = await stack.UpAsync(Program("two"));
        Assert.Equal(["create a", "delete a"], stack.Provider.Calls);
        Assert.Equal(1, result.Changes[StepOp.Replace]);
    }

    [Fact]
    public async Task What_was_registered_before_it_and_depends_on_it_no_more_is_not_deleted_with_it()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1", dbr: true));
        await stack.UpAsync(async program =>
        {
            var b = await program.ResourceAsync("b", PropertyMap.Of(("key", "1")));
            await program.ResourceAsync("a", PropertyMap.Of(("key", "2"), ("dbr", true)), options => options.Dependencies.Add(b.Urn));
        });
        Assert.Equal(["delete a", "create a", "delete c"], stack.Provider.Calls);
        Assert.Equal(2, stack.Snapshot.Resources.Count(state => state.Type == "test:index:Thing"));
    }

    [Fact]
    public async Task A_component_that_becomes_a_resource_of_a_provider_is_replaced_and_back()
    {
        var stack = new Lifecycle();
        static Task AsComponent(Registrar program) => program.ComponentAsync("a", options => options.Type = "test:index:Thing");
        static Task AsResource(Registrar program) => program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)));
        await stack.UpAsync(AsComponent);

        var result = await stack.UpAsync(AsResource);
        Assert.Equal(1, result.Changes[StepOp.Replace]);
        Assert.Equal(["provider"], stack.Events.OfType<StepBeganEvent>().Single(began => began.Step.Op == StepOp.Replace).Step.ReplaceReasons.AsEnumerable());
        Assert.Equal(["create a"], stack.Provider.Calls);
        Assert.NotEmpty(stack["a"].Id);

        await stack.UpAsync(AsComponent);
        Assert.Equal(["delete a"], stack.Provider.Calls);
        Assert.Empty(stack["a"].Id);
    }

    [Fact]
    public async Task What_was_registered_after_it_goes_with_it_though_it_depends_on_it_no_more()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Chain("1", dbr: true));
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stack.Provider.Diff = request =>
        {
            if (request.Name == "a" && asked.TrySetResult())
                answer.Task.Wait();
            return LambdaProvider.DiffByKey(request);
        };
        await stack.UpAsync(async program =>
        {
            var a = program.ResourceAsync("a", PropertyMap.Of(("key", "2"), ("dbr", true)));
            await asked.Task;

            // By the time another one is made, this one has been looked at as well, if nothing keeps it.
            var b = program.ResourceAsync("b", PropertyMap.Of(("key", "1")));
            await program.ResourceAsync("other");
            answer.SetResult();
            await Task.WhenAll(a, b);
        });
        Assert.Equal(["create other", "delete b", "delete a", "create a", "create b", "delete c"], stack.Provider.Calls);
    }
}
