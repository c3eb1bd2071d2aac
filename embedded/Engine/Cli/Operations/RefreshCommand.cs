using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary><c>pulumi refresh</c>.</summary>
internal static class RefreshCommand
{
    public static Command Command { get; } = new("refresh", "Refresh the resources in a stack")
    {
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing, .. RunFlags.Settings,
            RunFlags.RunProgram,
            Flag.Switch("preview-only", "Only show a preview of the refresh, but don't perform the refresh itself"),
            Flag.Switch("clear-pending-creates", "Clear all pending creates, dropping them from the state"),
        ],
        Run = invocation => StackRun.ChangeAsync(invocation, OperationKind.Refresh),
    };
}
