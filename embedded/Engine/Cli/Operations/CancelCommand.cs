using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary><c>pulumi cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Command { get; } = new("cancel", "Cancel a stack's currently running update, if any")
    {
        Arguments = "[<stack-name>]",
        Count = (0, 1),
        Flags = [CommandTree.StackFlag, Flag.Switch("yes", "Skip confirmation prompts, and proceed with cancellation anyway", 'y')],
        Run = RunAsync,
    };

    private static Task<int> RunAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation, invocation.Arguments.FirstOrDefault());
        context.Store.RequireExists();
        var name = context.Stack.Display(context.Project?.Name);
        invocation.RequireConfirmation($"This will irreversibly cancel the currently running update for '{name}'!\nPlease confirm that this is what you'd like to do by typing `{name}`: ", name);
        foreach (var held in StackLock.List(context.Store.Files).Where(held => held.Host == Environment.MachineName && !held.IsDead()))
            invocation.Warn($"{held.Owner} is still running, now without its lock");
        StackLock.Clear(context.Store.Files);
        invocation.Out.WriteLine($"The currently running update for '{name}' has been canceled!");
        return Task.FromResult(0);
    }
}
