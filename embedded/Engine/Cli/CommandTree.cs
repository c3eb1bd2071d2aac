using Coder.Infra.Engine.Cli.Info;
using Coder.Infra.Engine.Cli.Operations;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Cli.Settings;
using Coder.Infra.Engine.Cli.Stacks;
using Coder.Infra.Engine.Cli.State;

namespace Coder.Infra.Engine.Cli;

/// <summary>Every command. Those of the official CLI that are not here are in <see cref="AbsentNames"/>.</summary>
internal static class CommandTree
{
    /// <summary><c>--stack</c>, which most commands take.</summary>
    public static Flag StackFlag { get; } = Flag.Text("stack", "The name of the stack to operate on. Defaults to the current stack", 's');

    public static Command Root { get; } = new("pulumi", "Pulumi on the embedded engine of this repository")
    {
        Flags =
        [
            Flag.Switch("help", "Help for the command", 'h'),
            Flag.Text("cwd", "Run pulumi as if it had been started in another directory", 'C'),
            Flag.Text("color", "Colorize output. Choices are: always, never, raw, auto"),
            Flag.Switch("non-interactive", "Disable interactive mode for all commands"),
            Flag.Switch("emoji", "Enable emojis in the output", 'e'),
            Flag.Switch("logtostderr", "Log to stderr instead of to files"),
            Flag.Switch("logflow", "Flow log settings to child processes"),
            Flag.Switch("disable-integrity-checking", "Disable integrity checking of checkpoint files"),
            Flag.Switch("fully-qualify-stack-names", "Show fully-qualified stack names", 'Q'),
            Flag.Number("verbose", "Enable verbose logging", 'v'),
            Flag.Text("plugins", "Which providers to prefer: builtin (the default) or official"),
        ],
        Commands =
        [
            UpCommand.Command,
            PreviewCommand.Command,
            RefreshCommand.Command,
            DestroyCommand.Command,
            Operations.Import.ImportCommand.Command,
            CancelCommand.Command,
            ConfigCommand.Command,
            StackCommand.Command,
            StateCommand.Command,
            InfoCommands.WhoAmI,
            InfoCommands.Version,
            InfoCommands.About,
            PluginCommand.Command,
            InstallCommand.Command,
            PublishCommand.Command,
            new("helm", "Helm's own commands on charts and releases") { Run = _ => Task.FromResult(0) },
            new("sandbox", "Start, stop or look at the sandbox: start|status|stop|env") { Run = _ => Task.FromResult(0) },
        ],
    };
}
