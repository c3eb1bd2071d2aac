using System.Collections.Immutable;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>Flags that up, preview, refresh, destroy and import share, and what they mean.</summary>
internal static class RunFlags
{
    /// <summary>Flags of every operation.</summary>
    public static Flag[] Common { get; } =
    [
        CommandTree.StackFlag,
        Flag.Text("config-file", "Use the configuration values in the specified file rather than detecting the file name"),
        Flag.Switch("debug", "Print detailed debugging output during resource operations", 'd'),
        Flag.Text("message", "Optional message to associate with the operation", 'm'),
        Flag.Switch("diff", "Display operation as a rich diff showing the overall change"),
        Flag.Switch("json", "Serialize the operation's diffs, operations, and overall output as JSON", 'j'),
        Flag.Text("event-log", "Log events to a file at this path, or send them to tcp://HOST:PORT"),
        new("client", FlagKind.Text, "The address of an existing language runtime host to connect to") { Hidden = true },
        new("exec-kind", FlagKind.Text, "How the operation was started, for its history entry") { Hidden = true },
        new("exec-agent", FlagKind.Text, "What started the operation, for its history entry") { Hidden = true },
        Flag.Number("parallel", "Allow P resource operations to run in parallel at once (1 for no parallelism)", 'p'),
        Flag.Switch("show-config", "Show configuration keys and variables"),
        Flag.Switch("show-full-output", "Display full length of stack outputs"),
        Flag.Switch("show-replacement-steps", "Show detailed resource replacement creates and deletes instead of a single step"),
        Flag.Switch("show-sames", "Show resources that needn't be updated because they haven't changed, alongside those that do"),
        Flag.Switch("show-reads", "Show resources that are being read in, alongside those being managed directly in the stack"),
        Flag.Switch("show-secrets", "Show secrets in plaintext in the CLI output"),
        Flag.Switch("suppress-outputs", "Suppress display of stack outputs (in case they contain sensitive values)"),
        Flag.Switch("suppress-progress", "Suppress display of periodic progress dots"),
        new("suppress-permalink", FlagKind.OptionalText, "Suppress display of the state permalink"),
        Flag.Switch("expect-no-changes", "Return an error if any changes occur during this operation"),
        Flag.List("target", "Specify a single resource URN to operate on. Other resources will not be updated. Wildcards (*, **) are also supported", 't'),
        Flag.List("exclude", "Specify a resource URN to ignore. These resources will not be updated. Wildcards (*, **) are also supported", 'x'),
        Flag.Switch("target-dependents", "Allow operating on additional targets that are dependents of the ones named"),
        Flag.Switch("exclude-dependents", "Allow ignoring of additional dependents of the excluded resources"),
    ];

    /// <summary>Flags of operations that change something.</summary>
    public static Flag[] Changing { get; } =
    [
        Flag.Switch("yes", "Automatically approve and perform the operation after previewing it", 'y'),
        Flag.Switch("skip-preview", "Do not calculate a preview before performing the operation", 'f'),
        Flag.Switch("continue-on-error", "Continue the operation, even if errors occur"),
    ];

    /// <summary><c>--run-program</c> of refresh and destroy.</summary>
    public static Flag RunProgram { get; } =
        Flag.Switch("run-program", "Run the program to determine up-to-date state for providers to work with");

    /// <summary><c>--run-program</c> of up and preview.</summary>
    public static Flag RunProgramToRefresh { get; } =
        Flag.Switch("run-program", "Run the program to determine up-to-date state for providers to refresh resources, this only applies if --refresh is set");

    /// <summary>Flags about the stack's settings; of all but import.</summary>
    public static Flag[] Settings { get; } =
    [
        Flag.List("config", "Config to use during the operation and save to the stack config file", 'c'),
        Flag.Switch("config-path", "Config keys contain a path to a property in a map or list to set"),
        Flag.Switch("skip-config-validation", "Do not validate the stack's configuration against the project's config block"),
    ];

    /// <summary>Flags of up and preview.</summary>
    public static Flag[] Program { get; } =
    [
        .. Settings,
        new("refresh", FlagKind.OptionalText, "Refresh the state of the stack's resources before this operation", 'r'),
        Flag.List("replace", "Specify a single resource URN to replace. Other resources will not be updated"),
        Flag.List("target-replace", "Specify a single resource URN to replace. Shorthand for --target urn --replace urn"),
        Flag.Text("secrets-provider", "The type of the provider that should be used to encrypt and decrypt secrets: passphrase"),
    ];

    /// <summary>The engine's options.</summary>
    public static DeploymentOptions Options(Invocation invocation, OperationKind kind, bool alwaysRefresh)
    {
        var flags = invocation.Flags;
        var replaces = flags.List("replace").Concat(flags.List("target-replace")).ToImmutableArray();
        var parallel = flags.Number("parallel") ?? 16;
        if (flags.List("target").Count > 0 && flags.List("exclude").Count > 0)
            throw new UserErrorException("--target and --exclude cannot be given together: a run is either limited to some resources or leaves some out");
        return new DeploymentOptions
        {
            // 0 and below ask for no limit in the official CLI.
            Parallel = parallel < 1 ? int.MaxValue : parallel,
            Refresh = kind is OperationKind.Update or OperationKind.Preview or OperationKind.Destroy
                && (flags.Text("refresh") is { } refresh ? refresh != "false" : alwaysRefresh),
            ContinueOnError = flags.Switch("continue-on-error"),
            Targets = [.. flags.List("target"), .. flags.List("target-replace")],
            Excludes = [.. flags.List("exclude")],
            TargetDependents = flags.Switch("target-dependents"),
            ExcludeDependents = flags.Switch("exclude-dependents"),
            RunProgram = flags.Switch("run-program"),
            Replaces = replaces,
        };
    }

    /// <summary>How a run is shown.</summary>
    public static DisplayOptions Display(Invocation invocation) => new()
    {
        Palette = invocation.Palette,
        Debug = invocation.Flags.Switch("debug"),
        ShowSames = invocation.Flags.Switch("show-sames"),
        ShowReads = invocation.Flags.Switch("show-reads"),
        ShowReplacementSteps = invocation.Flags.Switch("show-replacement-steps"),
        ShowSecrets = invocation.Flags.Switch("show-secrets"),
        ShowConfig = invocation.Flags.Switch("show-config"),
        ShowFullOutput = invocation.Flags.Switch("show-full-output"),
        SuppressOutputs = invocation.Flags.Switch("suppress-outputs"),
        SuppressProgress = invocation.Flags.Switch("suppress-progress"),
    };
}
