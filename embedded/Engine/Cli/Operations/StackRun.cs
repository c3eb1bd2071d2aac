using System.Collections.Immutable;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Display.Diff;
using Coder.Infra.Engine.Display.Json;
using Coder.Infra.Engine.Display.Progress;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;
using Coder.Infra.Engine.Workspace.Programs;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>
/// A run on a stack as a command asks for it: settings and state read and checked before anything is touched, the preview, the
/// question, the run itself under the stack's lock, the history entry.
/// </summary>
internal sealed partial class StackRun : IAsyncDisposable
{
    private readonly Invocation _invocation;
    private readonly StackContext _context;
    private readonly OperationKind _kind;
    private DeploymentOptions _options;
    private readonly DisplayOptions _display;
    private readonly EventLog? _eventLog;
    private readonly IProgramRunner _program;
    private readonly IPluginHost _plugins;
    private DeploymentTarget? _target;
    private Checkpoint? _checkpoint;

    /// <summary>The preview as differences, for whoever asks for details before approving it.</summary>
    private readonly StringWriter _details = new();

    private StackRun(Invocation invocation, StackContext context, OperationKind kind, DeploymentOptions options)
    {
        (_invocation, _context, _kind, _options) = (invocation, context, kind, options);
        _display = RunFlags.Display(invocation);
        _plugins = PluginSetup.For(invocation, context.Project);
        // A destroy or refresh needs no program, so that one whose program is gone can still be done.
        _program = kind is OperationKind.Refresh or OperationKind.Destroy or OperationKind.Import && !options.RunProgram
            ? new NoProgram()
            : ProgramRunners.For(context.Project ?? invocation.Project, invocation.Host.Environment, invocation.Flags.Text("client"));
        if (invocation.Flags.Text("event-log") is { } path)
            _eventLog = EventLog.Open(path, invocation.PathOf, invocation.Palette.IsColored, invocation.Warn);
    }

    /// <summary>Runs a command that changes a stack: preview, question, run.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="adjust">Adds the command's own options.</param>
    public static async Task<int> ChangeAsync(Invocation invocation, OperationKind kind, Func<DeploymentOptions, DeploymentOptions>? adjust = null)
    {
        var (flags, yes) = (invocation.Flags, invocation.IsConfirmed);
        var skipPreview = flags.Switch("skip-preview");
        var previewOnly = flags.Switch("preview-only");
        if (!invocation.IsInteractive && !yes && !skipPreview && !previewOnly)
            throw new UserErrorException("--yes or --skip-preview must be passed in to proceed when running in non-interactive mode", ExitCodes.NoConfirmation);
        await using var run = Open(invocation, kind, adjust);
        // Secrets will be written, so the passphrase must be right before anything is done. The key is derived while the sandbox
        // starts and the preview runs.
        var cipher = run._context.Secrets.Require(run._context.State());
        var verified = Task.Run(cipher.Verify);
        try
        {
            if (previewOnly)
                return await run.PreviewAsync().ConfigureAwait(false) is { Failed: false } ? 0 : 1;
            using var held = new HeldLock(run._context.Store.Lock());
            await run.PrepareAsync().ConfigureAwait(false);
            if (run.ExcludesEverything() is { } left)
            {
                invocation.Out.WriteLine($"There were no unprotected resources to destroy. There are still {left} protected resources associated with this stack.");
                return 0;
            }

            if (!skipPreview)
            {
                var preview = await run.DeployAsync(isPreview: true, NoJournal.Instance, run._options).ConfigureAwait(false);
                if (preview.Failed)
                    return 1;
                if (!yes && !run.Approve())
                    return Declined(invocation, kind);
            }

            await verified.ConfigureAwait(false);
            return await run.ApplyAsync(held, cipher).ConfigureAwait(false);
        }
        finally
        {
            // A wrong passphrase that nobody waited for was reported by something else.
            _ = verified.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    /// <summary>Runs <c>pulumi preview</c>.</summary>
    public static async Task<int> PreviewAsync(Invocation invocation)
    {
        await using var run = Open(invocation, OperationKind.Preview, null);
        var result = await run.PreviewAsync().ConfigureAwait(false);
        if (result.Failed)
            return 1;
        if (invocation.Flags.Text("save-plan") is { } path)
        {
            PlanFile.Write(run._context, invocation.PathOf(path), result.Plan);
            if (!invocation.Flags.Switch("json"))
                invocation.Out.WriteLine($"Update plan written to '{path}'\nRun `pulumi up --plan='{path}'` to constrain the update to the operations planned by this preview");
        }

        return 0;
    }

    public ValueTask DisposeAsync() => _eventLog?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static StackRun Open(Invocation invocation, OperationKind kind, Func<DeploymentOptions, DeploymentOptions>? adjust)
    {
        EngineVersion.Require(invocation.FindProject()?.RequiredPulumiVersion, invocation.FindProject()?.Path);
        var context = StackContext.CurrentForRun(invocation);
        Settings.ConfigCommand.RefuseEnvironments(context);
        SaveConfig(invocation, context);
        var options = RunFlags.Options(invocation, kind, context.Project?.AlwaysRefresh ?? false);
        if (invocation.Flags.Text("plan") is { } plan)
            options = options with { Plan = PlanFile.Read(context, plan) };
        return new StackRun(invocation, context, kind, adjust is null ? options : adjust(options));
    }

    private static int Declined(Invocation invocation, OperationKind kind)
    {
        var noun = kind switch { OperationKind.Update => "update", OperationKind.Refresh => "refresh", OperationKind.Destroy => "destroy", _ => "import" };
        invocation.Host.Error.WriteLine($"error: confirmation declined, not proceeding with the {noun}");
        return 1;
    }

    private async Task<DeploymentResult> PreviewAsync()
    {
        await PrepareAsync().ConfigureAwait(false);
        var result = await DeployAsync(isPreview: true, NoJournal.Instance, _options).ConfigureAwait(false);
        if (!result.Failed && _invocation.Flags.Switch("expect-no-changes") && HasChanges(result))
            throw new UserErrorException("no changes were expected but changes were proposed", ExitCodes.UnexpectedChanges);
        return result;
    }

    /// <summary>Resources that are neither protected nor needed by a protected one.</summary>
    private static IEnumerable<string> Unprotected(Snapshot snapshot)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in snapshot.Resources.Reverse().Where(state => state.Protect || kept.Contains(state.Urn)))
        {
            kept.Add(state.Urn);
            kept.UnionWith(SnapshotOrder.Needs(state));
        }

        return snapshot.Resources.Select(state => state.Urn).Where(urn => !kept.Contains(urn));
    }

