using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Runs that are limited to some resources (<c>--target</c>, <c>--exclude</c>).</summary>
internal sealed partial class StepGenerator
{
    /// <summary>A step for a resource that is left as it is because it is not among the targets; null where it takes part.</summary>
    private Step? Left(string urn, ResourceGoal goal, ResourceState? old, ResourceState state)
    {
        if (IsTargeted(urn, goal))
            return null;
        if (old is not null)
        {
            _kept.Add(old.Urn);
            var same = old.Urn == urn ? old with { } : old with { Urn = urn, Parent = goal.Parent, Aliases = [old.Urn] };
            return new Step { Op = StepOp.Same, Old = old, New = same };
        }

        _skipped.Add(urn);
        return new Step { Op = StepOp.Same, New = state, Skipped = true };
    }

    private bool IsTargeted(string urn, ResourceGoal goal)
    {
        if (!run.Targets.IsConstrained && !run.Excludes.IsConstrained)
            return true;
        if (Urn.IsProviderType(goal.Type) || goal.Type == Urn.StackType)
            return true;
        if (run.Excludes.IsConstrained)
        {
            if (!run.Excludes.Contains(urn) && !(run.Options.ExcludeDependents && DependsOn(goal, run.Excludes.Contains)))
                return true;
            run.Excludes.Add(urn);
            return false;
        }

        if (run.Targets.Contains(urn))
            return true;
        if (!run.Options.TargetDependents || !DependsOn(goal, run.Targets.Contains))
            return false;
        run.Targets.Add(urn);
        return true;
    }

    private static bool DependsOn(ResourceGoal goal, Func<string, bool> contains) =>
        goal.Dependencies.Any(contains)
        || goal.PropertyDependencies.Values.Any(urns => urns.Any(contains))
        || (goal.Parent.Length > 0 && contains(goal.Parent))
        || (goal.DeletedWith.Length > 0 && contains(goal.DeletedWith))
        || goal.ReplaceWith.Any(contains)
        || (goal.Provider.Length > 0 && contains(ProviderReference.UrnOf(goal.Provider)));

    private void RefuseSkippedDependencies(string urn, ResourceGoal goal)
    {
        if (_skipped.Count == 0)
            return;
        string? culprit = null;
        DependsOn(goal, needed =>
        {
            if (!_skipped.Contains(needed))
                return false;
            culprit = needed;
            return true;
        });
        if (culprit is null)
            return;
        run.Diagnostics.Error(urn, run.Excludes.IsConstrained
            ? $"Resource '{urn}' depends on '{culprit}' which was was passed as part of --exclude."
            : $"Resource '{urn}' depends on '{culprit}' which was was not specified in --target list.");
        throw Bail();
    }
}
