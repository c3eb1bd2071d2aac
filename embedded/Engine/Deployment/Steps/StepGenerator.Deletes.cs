using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>What goes at the end: what the program no longer has, and what was replaced.</summary>
internal sealed partial class StepGenerator
{
    /// <summary>Deletes, group by group, what nothing of the program stands for any more.</summary>
    public async Task DeleteLeftoversAsync()
    {
        var steps = new Dictionary<ResourceState, Step>();
        var deletions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in run.Base.Reverse())
        {
            if (Leftover(state) is not { } op)
                continue;
            steps[state] = new Step { Op = op, Old = state, Deletions = deletions };
            deletions.Add(state.Urn);
        }

        LimitToTargets(steps);
        CountUntouched(steps);
        RefuseProtected(steps);

        // With continue-on-error, what failed, or could not be deleted, still needs what it depends on.
        var needed = new HashSet<string>(run.Failed.SelectMany(SnapshotOrder.Needs), StringComparer.Ordinal);
        foreach (var group in DependencyGraph.DeletionOrder(run.Base, [.. run.Base.Reverse().Where(steps.ContainsKey)]))
            await run.ForEachAsync(group, (state, _) => DeleteAsync(steps[state], needed));
    }

    /// <summary>What a destroy leaves alone because it is no target, or excluded, counts as unchanged.</summary>
    private void CountUntouched(Dictionary<ResourceState, Step> steps)
    {
        if (run.Kind != OperationKind.Destroy || !(run.Targets.IsConstrained || run.Excludes.IsConstrained))
            return;
        var untouched = run.Base.Count(state => !steps.ContainsKey(state) && !state.Delete && !Urn.IsDefaultProvider(state.Urn));
        if (untouched > 0)
            run.Changes[StepOp.Same] = run.Changes.GetValueOrDefault(StepOp.Same) + untouched;
    }

    private async Task DeleteAsync(Step step, HashSet<string> needed)
    {
        var deleted = false;
        try
        {
            if (needed.Contains(step.Urn))
                return;
            if (step.Op != StepOp.RemovePendingReplace && await pending.IsGoneAsync(step.Old!, providers))
                step = step with { Op = StepOp.RemovePendingReplace };
            else
                step = step with { Provider = await ProviderOf(step.Old!) };
            await executor.ExecuteChainAsync([step]);
            deleted = true;
        }
        catch (Exception error) when (error is StepFailedException or RunStoppedException)
        {
            // Told; what depends on it is not reached.
        }
        catch (Exception error)
        {
            run.Diagnostics.Error(step.Urn, Diagnostics.Describe(error));
            run.Fail();
        }
        finally
        {
            if (!deleted)
                needed.UnionWith(SnapshotOrder.Needs(step.Old!));
        }
    }

    /// <summary>A component has none, and neither has what is only read.</summary>
    private async Task<Providers.IStepProvider?> ProviderOf(ResourceState old) =>
        run.DryRun || old.External ? null : await providers.ForAsync(old.Type, old.Custom, old.Provider);

    private StepOp? Leftover(ResourceState state)
    {
        if (_deleted.Contains(state))
            return _condemned.Contains(state.Urn) && executor.IsMarked(state) ? StepOp.RemovePendingReplace : null;
        if (state.Delete || executor.IsSuperseded(state))
            return state.External ? StepOp.DiscardReplaced : StepOp.DeleteReplaced;
        if (_kept.Contains(state.Urn))
            return null;
        if (state.PendingReplacement)
            return StepOp.RemovePendingReplace;
        return state.External ? StepOp.ReadDiscard : StepOp.Delete;
    }

    /// <summary>
    /// Protected resources stay, and with them what they need; all of them are named at once, so that nobody finds them one
    /// run at a time.
    /// </summary>
    private void RefuseProtected(Dictionary<ResourceState, Step> steps)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in run.Base.Reverse())
        {
            if (!steps.TryGetValue(state, out var step))
                continue;
            var refused = state.Protect && step.Op is StepOp.Delete;
            if (refused)
            {
                run.Diagnostics.Error(state.Urn, $"resource \"{state.Urn}\" cannot be deleted\nbecause it is protected. To unprotect the resource, "
                    + "either remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n"
                    + $"`pulumi state unprotect '{state.Urn}'`");
                _refused = true;
            }

            if (!refused && !needed.Contains(state.Urn))
                continue;
            steps.Remove(state);
            needed.UnionWith(SnapshotOrder.Needs(state));
        }
    }

    private bool _refused;

    /// <summary>Whether something could not be planned, though the rest of the run went on.</summary>
    public bool Refused => _refused;

    private void LimitToTargets(Dictionary<ResourceState, Step> steps)
    {
        if (run.Excludes.IsConstrained)
        {
            foreach (var state in run.Base.Where(state => run.Excludes.Contains(state.Urn)).ToList())
            {
                if (run.Options.ExcludeDependents)
                {
                    foreach (var dependent in DependencyGraph.DependentsOf(run.Base, state, children: true))
                        steps.Remove(dependent);
                }

                steps.Remove(state);
                var needed = new HashSet<string>(SnapshotOrder.Needs(state), StringComparer.Ordinal);
                foreach (var other in run.Base.Reverse().Where(other => needed.Contains(other.Urn)))
                {
                    steps.Remove(other);
                    needed.UnionWith(SnapshotOrder.Needs(other));
                }
            }
        }

        if (!run.Targets.IsConstrained)
            return;
        var allowed = new HashSet<ResourceState>();
        foreach (var target in run.Base.Where(state => run.Targets.Contains(state.Urn)))
        {
            allowed.Add(target);
            allowed.UnionWith(DependencyGraph.DependentsOf(run.Base, target, children: true));
        }

        foreach (var state in steps.Keys.Where(state => !allowed.Contains(state)).ToList())
            steps.Remove(state);
        if (run.Options.TargetDependents)
            return;
        var unnamed = steps.Keys.Where(state => !run.Targets.Contains(state.Urn)).ToList();
        if (unnamed.Count == 0)
            return;
        foreach (var state in unnamed)
        {
            run.Diagnostics.Error(state.Urn, $"Resource '{state.Urn}' will be destroyed but was not specified in --target list.\n"
                + "Either include resource in --target list or pass --target-dependents to proceed.");
        }

        throw Bail();
    }
}