    /// <summary>With <c>--exclude-protected</c> and nothing else left to destroy: how many resources stay; else null.</summary>
    private int? ExcludesEverything() =>
        _invocation.Flags.Switch("exclude-protected") && _options.Targets.IsEmpty && _checkpoint!.Snapshot.Resources is { IsEmpty: false } resources ? resources.Length : null;

    /// <summary>Reads and checks everything the run needs; starts the sandbox where the stack runs in it.</summary>
    private async Task PrepareAsync()
    {
        var project = _context.Project;
        var config = EffectiveConfig.Of(project, _context.Settings);
        var cipher = new Lazy<Workspace.Secrets.IValueCipher>(_context.ConfigCipher);
        if (project is not null && !_invocation.Flags.Switch("skip-config-validation"))
            EffectiveConfig.Validate(project, _context.Settings, _context.Stack.Name, config, value => value.HasSecrets ? value.Decrypt(cipher.Value) : value);
        _checkpoint = _context.Store.Load(_context.Secrets.Coding);
        if (_invocation.Flags.Switch("clear-pending-creates"))
            _checkpoint = _checkpoint with { Snapshot = _checkpoint.Snapshot with { PendingOperations = [.. _checkpoint.Snapshot.PendingOperations.Where(operation => operation.Type != PendingOperationType.Creating)] } };
        if (_invocation.Flags.Switch("exclude-protected"))
            _options = _options with { Targets = [.. Unprotected(_checkpoint.Snapshot)] };
        var secretTexts = ImmutableArray.CreateBuilder<string>();
        var texts = config.ToImmutableSortedDictionary(entry => entry.Key.ToString(), entry => entry.Value.Map(Decrypt).ToText(), StringComparer.Ordinal);
        _target = new DeploymentTarget
        {
            Project = _context.Stack.Project,
            Stack = _context.Stack.Name,
            RootDirectory = project?.Directory ?? _invocation.WorkingDirectory,
            ProgramDirectory = project?.Program().Directory,
            Config = texts,
            SecretKeys = [.. config.Where(entry => entry.Value.HasSecrets).Select(entry => entry.Key.ToString())],
            SecretTexts = secretTexts.ToImmutable(),
            Snapshot = _checkpoint.Snapshot,
            Environment = await SandboxEnvironmentAsync().ConfigureAwait(false),
            StackOutputs = (name, _) => Task.FromResult(OutputsOf(name)),
        };

        ConfigScalar Decrypt(ConfigSecret secret)
        {
            var text = cipher.Value.Decrypt(secret.Ciphertext);
            secretTexts.Add(text);
            return new ConfigScalar(text);
        }
    }

