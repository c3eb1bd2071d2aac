using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Resources whose provider asked to be read again before each update (<c>refresh_before_update</c>).</summary>
internal sealed partial class StepGenerator
{
    /// <summary>The state as the provider reads it now; null where the resource is gone, so that it is made anew.</summary>
    private async Task<ResourceState?> RefreshFirstAsync(ResourceState old)
    {
        // After a refresh of the whole stack there is nothing more to be learnt.
        if (!old.RefreshBeforeUpdate || !old.Custom || old.External || run.Options.Refresh)
            return old;
        var provider = await providers.ForAsync(old.Type, old.Custom, old.Provider);
        var now = (await executor.ExecuteChainAsync([new Step { Op = StepOp.Refresh, Old = old, Provider = provider }])).New;
        run.Substitute(old, now);
        return now;
    }
}
