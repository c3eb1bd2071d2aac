using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>A resource that is there already: same, update or replace.</summary>
internal sealed partial class StepGenerator
{
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    private async Task<IReadOnlyList<Step>> CompareAsync(ResourceGoal goal, ResourceState old, ResourceState state, IStepProvider? provider, byte[] seed)
    {
        var diff = await DiffAsync(goal, old, state, provider);
        if (diff.Unavailable is { } why)
            run.Diagnostics.Warn(state.Urn, why);
        diff = ResourceDiff.ReplaceOnChanges(diff, goal.ReplaceOnChanges, old.InitErrors.Length > 0);
        if (old.PendingReplacement || (diff.IsSome && diff.IsReplace))
            return await ReplaceAsync(goal, old, state, provider, diff, seed);

        // What was not ready at the last run, or was being updated when that was killed, is updated even though nothing differs.
        if (diff.IsSome || old.InitErrors.Length > 0 || pending.WasUpdating(old.Urn))
        {
            return
            [
                new Step
                {
                    Op = StepOp.Update,
                    Old = old,
                    New = state,
                    Provider = provider,
                    Stables = diff.StableKeys,
                    DiffReasons = diff.IsSome ? diff.ChangedKeys : [],
                    DetailedDiff = diff.IsSome ? diff.Detailed : null,
                },
            ];
        }

        return [new Step { Op = StepOp.Same, Old = old, New = state, Provider = provider }];
    }

    private async Task<DiffResult> DiffAsync(ResourceGoal goal, ResourceState old, ResourceState state, IStepProvider? provider)
    {
        if (run.Replaces.Contains(state.Urn) || old.Unknown.GetValueOrDefault("taint") == "true")
            return DiffResult.Some() with { ReplaceKeys = ["id"] };
        if (goal.ReplaceWith.Any(_replaced.Contains))
            return DiffResult.Some() with { ReplaceKeys = ["replaceWith"] };
        if (goal.DeletedWith.Length > 0 && _replaced.Contains(goal.DeletedWith))
            return DiffResult.Some() with { ReplaceKeys = ["deletedWith"] };
        if (IsTriggered(state.Urn, old.ReplacementTrigger, goal.ReplacementTrigger))
            return DiffResult.Some() with { ReplaceKeys = ["replacementTrigger"] };
        if (await ProviderChangedAsync(old, state))
            return DiffResult.Some() with { ReplaceKeys = ["provider"] };
        if (provider is not null)
            return await ResourceDiff.DiffAsync(provider, old, state.Urn, old.Inputs, old.Outputs, state.Inputs, goal.IgnoreChanges);

        // For a component the official engine reports that it differs, not in what.
        return Properties.ObjectDiff.Same(old.Inputs, state.Inputs) ? DiffResult.None : DiffResult.Some();
    }

    /// <summary>
    /// Whether a replacement trigger has changed. None before or none now triggers nothing, nor does a value that has become a secret
    /// or an output. One that is unknown triggers in a preview.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is unknown in an update.</exception>
    private bool IsTriggered(string urn, PropertyValue? old, PropertyValue? @new)
    {
        if (old is null or NullValue || @new is null or NullValue)
            return false;
        if (@new.ContainsUnknowns && !run.DryRun)
            throw new InvalidOperationException($"replacement trigger contains unknowns for {urn}");
        return @new.ContainsUnknowns || !Equals(old.Reveal(), @new.Reveal());
    }

    /// <summary>
    /// Whether another provider than before means another resource. Between default providers it does only where the provider
    /// itself says that its resources must be replaced.
    /// </summary>
    private async Task<bool> ProviderChangedAsync(ResourceState old, ResourceState state)
    {
        if (old.Provider == state.Provider)
            return false;

        // A component that becomes a resource of a provider, or the other way round.
        if (old.Provider.Length == 0 || state.Provider.Length == 0)
            return true;
        var before = ProviderReference.UrnOf(old.Provider);
        var after = ProviderReference.UrnOf(state.Provider);
        if (!Urn.IsDefaultProvider(before) || !Urn.IsDefaultProvider(after))
        {
            var renamed = _aliasOf.GetValueOrDefault(after) == before;
            return !renamed || ProviderReference.IdOf(old.Provider) != ProviderReference.IdOf(state.Provider);
        }

        if (run.Olds.GetValueOrDefault(before) is not { } oldProvider || run.News.GetValueOrDefault(after) is not { } newProvider)
            return false;
        var provider = await providers.GetAsync(state.Provider);
        var diff = await provider.DiffConfigAsync(
            after, oldProvider.Inputs.Remove("__internal"), oldProvider.Outputs, newProvider.Inputs.Remove("__internal"));
        return diff.IsReplace;
    }
}
