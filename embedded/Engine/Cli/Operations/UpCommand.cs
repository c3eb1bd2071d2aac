using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;

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
