using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Runs that were killed: the state is what the journal's beginning folds to.</summary>
public sealed class PendingTests
{
    private static Func<Registrar, Task> Program(double value) => program => program.ResourceAsync("a", PropertyMap.Of(("value", value)));

    private static Snapshot KilledDuring(Lifecycle stack, Snapshot before, PendingOperationType type)
    {
        var begin = stack.Journal.Entries.First(entry => entry.Kind == JournalEntryKind.Begin && entry.Type == type);
        return SnapshotFold.Fold(before, stack.Journal.Entries.TakeWhile(entry => entry.Sequence <= begin.Sequence));
    }

    [Fact]
    public async Task A_create_that_was_interrupted_is_done_again_and_settled()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = request => new() { Id = request.Name, Properties = request.Properties };
        await stack.UpAsync(Program(1));
        stack.Snapshot = KilledDuring(stack, Snapshot.Empty, PendingOperationType.Creating);
        Assert.Equal(PendingOperationType.Creating, Assert.Single(stack.Snapshot.PendingOperations).Type);
        var result = await stack.UpAsync(Program(1));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Empty(stack.Snapshot.PendingOperations);
        Assert.Equal(["create a"], stack.Provider.Calls);
    }

    [Fact]
    public async Task A_create_that_was_given_up_twice_is_settled_by_the_one_that_succeeds()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = _ => throw new PluginEndedException("The plugin test ended.");
        await stack.UpAsync(Program(1));
        await stack.UpAsync(Program(1));
        Assert.Equal(2, stack.Snapshot.PendingOperations.Length);
        stack.Provider.Create = null;
        await stack.UpAsync(Program(1));
        Assert.Empty(stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task An_update_that_was_interrupted_is_done_again_even_back_to_the_old_inputs()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program(1));
        var before = stack.Snapshot;
        await stack.UpAsync(Program(2));
        stack.Snapshot = KilledDuring(stack, before, PendingOperationType.Updating);
        await stack.UpAsync(Program(1));
        Assert.Equal(["update a"], stack.Provider.Calls);
        Assert.Empty(stack.Snapshot.PendingOperations);
        Assert.Equal(PropertyMap.Of(("value", 1.0)), stack.Provider.World.Values.Single());
    }

    [Fact]
    public async Task What_a_plugin_was_at_when_it_ended_stays_pending_and_is_done_again()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = _ => throw new PluginEndedException("The plugin test ended unexpectedly with exit code 137.");
        Assert.True((await stack.UpAsync(Program(1))).Failed);
        Assert.Contains("The plugin test ended unexpectedly with exit code 137.", stack.Errors);
        Assert.Equal(PendingOperationType.Creating, Assert.Single(stack.Snapshot.PendingOperations).Type);
        stack.Provider.Create = null;
        Assert.False((await stack.UpAsync(Program(1))).Failed, string.Join('\n', stack.Errors));
        Assert.Empty(stack.Snapshot.PendingOperations);
        Assert.True(stack.Has("a"));
    }

    [Fact]
    public async Task A_delete_that_happened_unseen_is_found_out_when_the_resource_is_wanted_again()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program(1));
        var before = stack.Snapshot;
        await stack.DestroyAsync();
        stack.Snapshot = KilledDuring(stack, before, PendingOperationType.Deleting);
        await stack.UpAsync(Program(1));
        Assert.Equal(["read a", "create a"], stack.Provider.Calls);
        Assert.Empty(stack.Snapshot.PendingOperations);
        Assert.Single(stack.Provider.World);
    }

    [Fact]
    public async Task A_create_that_the_program_no_longer_has_is_told_and_stays_on_the_list()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program(1));
        stack.Snapshot = KilledDuring(stack, Snapshot.Empty, PendingOperationType.Creating);
        await stack.UpAsync(_ => Task.CompletedTask);
        Assert.Single(stack.Snapshot.PendingOperations);
        Assert.Contains(stack.Events.OfType<DiagnosticEvent>(), reported =>
            reported.Message.StartsWith("Attempting to deploy or update resources with 1 pending operations from previous deployment.\n", StringComparison.Ordinal)
            && reported.Message.Contains($"  * {Lifecycle.Urn("a")}, interrupted while creating\n", StringComparison.Ordinal));
    }
}
