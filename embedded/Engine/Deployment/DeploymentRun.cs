using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Monitor;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Engine.Plugins;

namespace Coder.Infra.Engine.Deployment;

/// <summary>Runs an operation on a stack: the engine's entry point.</summary>
public static class DeploymentRun
{
    /// <summary>
    /// Runs the operation to its end. What goes wrong with a resource, the program or a plugin is reported as events and shows in
    /// <see cref="DeploymentResult.Failed"/>; only what keeps the run itself from going on (the journal cannot be written)
    /// is thrown.
    /// </summary>
    /// <param name="kind">What to do.</param>
    /// <param name="target">The stack, its configuration and state.</param>
    /// <param name="options">Choices.</param>
    /// <param name="program">Runs the program; not used by an import, nor by a refresh or destroy unless they ask for it.</param>
    /// <param name="plugins">Loads providers.</param>
    /// <param name="journal">Takes what is done; a dry run writes nothing to it.</param>
    /// <param name="events">Takes the events.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">First Ctrl-C: running steps are finished, with providers asked to end their waits; none is started.</param>
    /// <param name="abort">Second Ctrl-C: running steps are given up; they stay pending in the state.</param>
    public static async Task<DeploymentResult> RunAsync(
        OperationKind kind,
        DeploymentTarget target,
        DeploymentOptions options,
        IProgramRunner program,
        IPluginHost plugins,
        IJournal journal,
        IEventSink events,
        TimeProvider time,
        CancellationToken cancel,
        CancellationToken abort)
    {
        var started = time.GetTimestamp();
        var diagnostics = new Diagnostics(SecretFilter.Before(events, target.SecretTexts), time);
        var recorder = new SnapshotRecorder(target.Snapshot, kind == OperationKind.Preview || options.DryRun ? null : journal);
        var run = new RunContext(kind, target, options, recorder, diagnostics, cancel, abort);
        diagnostics.Emit(now => new PreludeEvent(now, run.DryRun, Config(target)));

        ResourceMonitorService? monitor = null;
        await using var server = await EngineServer.StartAsync(new EngineService(diagnostics), () => monitor!);
        var settings = new ProviderSettings(server.Address, target.RootDirectory, target.ProgramDirectory ?? target.RootDirectory, run.DryRun, run.NewGuid, abort);
        await using var providers = new ProviderRegistry(run, plugins, settings);
        using var callbacks = new CallbackClients(abort);
        var hooks = new ResourceHooks(run, callbacks);
        var executor = new StepExecutor(run, hooks);
        var pending = new PendingResolution(run);
        var generator = new StepGenerator(run, providers, executor, pending);
        var defaults = new DefaultProviders(run, generator);
        var life = new ProgramLife(run) { Address = server.Address };
        monitor = new ResourceMonitorService(run, generator, providers, defaults, new Transforms(callbacks), hooks, life);
        var operation = new Operation(run, generator, executor, providers, defaults, pending, life, program);
        // Providers end their waits then, which makes their steps fail with the reason; the run itself begins no new ones.
        using var ending = cancel.Register(() => run.Loop.Post(() => _ = Task.WhenAll(providers.Loaded().Select(provider => provider.CancelAsync()))));

        await run.Loop.RunAsync(operation.RunAsync);
        await recorder.FlushAsync();

        var failed = run.Errored || cancel.IsCancellationRequested;
        var changes = run.Changes.ToImmutableSortedDictionary();
        diagnostics.Emit(now => new SummaryEvent(now, run.DryRun, failed, time.GetElapsedTime(started), changes, diagnostics.Errored));
        return new DeploymentResult(
            run.DryRun ? target.Snapshot : recorder.Fold(time.GetUtcNow()),
            failed,
            changes,
            run.Plans.Made);
    }

    private static ImmutableSortedDictionary<string, string> Config(DeploymentTarget target) =>
        target.Config.ToImmutableSortedDictionary(
            item => item.Key, item => target.SecretKeys.Contains(item.Key) ? "[secret]" : item.Value, StringComparer.Ordinal);
}
