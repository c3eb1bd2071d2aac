using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>
/// What each operation writes down.
/// <list type="table">
/// <item><term>same, update, read</term><description>the new state in the stead of the old one</description></item>
/// <item><term>create</term><description>the new state</description></item>
/// <item><term>create-replacement</term><description>the new state; the old one is marked for deletion, or goes where it was deleted before</description></item>
/// <item><term>delete</term><description>the old state goes, or stays marked until it is recreated</description></item>
/// <item><term>refresh</term><description>the new state in the place of the old one, or the old one goes</description></item>
/// </list>
/// </summary>
internal sealed partial class StepExecutor
{
    /// <summary>Old states that a delete left behind marked, until their replacements are created.</summary>
    private readonly Dictionary<ResourceState, ResourceState> _marked = [];

    private readonly HashSet<ResourceState> _superseded = [];

    /// <summary>Whether the state's replacement was created in this run, so that it is to be deleted at the end.</summary>
    public bool IsSuperseded(ResourceState old) => _superseded.Contains(old);

    /// <summary>Whether the state was deleted in this run and stays, marked, until its replacement is created.</summary>
    public bool IsMarked(ResourceState old) => _marked.ContainsKey(old);

    private async Task RecordAsync(Step step, StepOutcome outcome, long operation)
    {
        if (outcome.New is { } state && step.Op != StepOp.Refresh)
            run.News[step.Urn] = state;
        if (step.Skipped)
            return;
        switch (step.Op)
        {
            case StepOp.Same:
                // Nothing was touched, so nobody need wait for the disk; the journal keeps the order.
                _ = run.Recorder.SuccessAsync(0, step.Old, outcome.New);
                break;
            case StepOp.Create or StepOp.Update or StepOp.Read or StepOp.Import:
                await run.Recorder.SuccessAsync(operation, step.Old, outcome.New);
                break;
            case StepOp.CreateReplacement or StepOp.ReadReplacement or StepOp.ImportReplacement:
                if (step.DeletesLater)
                    _superseded.Add(step.Old!);
                if (step.DeletesLater)
                    await run.Recorder.SuccessAsync(operation, null, outcome.New, replaced: step.Old);
                else
                    await run.Recorder.SuccessAsync(operation, Current(step.Old!), outcome.New);
                break;
            case StepOp.Delete or StepOp.DeleteReplaced or StepOp.ReadDiscard or StepOp.DiscardReplaced when step.AwaitsReplacement:
                _marked[step.Old!] = step.Old! with { PendingReplacement = true };
                await run.Recorder.SuccessAsync(operation, step.Old, _marked[step.Old!], inPlace: true);
                break;
            case StepOp.Delete or StepOp.DeleteReplaced or StepOp.ReadDiscard or StepOp.DiscardReplaced or StepOp.RemovePendingReplace:
                await run.Recorder.SuccessAsync(operation, Current(step.Old!), null);
                break;
            case StepOp.Refresh when !ReferenceEquals(outcome.New, step.Old):
                await run.Recorder.SuccessAsync(0, step.Old, outcome.New, inPlace: outcome.New is not null);
                break;
        }
    }

    private ResourceState Current(ResourceState old) => _marked.GetValueOrDefault(old, old);

    /// <summary>The kind of operation that must be written down before it begins; null where the step touches nothing.</summary>
    private PendingOperationType? Touches(Step step)
    {
        if (run.DryRun || step.Provider is null || Urn.IsProviderType(step.Resource.Type))
            return null;
        return step.Op switch
        {
            StepOp.Create or StepOp.CreateReplacement => PendingOperationType.Creating,
            StepOp.Update => PendingOperationType.Updating,
            StepOp.Delete or StepOp.DeleteReplaced => PendingOperationType.Deleting,
            StepOp.Read or StepOp.ReadReplacement => PendingOperationType.Reading,
            StepOp.Import or StepOp.ImportReplacement => PendingOperationType.Importing,
            _ => null,
        };
    }
}
