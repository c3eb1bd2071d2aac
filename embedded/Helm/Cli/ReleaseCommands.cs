namespace Coder.Infra.Helm.Cli;

/// <summary>The commands that read releases from a cluster.</summary>
internal static class ReleaseCommands
{
    public static Task<int> RunAsync(string command, string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation) =>
        throw new CommandException($"the command {command} is not there yet");
}
