using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Cli;

/// <summary>The <c>helm</c> command: what it prints and how it ends is what Helm prints and how Helm ends.</summary>
public static class HelmCommand
{
    private const string Usage =
        """
        Renders and inspects charts and releases as Helm does.

        Usage:
          helm [command]

        Available Commands:
          get         download extended information of a named release
          history     fetch release history
          install     install a chart
          lint        examine a chart for possible issues
          list        list releases
          rollback    roll back a release to a previous revision
          show        show information of a chart
          status      display the status of the named release
          template    locally render templates
          uninstall   uninstall a release
          upgrade     upgrade a release

        """;

    /// <summary>Runs a command line (without the word <c>helm</c>) and returns its exit code: 0, or 1 with a line <c>Error: …</c>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        try
        {
            return await Dispatch(args, stdout, stderr, cancellation);
        }
        catch (Exception e) when (e is CommandException or ChartException or RenderFailedException)
        {
            stderr.Write($"Error: {e.Message}\n");
            return 1;
        }
    }

    private static Task<int> Dispatch(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        int at = CommandAt(args);
        if (at < 0)
        {
            stdout.Write(Usage);
            return Task.FromResult(0);
        }
        // Flags of the whole may stand before the command.
        string[] rest = [.. args[..at], .. args[(at + 1)..]];
        if (rest.TakeWhile(a => a != "--").Any(a => a is "-h" or "--help"))
        {
            stdout.Write(Usage);
            return Task.FromResult(0);
        }
        switch (args[at])
        {
            case "template":
                return TemplateCommand.RunAsync(rest, stdout, stderr, cancellation);
            case "show" or "inspect":
                return ShowCommand.RunAsync(rest, stdout, stderr, cancellation);
            case "lint":
                return LintCommand.RunAsync(rest, stdout, stderr, cancellation);
            case "help":
                stdout.Write(Usage);
                return Task.FromResult(0);
            case "list" or "ls" or "status" or "history" or "hist" or "get" or "install" or "upgrade" or "rollback" or "uninstall" or "delete" or "del" or "un":
                return ReleaseCommands.RunAsync(args[at], rest, stdout, stderr, cancellation);
            default:
                throw new CommandException($"unknown command {GoQuote.Quote(args[at])} for \"helm\"\nRun 'helm --help' for usage.");
        }
    }

    // The first argument that is neither a flag nor the value of one.
    private static int CommandAt(string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (arg.Length < 2 || arg[0] != '-')
                return i;
            string name = arg.TrimStart('-');
            if (Array.Find(Flags.Global, f => f.Name == name || (arg.Length == 2 && f.Short == arg[1])) is { Kind: not FlagKind.Bool })
                i++;
        }
        return -1;
    }
}
