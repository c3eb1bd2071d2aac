using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli;

/// <summary>The command line: reads the arguments, runs the command, reports errors.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandHost host)
    {
        try
        {
            // Helm's commands and the sandbox's have arguments of their own, and load nothing of the engine.
            if (arguments is ["helm", ..])
                return await HelmPassThrough.RunAsync(arguments.Skip(1), host).ConfigureAwait(false);
            if (arguments is ["sandbox", ..] or ["-C" or "--cwd", _, "sandbox", ..])
                return await Info.SandboxCommand.RunAsync([.. arguments], host).ConfigureAwait(false);
            var parsed = CommandParser.Parse(CommandTree.Root, arguments);
            if (parsed.Flags.Switch("help") || parsed.Command.Run is null)
            {
                Help.Write(host.Out, parsed);
                return 0;
            }

            return await parsed.Command.Run(new Invocation(host, parsed)).ConfigureAwait(false);
        }
        catch (UserErrorException e)
        {
            host.Error.WriteLine($"error: {e.Message}");
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("error: cancelled");
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"error: {e.Message}");
            return 1;
        }
        catch (Exception e)
        {
            host.Error.WriteLine($"error: the engine failed unexpectedly; this is a bug; please report it with the lines below\n{e}");
            return ExitCodes.Internal;
        }
    }
}
