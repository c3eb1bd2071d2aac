using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary><c>pulumi up</c>.</summary>
internal static class UpCommand
{
    public static Command Command { get; } = new("up", "Create or update the resources in a stack")
    {
        Aliases = ["update"],
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing, .. RunFlags.Program,
            RunFlags.RunProgramToRefresh,
            Flag.Text("plan", "Path to a plan file to use for the update"),
        ],
        Run = invocation => StackRun.ChangeAsync(invocation, OperationKind.Update),
    };
}

/// <summary><c>pulumi preview</c>.</summary>
internal static class PreviewCommand
{
    public static Command Command { get; } = new("preview", "Show a preview of updates to a stack's resources")
    {
        Aliases = ["pre"],
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Program,
            RunFlags.RunProgramToRefresh,
            Flag.Text("save-plan", "Save the operations proposed by the preview to a plan file at the given path"),
            new("import-file", FlagKind.Text, "") { Unsupported = "it writes no import files" },
            Flag.Switch("continue-on-error", "Continue the preview, even if errors occur"),
        ],
        Run = StackRun.PreviewAsync,
    };
}

/// <summary><c>pulumi refresh</c>.</summary>
internal static class RefreshCommand
{
    public static Command Command { get; } = new("refresh", "Refresh the resources in a stack")
    {
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing,
            RunFlags.RunProgram,
            Flag.Switch("preview-only", "Only show a preview of the refresh, but don't perform the refresh itself"),
            new("skip-pending-creates", FlagKind.Switch, "") { Unsupported = "no questions are asked about pending creates" },
            Flag.Switch("clear-pending-creates", "Clear all pending creates, dropping them from the state"),
            new("import-pending-creates", FlagKind.List, "") { Unsupported = "import them with `pulumi import`" },
        ],
        Run = invocation => StackRun.ChangeAsync(invocation, OperationKind.Refresh),
    };
}

/// <summary><c>pulumi destroy</c>.</summary>
internal static class DestroyCommand
{
    public static Command Command { get; } = new("destroy", "Destroy all existing resources in the stack")
    {
        Aliases = ["down", "dn"],
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing,
            RunFlags.RunProgram,
            Flag.Switch("preview-only", "Only show a preview of the destroy, but don't perform the destroy itself"),
            Flag.Switch("remove", "Remove the stack and its config file after all resources in the stack have been deleted"),
            new("refresh", FlagKind.OptionalText, "Refresh the state of the stack's resources before this operation", 'r'),
            Flag.Switch("exclude-protected", "Do not destroy protected resources. Destroy all other resources"),
        ],
        Run = invocation => StackRun.ChangeAsync(invocation, OperationKind.Destroy),
    };
}

/// <summary><c>pulumi cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Command { get; } = new("cancel", "Cancel a stack's currently running update, if any")
    {
        Arguments = "[<stack-name>]",
        Count = (0, 1),
        Flags = [CommandTree.StackFlag, Flag.Switch("yes", "Skip confirmation prompts, and proceed with cancellation anyway", 'y')],
        Run = invocation =>
        {
            var context = StackContext.Current(invocation, invocation.Arguments.FirstOrDefault());
            context.Store.RequireExists();
            var name = context.Stack.Display(context.Project?.Name);
            if (!invocation.IsConfirmed)
            {
                if (!invocation.IsInteractive)
                    throw new Workspace.UserErrorException("--yes must be passed in to proceed when running in non-interactive mode");
                if (!invocation.Confirm($"This will irreversibly cancel the currently running update for '{name}'!\nPlease confirm that this is what you'd like to do by typing `{name}`: ", name))
                    throw new Workspace.UserErrorException("confirmation declined");
            }

            foreach (var held in Backend.StackLock.List(context.Store.Files).Where(held => held.Host == Environment.MachineName && !held.IsDead()))
                invocation.Warn($"{held.Owner} is still running; it goes on without its lock until it is ended");
            Backend.StackLock.Clear(context.Store.Files);
            invocation.Out.WriteLine($"The currently running update for '{name}' has been canceled!");
            return Task.FromResult(0);
        },
    };
}
