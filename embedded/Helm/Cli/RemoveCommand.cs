using System.Globalization;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm rollback</c> and <c>helm uninstall</c>.</summary>
internal static class RemoveCommand
{
    private static readonly Flag[] Common =
    [
        new("timeout", FlagKind.Duration), new("wait", FlagKind.Bool), new("wait-for-jobs", FlagKind.Bool), new("no-hooks", FlagKind.Bool),
        new("description", FlagKind.Text),
    ];

    public static async Task RollbackAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse("rollback <RELEASE> [REVISION]", args, 1, 2, Common,
            [new("force", FlagKind.Bool), new("cleanup-on-fail", FlagKind.Bool), new("history-max", FlagKind.Integer)]);
        int revision = 0;
        if (arguments.Count > 1 && !int.TryParse(arguments[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out revision))
            throw new CommandException($"could not convert revision to a number: strconv.Atoi: parsing {GoQuote.Quote(arguments[1])}: invalid syntax");
        using var kube = ReleaseCommands.Connect(flags);
        await new HelmClient(kube, ChartFlags.Namespace(flags)).RollbackAsync(arguments[0], new RollbackOptions
        {
            Revision = revision,
            Timeout = ApplyCommand.Timeout(flags),
            Wait = flags.Bool("wait"),
            WaitForJobs = flags.Bool("wait-for-jobs"),
            DisableHooks = flags.Bool("no-hooks"),
            Force = flags.Bool("force"),
            CleanupOnFail = flags.Bool("cleanup-on-fail"),
            MaxHistory = int.Parse(flags.Text("history-max", "10"), CultureInfo.InvariantCulture),
            Description = ApplyCommand.Description(flags),
            Progress = ApplyCommand.Progress(flags, stderr),
        }, cancellation);
        stdout.Write("Rollback was a success! Happy Helming!\n");
    }

    public static async Task UninstallAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse("uninstall RELEASE_NAME [...]", args, 1, int.MaxValue, Common,
            [new("keep-history", FlagKind.Bool), new("ignore-not-found", FlagKind.Bool)]);
        using var kube = ReleaseCommands.Connect(flags);
        var client = new HelmClient(kube, ChartFlags.Namespace(flags));
        foreach (string name in arguments)
        {
            var options = new UninstallOptions
            {
                Timeout = ApplyCommand.Timeout(flags),
                Wait = flags.Bool("wait"),
                DisableHooks = flags.Bool("no-hooks"),
                KeepHistory = flags.Bool("keep-history"),
                Description = ApplyCommand.Description(flags),
                Progress = ApplyCommand.Progress(flags, stderr),
            };
            UninstallResult result;
            try
            {
                result = await client.UninstallAsync(name, options, cancellation);
            }
            catch (ReleaseNotFoundException) when (flags.Bool("ignore-not-found"))
            {
                stdout.Write($"release {GoQuote.Quote(name)} uninstalled\n");
                continue;
            }

            if (result.Info.Length > 0)
                stdout.Write(result.Info + "\n");
            stdout.Write($"release {GoQuote.Quote(name)} uninstalled\n");
        }
    }
}
