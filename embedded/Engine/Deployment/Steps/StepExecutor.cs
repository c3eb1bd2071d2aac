using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>
/// Does steps: writes down that one begins, does it, writes down how it ended, and tells both. At most so many chains of steps
/// run at once as the run allows.
/// </summary>
internal sealed partial class StepExecutor(RunContext run, ResourceHooks hooks)
{
    private const string GivenUp = "given up half-way: whether it happened is not known, so it stays pending in the state; run again to settle it";

    private readonly SemaphoreSlim _slots = new(Math.Max(1, run.Options.Parallel));

    /// <summary>Does steps one after the other, as one chain.</summary>
    /// <returns>What the last one came to.</returns>
    /// <exception cref="StepFailedException">A step failed; those after it were not begun.</exception>
    /// <exception cref="RunStoppedException">The run stops.</exception>
    public async Task<StepOutcome> ExecuteChainAsync(IReadOnlyList<Step> steps) => await await BeginChainAsync(steps);

    /// <summary>Waits for a slot and begins a chain of steps.</summary>
    /// <returns>The chain as it runs.</returns>
    /// <exception cref="RunStoppedException">The run stops; no step was begun.</exception>
    public async Task<Task<StepOutcome>> BeginChainAsync(IReadOnlyList<Step> steps)
    {
        try
        {
            await _slots.WaitAsync(run.Stop);
        }
        catch (OperationCanceledException)
        {
            throw new RunStoppedException();
        }

        return RunChainAsync(steps);
    }

