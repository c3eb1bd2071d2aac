using Coder.Infra.Engine.Cli.Parsing;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary><c>pulumiw publish DIR</c>.</summary>
internal static partial class PublishCommand
{
    public static Command Command { get; } = new("publish", "Make a folder that the official CLI can run: the program's binary, project and stack files, plugin")
    {
        Arguments = "<folder>",
        Count = (1, 1),
        Flags = [Flag.Text("runtime", "Runtime identifier to publish for (default linux-x64)")],
        Run = PublishAsync,
    };
}
