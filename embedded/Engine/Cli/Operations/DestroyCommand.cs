using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary><c>pulumi destroy</c>.</summary>
internal static class DestroyCommand
{
    public static Command Command { get; } = new("destroy", "Destroy all existing resources in the stack")
    {
        Aliases = ["down", "dn"],
        Flags =
        [
            .. RunFlags.Common, .. RunFlags.Changing, .. RunFlags.Settings,
            RunFlags.RunProgram,
            Flag.Switch("preview-only", "Only show a preview of the destroy, but don't perform the destroy itself"),
            Flag.Switch("remove", "Remove the stack and its config file after all resources in the stack have been deleted"),
            new("refresh", FlagKind.OptionalText, "Refresh the state of the stack's resources before this operation", 'r'),
            Flag.Switch("exclude-protected", "Do not destroy protected resources. Destroy all other resources"),
        ],
        Run = invocation => StackRun.ChangeAsync(invocation, OperationKind.Destroy),
    };
}
