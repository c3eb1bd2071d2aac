using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Monitor;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Engine.Deployment.Steps;

namespace Coder.Infra.Engine.Deployment;

/// <summary>
/// The course of a run.
/// <list type="table">
/// <item><term>preview, update</term><description>(refresh), program, what it leaves over is deleted, outputs</description></item>
/// <item><term>destroy</term><description>(refresh), everything is deleted</description></item>
/// <item><term>refresh</term><description>everything is read</description></item>
/// <item><term>update that refreshes with the program</term><description>program; each resource is read when it registers it</description></item>
/// <item><term>destroy and refresh with the program</term><description>program, which configures the providers; then as above</description></item>
/// <item><term>import</term><description>what is asked for is read and taken into the state</description></item>
/// </list>
/// </summary>
internal sealed partial class Operation(
    RunContext run, StepGenerator generator, StepExecutor executor, ProviderRegistry providers, DefaultProviders defaults,
    PendingResolution pending, ProgramLife life, IProgramRunner program)
{
    public async Task RunAsync()
    {
        // Only what exists can be replaced; a target may also come with the program.
        if (!Exist(run.Replaces.Literals) || (run.Kind is not (OperationKind.Preview or OperationKind.Update) && !Exist(run.Targets.Literals)))
            return;
        if (run.StandsStill)
        {
            await WithProgramAsync(() =>
            {
                generator.TakeProviders();
                return GoAsync();
            });
        }
        else
        {
            await GoAsync();
        }

        await EndAsync();
    }

    private async Task GoAsync()
    {
        if (run.Kind == OperationKind.Refresh || (run.Options.Refresh && !run.RefreshesWithProgram))
        {
            // What may not be as the state has it is not worked on, whatever the run does after other errors.
            if (run.Base.Length > 0 && !Exist(run.Targets.Literals))
                return;
            await RefreshAsync();
            if (run.Errored)
                return;
        }

        switch (run.Kind)
        {
            case OperationKind.Preview or OperationKind.Update:
                await WithProgramAsync(DeleteAsync);
                break;
            case OperationKind.Destroy:
                await DeleteAsync();
                break;
            case OperationKind.Import:
                await ImportAsync();
                break;
        }
    }

    /// <summary>Runs the program, and what is to be done when it has registered everything.</summary>
    private async Task WithProgramAsync(Func<Task> afterwards)
    {
        // The program ends with the run: what stops the one, ends the other.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        var running = RunProgramAsync(stop.Token);
        await Task.WhenAny(running, life.Done);
        await life.IdleAsync();

        // What a program that broke off did not register is not what it no longer has.
        var complete = life.Done.IsCompleted || await running;
        if (complete && !run.Stop.IsCancellationRequested)
            await afterwards();
        await life.TakeStackOutputsAsync();
        life.AllowShutdown();
        await running;
    }

    private bool _programBroke;

    /// <summary>Runs the program; false where it did not end well, which has been reported.</summary>
    private async Task<bool> RunProgramAsync(CancellationToken stop)
    {
        string? failure;
        try
        {
            var start = new ProgramRun(run.Target, life.Address, life.Address, run.DryRun, run.Options.Parallel);
            failure = await Task.Run(() => program.RunAsync(start, Output, stop), CancellationToken.None);
        }
        catch (Exception error)
        {
            failure = stop.IsCancellationRequested ? "" : error.Message;
        }

        if (failure is null || stop.IsCancellationRequested)
            return failure is null;
        if (failure.Length > 0)
            run.Diagnostics.Error("", failure);
        _programBroke = true;
        run.Fail();
        return false;
    }

    private void Output(string text, bool isError) =>
        run.Diagnostics.Emit(time => new ProgramOutputEvent(time, text, isError));

    private async Task DeleteAsync()
    {
        if (!Exist(run.Targets.Literals))
            return;
        try
        {
            if (run.RefreshesWithProgram)
                await generator.RefreshLeftoversAsync();
            if (!run.Stop.IsCancellationRequested)
                await generator.DeleteLeftoversAsync();
        }
        catch (BailException)
        {
            // Told.
        }
    }

    private async Task RefreshAsync()
    {
        var left = new ResourceState?[run.Base.Length];
        run.TakeDependents();
        run.Reading = true;
        await run.ForEachAsync(run.Base, async (old, index) =>
        {
            left[index] = generator.WasRefreshed(old, out var now) ? now : old;
            if (generator.WasRefreshed(old, out _) || !run.IsRefreshed(old.Urn))
                return;
            try
            {
                var provider = await providers.ForAsync(old.Type, old.Custom, old.Provider);
                left[index] = (await executor.ExecuteChainAsync([new Step { Op = StepOp.Refresh, Old = old, Provider = provider }])).New;
            }
            catch (Exception error) when (error is StepFailedException or RunStoppedException)
            {
                // Told.
            }
            catch (Exception error)
            {
                run.Diagnostics.Error(old.Urn, Diagnostics.Describe(error));
                run.Fail();
            }
        });

        run.Reading = false;

        // What is gone is no longer referred to.
        var kept = left.OfType<ResourceState>().ToList();
        var refreshed = SnapshotOrder.Refreshed(run.Base, kept).ToList();
        for (var i = 0; i < kept.Count; i++)
        {
            if (!ReferenceEquals(kept[i], refreshed[i]))
                await run.Recorder.SuccessAsync(0, kept[i], refreshed[i], inPlace: true);
        }

        run.Rebase(refreshed);
    }

    private async Task EndAsync()
    {
        if (generator.Refused)
            run.Fail();
        if (!run.Errored && !run.Stop.IsCancellationRequested)
        {
            foreach (var urn in run.Plans.Missed())
            {
                run.Diagnostics.Error(urn, $"expected resource operations for {urn} but none were seen");
                run.Fail();
            }
        }

        if (!run.DryRun && !run.Errored && !run.Stop.IsCancellationRequested)
            await pending.EndAsync();
        if (run.Kind != OperationKind.Preview && !run.DryRun)
            pending.WarnOfUnknown();

        // What a program says when it breaks off is all there is to say.
        if (run.Bailed || (_programBroke && run.Failed.Count == 0))
            return;
        var what = run.DryRun ? "preview" : "update";
        if (run.Errored)
            run.Diagnostics.Error("", $"{what} failed");
        else if (run.Cancel.IsCancellationRequested)
            run.Diagnostics.Error("", $"{what} canceled");
    }

    /// <summary>
    /// Whether all resources named in full are in the state or have come with the program; reports those that are not.
    /// </summary>
    private bool Exist(IEnumerable<string> urns)
    {
        var known = run.Target.Snapshot.Resources.Select(state => state.Urn).ToHashSet(StringComparer.Ordinal);
        var missing = urns.Distinct().Where(urn => !known.Contains(urn) && !run.News.ContainsKey(urn)).ToList();
        foreach (var urn in missing)
        {
            run.Diagnostics.Error("", urn.Contains('$') || !urn.Contains("::", StringComparison.Ordinal)
                ? $"Target '{urn}' could not be found in the stack."
                : $"Target '{urn}' could not be found in the stack. Did you forget to escape $ in your shell?");
        }

        if (missing.Count > 0)
            run.Bail();
        return missing.Count == 0;
    }
}
