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
          list        list releases
          rollback    roll back a release to a previous revision
          show        show information of a chart
          status      display the status of the named release
          template    locally render templates
          uninstall   uninstall a release
          upgrade     upgrade a release

        """;

    private static readonly string[] Supported =
        ["get", "help", "history", "install", "list", "rollback", "show", "status", "template", "uninstall", "upgrade"];

    /// <summary>Helm's other commands.</summary>
    private static readonly string[] Unsupported =
    [
        "completion", "create", "dependency", "env", "lint", "package", "plugin", "pull", "push", "registry", "repo", "search", "test",
        "verify", "version",
    ];

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
            case "help":
                stdout.Write(Usage);
                return Task.FromResult(0);
            case "list" or "ls" or "status" or "history" or "hist" or "get" or "install" or "upgrade" or "rollback" or "uninstall" or "delete" or "del" or "un":
                return ReleaseCommands.RunAsync(args[at], rest, stdout, stderr, cancellation);
            default:
                throw new CommandException(Array.IndexOf(Unsupported, args[at]) >= 0
                    ? $"{args[at]} is not supported here; use the helm command"
                    : $"unknown command {GoQuote.Quote(args[at])} for \"helm\"{Suggestion(args[at])}\nRun 'helm --help' for usage.");
        }
    }

    // Commands that the word begins, or from which it is two edits away at most.
    private static string Suggestion(string typed)
    {
        var close = Supported.Concat(Unsupported).Order(StringComparer.Ordinal)
            .Where(name => Distance(typed.ToLowerInvariant(), name) <= 2 || name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(name => $"\t{name}\n").ToList();
        return close.Count == 0 ? "" : "\n\nDid you mean this?\n" + string.Concat(close);
    }

    // Levenshtein's distance.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
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
