using System.Globalization;
using Coder.Infra.Helm.Releases;

namespace Coder.Infra.Helm.Cli;

/// <summary><c>helm install</c> and <c>helm upgrade</c>.</summary>
internal static class ApplyCommand
{
    private static readonly Flag[] UpgradeOnly =
    [
        new("install", FlagKind.Bool, 'i'), new("reuse-values", FlagKind.Bool), new("reset-values", FlagKind.Bool),
        new("reset-then-reuse-values", FlagKind.Bool), new("cleanup-on-fail", FlagKind.Bool), new("history-max", FlagKind.Integer),
    ];

    public static async Task InstallAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse("install [NAME] [CHART]", args, 1, 2, Flags.Values, Flags.Chart, Flags.Install, [OutputFormat.Flag]);
        RefuseUnsupported(flags);
        if (arguments.Count < 2)
            throw new CommandException("INSTALLATION FAILED: must either provide a name or specify --generate-name");
        var chart = await ChartFlags.LoadAsync(arguments[1], flags, stderr, cancellation);
        var values = await ValueFlags.MergeAsync(flags, cancellation);
        using var kube = ReleaseCommands.Connect(flags);
        var client = new HelmClient(kube, ChartFlags.Namespace(flags));
        var options = new InstallOptions
        {
            Timeout = Timeout(flags),
            Wait = flags.Bool("wait"),
            WaitForJobs = flags.Bool("wait-for-jobs"),
            DisableHooks = flags.Bool("no-hooks"),
            Force = flags.Bool("force"),
            Description = Description(flags),
            Progress = Progress(flags, stderr),
            Atomic = flags.Bool("atomic"),
            SkipCrds = flags.Bool("skip-crds"),
            TakeOwnership = flags.Bool("take-ownership"),
            SkipSchemaValidation = flags.Bool("skip-schema-validation"),
            Labels = Labels(flags),
            CreateNamespace = flags.Bool("create-namespace"),
            Replace = flags.Bool("replace"),
        };
        var release = await client.InstallAsync(arguments[0], chart, values, options, cancellation);
        Write(flags, stdout, release, "");
    }

    public static async Task UpgradeAsync(string[] args, TextWriter stdout, TextWriter stderr, CancellationToken cancellation)
    {
        var (flags, arguments) = ReleaseCommands.Parse("upgrade [RELEASE] [CHART]", args, 2, 2, Flags.Values, Flags.Chart, Flags.Install, UpgradeOnly, [OutputFormat.Flag]);
        RefuseUnsupported(flags);
        string name = arguments[0];
        var chart = await ChartFlags.LoadAsync(arguments[1], flags, stderr, cancellation);
        var values = await ValueFlags.MergeAsync(flags, cancellation);
        using var kube = ReleaseCommands.Connect(flags);
        var client = new HelmClient(kube, ChartFlags.Namespace(flags));
        bool isNew = flags.Bool("install") && await client.FindAsync(name, cancellation: cancellation) is null or { Status: ReleaseStatus.Uninstalled };
        bool isTable = flags.Text("output", "table") == "table";
        if (isNew && isTable)
            stdout.Write($"Release {GoQuote.Quote(name)} does not exist. Installing it now.\n");
        var options = new UpgradeOptions
        {
            Timeout = Timeout(flags),
            Wait = flags.Bool("wait"),
            WaitForJobs = flags.Bool("wait-for-jobs"),
            DisableHooks = flags.Bool("no-hooks"),
            Force = flags.Bool("force"),
            Description = Description(flags),
            Progress = Progress(flags, stderr),
            Atomic = flags.Bool("atomic"),
            SkipCrds = flags.Bool("skip-crds"),
            TakeOwnership = flags.Bool("take-ownership"),
            SkipSchemaValidation = flags.Bool("skip-schema-validation"),
            Labels = Labels(flags),
            CreateNamespace = flags.Bool("create-namespace"),
            Install = flags.Bool("install"),
            ReuseValues = flags.Bool("reuse-values"),
            ResetValues = flags.Bool("reset-values"),
            ResetThenReuseValues = flags.Bool("reset-then-reuse-values"),
            CleanupOnFail = flags.Bool("cleanup-on-fail"),
            MaxHistory = int.Parse(flags.Text("history-max", "10"), CultureInfo.InvariantCulture),
        };
        var release = await client.UpgradeAsync(name, chart, values, options, cancellation);
        Write(flags, stdout, release, isNew ? "" : $"Release {GoQuote.Quote(name)} has been upgraded. Happy Helming!\n");
    }

    public static TimeSpan Timeout(FlagSet flags) => TimeSpan.FromTicks(GoDurationText.Parse(flags.Text("timeout", "5m0s")) / TimeSpan.NanosecondsPerTick);

    public static Action<string>? Progress(FlagSet flags, TextWriter stderr) => flags.Bool("debug") ? line => stderr.Write(line + "\n") : null;

    public static string? Description(FlagSet flags) => flags.Text("description") is { Length: > 0 } given ? given : null;

    private static void Write(FlagSet flags, TextWriter stdout, Release release, string before)
        => OutputFormat.Write(flags, stdout, () => StatusCommand.Data(release),
            () => before + StatusCommand.Text(release, notes: !flags.Bool("hide-notes")));

    private static Dictionary<string, string> Labels(FlagSet flags)
    {
        var labels = new Dictionary<string, string>();
        foreach (string pair in flags.List("labels"))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            labels[pair[..equals]] = pair[(equals + 1)..];
        }
        return labels;
    }

    private static void RefuseUnsupported(FlagSet flags)
    {
        foreach (string flag in (string[])["generate-name", "name-template", "dependency-update", "post-renderer", "post-renderer-args", "enable-dns", "dry-run"])
            if (flags.IsSet(flag) && !(flag == "dry-run" && flags.Text(flag) is "none" or "false"))
                throw new CommandException($"--{flag} is not supported here{(flag == "dry-run" ? "; see: helm template" : "")}");
    }
}
