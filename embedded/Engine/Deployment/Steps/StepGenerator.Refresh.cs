using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Resources whose provider asked to be read again before each update (<c>refresh_before_update</c>).</summary>
internal sealed partial class StepGenerator
{
    /// <summary>The state as the provider reads it now; null where the resource is gone, so that it is recreated.</summary>
    private async Task<ResourceState?> RefreshFirstAsync(ResourceState old, ResourceGoal goal)
    {
        // After a refresh of the whole stack there is nothing more to be learnt.
        var wanted = run.RefreshesWithProgram ? run.IsRefreshed(old.Urn) && !Urn.IsProviderType(old.Type) : old.RefreshBeforeUpdate && !run.Options.Refresh;
        return wanted && old.Custom && !old.External ? await ReadAgainAsync(old, run.RefreshesWithProgram ? goal.Provider : old.Provider) : old;
    }

    /// <summary>Reads what the program no longer has: what is gone already need not be deleted.</summary>
    public async Task RefreshLeftoversAsync()
    {
        ResourceState[] left = [.. run.Base.Where(state => !_kept.Contains(state.Urn) && state.Custom && !state.External && !Urn.IsProviderType(state.Type) && run.IsRefreshed(state.Urn))];
        await run.ForEachAsync(left, async (state, _) =>
        {
            try
            {
                await ReadAgainAsync(state, state.Provider);
            }
            catch (Exception error) when (error is StepFailedException or RunStoppedException)
            {
                // Told.
            }
            catch (Exception error)
            {
                run.Diagnostics.Error(state.Urn, Diagnostics.Describe(error));
                run.Fail();
            }
        });
    }

    private async Task<ResourceState?> ReadAgainAsync(ResourceState old, string reference)
    {
        var provider = await providers.ForAsync(old.Type, old.Custom, reference);
        var now = (await executor.ExecuteChainAsync([new Step { Op = StepOp.Refresh, Old = old, Provider = provider }])).New;
        run.Substitute(old, now);
        return now;
    }
}