    private async Task<StepOutcome> RunChainAsync(IReadOnlyList<Step> steps)
    {
        try
        {
            StepOutcome? last = null;
            foreach (var step in steps)
            {
                var outcome = await ExecuteAsync(step);
                if (outcome.New is not null || last is null)
                    last = outcome;
            }

            return last!;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<StepOutcome> ExecuteAsync(Step step)
    {
        if (run.Stop.IsCancellationRequested)
            throw new RunStoppedException();
        if (!step.IsPartOfImport && run.Plans.Begin(step.Urn, step.Op) is { } violation)
            throw Failed(step, $"resource {step.Urn} violates plan: {violation}", StepStatus.Ok);
        if (!step.IsSilent)
            run.Diagnostics.Emit(time => new StepBeganEvent(time, step.ToInfo(step.Op, ReportedOld(step.Old), Announced(step)), run.DryRun));
        var operation = Touches(step) is { } type ? await run.Recorder.BeginAsync(type, step.Resource) : 0;
        StepOutcome outcome;
        try
        {
            await hooks.BeforeAsync(step);
            outcome = await RetryAsync(step);
            outcome = outcome with { New = outcome.New is null ? null : KeepSecrets(outcome.New) };
        }
        catch (Exception error)
        {
            // What is given up half-way stays pending, and so does what a plugin was at when it ended: nobody knows how that ended.
            if (operation != 0 && !run.Abort.IsCancellationRequested && error is not PluginEndedException)
                await run.Recorder.FailureAsync(operation);
            throw Failed(step, run.Abort.IsCancellationRequested ? GivenUp : Diagnostics.Describe(error), run.Abort.IsCancellationRequested || error is PluginEndedException ? StepStatus.Unknown : StepStatus.Ok);
        }

        await RecordAsync(step, outcome, operation);
        if (outcome.New is { InitErrors.Length: > 0 } unready && step.Op is not (StepOp.Same or StepOp.Refresh))
            throw Failed(step, InitErrorText(unready), StepStatus.PartialFailure);
        await hooks.AfterAsync(step, outcome);
        Tell(step, outcome);
        return outcome;
    }

    /// <summary>Does the step, and again as long as a hook of the program for errors asks for it.</summary>
    private async Task<StepOutcome> RetryAsync(Step step)
    {
        var errors = new List<string>();
        while (true)
        {
            try
            {
                return await ApplyAsync(step);
            }
            catch (Exception error) when (!run.Stop.IsCancellationRequested)
            {
                errors.Add(Diagnostics.Describe(error));
                if (!await hooks.RetryAsync(step, errors))
                    throw;
            }
        }
    }

    private StepFailedException Failed(Step step, string message, StepStatus status)
    {
        // As in the official engine, a preview reports no failed operation, only why it could not be planned.
        run.Diagnostics.Error(step.Urn, run.DryRun ? $"Preview failed: {message}" : message);
        if (!run.DryRun)
            run.Diagnostics.Emit(time => new StepFailedEvent(time, step.ToInfo(step.Op, ReportedOld(step.Old), Announced(step)), status, run.Changes.Values.Sum()));
        run.Failed.Add(step.Old ?? step.Resource);
        run.Fail();
        return new StepFailedException(step, message);
    }

    private void Tell(Step step, StepOutcome outcome)
    {
        if (step.IsPartOfImport)
            return;
        if (!run.Taken.TryGetValue(step.Urn, out var taken))
            run.Taken[step.Urn] = taken = [];
        taken.Add(step.Op);
        run.Plans.End(step.Urn, step.Op, outcome.New);
        if (step.IsSilent)
            return;
        // Providers of a program that is run for them alone are not what the run is about.
        if (!Urn.IsDefaultProvider(step.Urn) && Counts(step, outcome, run.Kind) && !(run.StandsStill && step.Op == StepOp.Same))
            run.Changes[outcome.Op] = run.Changes.GetValueOrDefault(outcome.Op) + 1;
        // What a refresh found is its operation only where the run itself is one.
        var op = step.Op == StepOp.Refresh && run.Kind != OperationKind.Refresh ? StepOp.Refresh : outcome.Op;
        var reported = step with { DetailedDiff = outcome.Detailed ?? step.DetailedDiff };
        run.Diagnostics.Emit(time => new StepEndedEvent(time, reported.ToInfo(op, outcome.Old ?? ReportedOld(step.Old), outcome.New), run.DryRun));
    }

    /// <summary>The old state as events show it: one that was replaced in this run is marked for its delete.</summary>
    private ResourceState? ReportedOld(ResourceState? old) => old is not null && IsSuperseded(old) ? old with { Delete = true } : old;

    /// <summary>The new state as it is known before the step: a refresh shows the old one, an import has no id yet.</summary>
    private ResourceState? Announced(Step step) => step.Op switch
    {
        StepOp.Refresh => step.Old,
        StepOp.Replace => run.News.GetValueOrDefault(step.Urn) ?? step.New,
        StepOp.Import or StepOp.ImportReplacement => step.New! with { Id = "" },
        _ => step.New,
    };

    /// <summary>
    /// A read that found nothing new does not count, nor do the halves of a replacement, nor refreshes but in a refresh. What is
    /// left out because it is no target counts as unchanged.
    /// </summary>
    private static bool Counts(Step step, StepOutcome outcome, OperationKind kind) => step.Op switch
    {
        StepOp.Read => step.Old is not null && outcome.New is not null && !ObjectDiff.Same(step.Old.Outputs, outcome.New.Outputs),
        StepOp.Refresh => kind == OperationKind.Refresh,
        _ => step.IsLogical,
    };

    /// <summary>Outputs that the program wants kept secret, or whose input of the same name is one, become secrets.</summary>
    private static ResourceState KeepSecrets(ResourceState state)
    {
        var outputs = Secretness.Hide(state.Outputs, state.AdditionalSecretOutputs);
        foreach (var (name, input) in state.Inputs)
        {
            if (input is SecretValue && outputs.Get(name) is { } output)
                outputs = outputs.Set(name, output.AsSecret());
        }

        return ReferenceEquals(outputs, state.Outputs) ? state : state with { Outputs = outputs };
    }

    /// <summary>Why a resource that was made or changed is not ready, as the official engine words it.</summary>
    internal static string InitErrorText(ResourceState state)
    {
        var count = state.InitErrors.Length == 1 ? "1 error occurred:" : $"{state.InitErrors.Length} errors occurred:";
        return $"{count}\n{string.Concat(state.InitErrors.Select(reason => $"\t* {reason}\n"))}\n";
    }
}
