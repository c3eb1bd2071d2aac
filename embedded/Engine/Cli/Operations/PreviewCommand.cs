using Coder.Infra.Engine.Cli.Parsing;

namespace Coder.Infra.Engine.Cli.Operations;

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
            Flag.Switch("continue-on-error", "Continue the preview, even if errors occur"),
        ],
        Run = StackRun.PreviewAsync,
    };
}
