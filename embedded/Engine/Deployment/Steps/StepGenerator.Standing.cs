using System.Diagnostics.CodeAnalysis;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>
/// A destroy or refresh that runs the program (<c>--run-program</c>): for its providers, which may be configured with newer
/// credentials than the state holds, and for its hooks. Nothing else that the program registers is made or changed: it is given
/// what the state has, and what the state does not have is skipped.
/// </summary>
internal sealed partial class StepGenerator
{
    private readonly Dictionary<ResourceState, ResourceState?> _refreshed = [];

    /// <summary>Whether a resource was refreshed while the program ran, and what came of it: null where it is gone.</summary>
    public bool WasRefreshed(ResourceState old, [MaybeNullWhen(true)] out ResourceState now) => _refreshed.TryGetValue(old, out now);

    /// <summary>Goes on from the providers as the program has configured them.</summary>
    public void TakeProviders()
    {
        var known = run.Base.Select(state => state.Urn).ToHashSet(StringComparer.Ordinal);
        run.Rebase(
        [
            .. run.Base.Select(old => !old.Delete && Urn.IsProviderType(old.Type) ? run.News.GetValueOrDefault(old.Urn, old) : old),
            .. run.News.Values.Where(state => Urn.IsProviderType(state.Type) && !known.Contains(state.Urn)),
        ]);
        _kept.Clear();
    }

    private async Task<Registration> StandAsync(string urn, ResourceGoal goal)
    {
        goal = Inherit(goal);
        _goals[urn] = goal;
        var invalid = false;
        var old = FindOld(urn, goal, ref invalid);
        if (invalid)
            throw Bail();
        run.News[urn] = old ?? NewState(urn, goal, null);
        if (old is null)
            return new Registration(run.News[urn], [], Skipped: true);
        if (run.Kind != OperationKind.Refresh || !old.Custom || !run.IsRefreshed(urn))
            return new Registration(old, [], Skipped: false);
        var provider = await providers.ForAsync(goal.Type, goal.Custom, goal.Provider);
        var outcome = await executor.ExecuteChainAsync([new Step { Op = StepOp.Refresh, Old = old, Provider = provider }]);
        _refreshed[old] = outcome.New;
        return new Registration(outcome.New ?? old, [], Skipped: outcome.New is null);
    }

    /// <summary>A read of the program: from the state, else from the world, but not into the state.</summary>
    private async Task<Registration> LookAsync(string urn, ResourceGoal goal)
    {
        if (run.Olds.TryGetValue(urn, out var old))
        {
            run.News[urn] = old;
            return new Registration(old, [], Skipped: false);
        }

        var state = NewState(urn, goal, null) with { Custom = true, External = true, Id = goal.Id };
        run.News[urn] = state;
        var provider = await providers.ForAsync(goal.Type, true, goal.Provider);
        if (goal.Id != Protocol.Properties.Signatures.Unknown && provider is not null
            && await provider.ReadAsync(urn, goal.Id, Protocol.Properties.PropertyMap.Empty, state.Inputs, 0) is { } live)
        {
            run.News[urn] = state = state with { Outputs = live.Outputs };
        }

        return new Registration(state, [], Skipped: false);
    }
}