    /// <summary>The outputs of a stack of the same backend, for stack references; null where there is no such stack.</summary>
    private PropertyMap? OutputsOf(string name)
    {
        var other = StackContext.Of(_invocation, name);
        if (!other.Store.Files.Exists)
            return null;
        var root = other.Load(showSecrets: true).Snapshot.Resources.FirstOrDefault(state => state.Type == "pulumi:pulumi:Stack" && !state.Delete);
        return root?.Outputs ?? PropertyMap.Empty;
    }

    private async Task<ImmutableSortedDictionary<string, string>> SandboxEnvironmentAsync()
    {
        if (_context.Sandbox is not { } sandbox)
            return ImmutableSortedDictionary<string, string>.Empty;
        await sandbox.StartAsync(_invocation.Host.Environment, _invocation.Host.Error.WriteLine, _invocation.Host.Cancel).ConfigureAwait(false);
        // What the user has set is the user's.
        return sandbox.Offered().RemoveRange(_invocation.Host.Environment.Keys);
    }

    private async Task<DeploymentResult> DeployAsync(bool isPreview, IJournal journal, DeploymentOptions options)
    {
        var kind = isPreview && _kind == OperationKind.Update ? OperationKind.Preview : _kind;
        var title = new RunTitle(_context.Stack.Name, _context.Stack.Project, _kind, isPreview);
        var display = Show(title);
        List<IEventSink> sinks = [display];
        if (_eventLog is not null)
            sinks.Add(_eventLog.Events);
        if (isPreview && _invocation.IsInteractive)
            sinks.Add(new DiffDisplay(_details, title, _display));
        IEventSink sink = sinks.Count == 1 ? display : new EventFan(sinks);
        display.Begin();
        try
        {
            var host = _invocation.Host;
            using var notice = host.Cancel.Register(() =>
            {
                if (!_invocation.IsInteractive)
                    host.Error.WriteLine("Cancelling: waiting for running operations. Press Ctrl-C again to abort; what is running then stays pending in the state.");
            });
            return await DeploymentRun.RunAsync(
                kind, _target!, options with { DryRun = isPreview }, _program, _plugins, journal, sink, host.Time, host.Cancel, host.Abort).ConfigureAwait(false);
        }
        finally
        {
            display.End();
            _eventLog?.Events.End();
            (display as IDisposable)?.Dispose();
        }
    }

    private IRunDisplay Show(RunTitle title)
    {
        var (output, flags) = (_invocation.Out, _invocation.Flags);
        if (flags.Switch("json"))
            return title.Kind == OperationKind.Preview ? new PreviewJson(output, _display with { Forms = _checkpoint!.Forms }) : new EventJson(output.WriteLine, _display.ShowSecrets, _display.Palette.IsColored);
        if (flags.Switch("diff"))
            return new DiffDisplay(output, title, _display);
        return _invocation.IsInteractive
            ? new LiveDisplay(output, title, _display, _invocation.Host.Time, _invocation.Host.Size, _invocation.Host.Cancel)
            : new ProgressDisplay(output, title, _display, _invocation.Host.Time);
    }

    private static bool HasChanges(DeploymentResult result) =>
        result.Changes.Any(entry => entry.Value > 0 && entry.Key is not (StepOp.Same or StepOp.Read or StepOp.ReadDiscard or StepOp.ReadReplacement or StepOp.Refresh));

    /// <summary>A run that needs no program.</summary>
    private sealed class NoProgram : IProgramRunner
    {
        public Task<string?> RunAsync(ProgramRun run, Action<string, bool> output, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    /// <summary>A dry run writes nothing down.</summary>
    private sealed class NoJournal : IJournal
    {
        public static NoJournal Instance { get; } = new();

        public ValueTask AppendAsync(JournalEntry entry, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>The stack's lock, until a run takes it over.</summary>
    private sealed class HeldLock(StackLock held) : IDisposable
    {
        private StackLock? _held = held;

        public StackLock Take() => Interlocked.Exchange(ref _held, null)!;

        public void Dispose() => Interlocked.Exchange(ref _held, null)?.Dispose();
    }
}
