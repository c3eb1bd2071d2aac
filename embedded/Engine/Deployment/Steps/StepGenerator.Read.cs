using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Resources that are read, not managed.</summary>
internal sealed partial class StepGenerator
{
    /// <summary>Reads a resource by its id and keeps it in the state as external.</summary>
    /// <exception cref="BailException">The read is wrong, which has been reported.</exception>
    /// <exception cref="StepFailedException">The read failed, which has been reported.</exception>
    public async Task<Registration> ReadAsync(ResourceGoal goal)
    {
        var urn = Urn.Make(run.Target.Stack, run.Target.Project, goal.Parent, goal.Type, goal.Name);
        try
        {
            if (run.Stop.IsCancellationRequested)
                throw new RunStoppedException();
            RefuseUnknownParent(goal);
            if (ClaimUrn(urn))
                throw Bail();
            if (run.StandsStill)
                return await LookAsync(urn, goal);
            var old = run.Olds.GetValueOrDefault(urn);
            var state = NewState(urn, goal, null) with { Custom = true, External = true, Id = goal.Id };
            run.News[urn] = state;
            var provider = await providers.ForAsync(goal.Type, true, goal.Provider);
            _kept.Add(urn);
            var steps = new List<Step> { new() { Op = StepOp.Read, Old = old, New = state, Provider = provider } };

            // A managed resource in its place is replaced; with the same id, it is only let go of.
            if (old is { External: false } && old.Id != goal.Id)
            {
                steps[0] = steps[0] with { Op = StepOp.ReadReplacement, DeletesLater = true };
                steps.Add(new Step { Op = StepOp.Replace, Old = old, New = state, DeletesLater = true });
            }

            var outcome = await executor.ExecuteChainAsync(steps);
            return new Registration(outcome.New!, [], false);
        }
        catch (Exception error) when (error is not (BailException or StepFailedException or RunStoppedException))
        {
            run.Diagnostics.Error(urn, Diagnostics.Describe(error));
            run.Bail();
            throw new BailException(error.Message);
        }
    }
}
