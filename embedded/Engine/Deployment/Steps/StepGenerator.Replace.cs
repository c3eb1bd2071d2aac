using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Replacements: create before delete, or the other way round with what depends on the resource.</summary>
internal sealed partial class StepGenerator
{
    /// <summary>URNs whose resource was deleted in this run to be recreated.</summary>
    private readonly HashSet<string> _condemned = new(StringComparer.Ordinal);

    /// <summary>URNs that are deleted before their replacement; complete before the first of a chain of deletes begins.</summary>
    private readonly HashSet<string> _goingFirst = new(StringComparer.Ordinal);

    /// <summary>Dependents that are deleted → the resource whose replacement takes them along, and its steps.</summary>
    private readonly Dictionary<string, (string Root, Task Steps)> _goingWith = new(StringComparer.Ordinal);

    /// <summary>States that were deleted in this run before their replacement.</summary>
    private readonly HashSet<ResourceState> _deleted = [];

    private readonly Dictionary<string, ImmutableArray<string>> _dependentKeys = new(StringComparer.Ordinal);

    private async Task<IReadOnlyList<Step>> ReplaceAsync(
        ResourceGoal goal, ResourceState old, ResourceState state, IStepProvider? provider, DiffResult diff, byte[] seed)
    {
        var urn = state.Urn;
        if (old.Protect && state.Protect)
        {
            run.Diagnostics.Error(urn, $"unable to replace resource \"{urn}\"\nas it is currently marked for protection. To unprotect the resource, "
                + "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`");
            // A preview goes on, so that it shows what would have changed.
            if (!run.DryRun)
                throw Bail();
            _refused = true;
        }

        if (goal.Id.Length > 0)
        {
            const string Message = "previously-imported resources that still specify an ID may not be replaced; "
                + "please remove the `import` declaration from your program";
            if (!run.DryRun)
                throw new InvalidOperationException(Message);
            run.Diagnostics.Warn(urn, Message);
        }

        _replaced.Add(urn);
        if (provider is not null && !run.Replaces.Contains(urn))
        {
            // The first check carried defaults over from the old resource, which must not outlive it.
            state = state with { Inputs = await CheckAsync(provider, urn, state, PropertyMap.Empty, goal.Properties, seed) };
            run.News[urn] = state;
        }

        if (!(goal.DeleteBeforeReplace ?? diff.DeleteBeforeReplace))
            return Replacement(old, state, provider, diff.ReplaceKeys, diff, later: !old.PendingReplacement);

        var steps = new List<Step>();
        await DeleteDependentsAsync(old, steps);

        // What an earlier run deleted, and did not get to create, is only created; its entry stays until then.
        if (!old.PendingReplacement)
            steps.Add(await DeleteForReplacementAsync(old, old));
        steps.AddRange(Replacement(old, state, provider, diff.ReplaceKeys, diff, later: false));
        return steps;
    }

    private static List<Step> Replacement(
        ResourceState old, ResourceState state, IStepProvider? provider, ImmutableArray<string> keys, DiffResult? diff, bool later)
    {
        var replace = new Step
        {
            Op = StepOp.Replace,
            Old = old,
            New = state,
            ReplaceReasons = keys,
            DiffReasons = diff?.ChangedKeys ?? [],
            DetailedDiff = diff?.Detailed,
            DeletesLater = later,
        };
        var create = replace with { Op = StepOp.CreateReplacement, Provider = provider };
        return later ? [create, replace] : [replace, create];
    }

    /// <summary>
    /// The replacement of what went with a resource that it depends on. Why shows with the create alone, as the official engine
    /// has it: the reason is another resource's.
    /// </summary>
    private List<Step> Recreation(ResourceState old, ResourceState state, IStepProvider? provider)
    {
        var steps = Replacement(old, state, provider, _dependentKeys.GetValueOrDefault(state.Urn, []), null, later: false);
        steps[0] = steps[0] with { ReplaceReasons = [] };
        return steps;
    }

    /// <summary>
    /// Waits until what goes with another resource is gone, where the program registers it without waiting for that one.
    /// </summary>
    private async Task GoneAsync(string urn)
    {
        if (!_goingWith.Remove(urn, out var going))
            return;
        try
        {
            await going.Steps;
        }
        catch (StepFailedException)
        {
            _kept.Add(urn);
            throw new DependencyFailedException(urn, going.Root);
        }
    }

    private async Task<Step> DeleteForReplacementAsync(ResourceState old, ResourceState root)
    {
        _deleted.Add(old);
        _goingFirst.Add(old.Urn);
        _goingFirst.Add(root.Urn);
        return new Step
        {
            Op = StepOp.DeleteReplaced,
            Old = old,
            Provider = await providers.ForAsync(old.Type, old.Custom, old.Provider),
            AwaitsReplacement = true,
            Deletions = _goingFirst,
        };
    }

    /// <summary>
    /// What depends on a resource that is deleted before its replacement, and would be replaced by a change of what it depends
    /// on, must be deleted before it: the last in dependency order first.
    /// </summary>
    private async Task DeleteDependentsAsync(ResourceState root, List<Step> steps)
    {
        var dependents = await DependentReplacementsAsync(root);
        foreach (var (dependent, keys) in Enumerable.Reverse(dependents))
        {
            // One that an earlier run deleted, and did not get to create, is made up for when it is registered.
            if (_deleted.Contains(dependent) || dependent.PendingReplacement)
                continue;
            if (dependent.Protect)
            {
                run.Diagnostics.Error(root.Urn, $"unable to replace resource \"{dependent.Urn}\" as part of replacing \"{root.Urn}\" "
                    + "as it is currently marked for protection. To unprotect the resource, remove the `protect` flag from the resource "
                    + $"in your Pulumi program and run `pulumi up`, or use the command:\n`pulumi state unprotect '{dependent.Urn}'`");
                throw Bail();
            }

            _dependentKeys[dependent.Urn] = keys;
            _condemned.Add(dependent.Urn);
            _replaced.Add(dependent.Urn);
            steps.Add(await DeleteForReplacementAsync(dependent, root));
        }
    }

    private async Task<List<(ResourceState Dependent, ImmutableArray<string> Keys)>> DependentReplacementsAsync(ResourceState root)
    {
        var set = new HashSet<string>(StringComparer.Ordinal) { root.Urn };
        var found = new List<(ResourceState, ImmutableArray<string>)>();
        foreach (var candidate in DependencyGraph.DependentsOf(run.Base, root, registered: _goals.Keys))
        {
            if (await RequiresReplacementAsync(candidate, set) is not { } keys)
                continue;
            set.Add(candidate.Urn);
            found.Add((candidate, keys));
        }

        return found;
    }

    /// <summary>
    /// Whether a dependent is replaced when what is in the set is: its inputs that came from there are made unknown, and its
    /// provider is asked to compare. Null where it is not; else the properties that are to blame.
    /// </summary>
    private async Task<ImmutableArray<string>?> RequiresReplacementAsync(ResourceState dependent, HashSet<string> set)
    {
        if (!dependent.Custom || dependent.External || dependent.Delete)
            return null;
        if (dependent.Provider.Length > 0 && set.Contains(ProviderReference.UrnOf(dependent.Provider)))
            return [];
        if (set.Contains(dependent.DeletedWith) || dependent.ReplaceWith.Any(set.Contains))
            return [];
        var inputs = dependent.Inputs;
        foreach (var (name, value) in dependent.Inputs)
        {
            if (dependent.PropertyDependencies.GetValueOrDefault(name, []).Any(set.Contains))
                inputs = inputs.Set(name, HasIgnoredPart(dependent, name) ? UnknownWithin(value) : PropertyValue.Computed);
        }

        if (ReferenceEquals(inputs, dependent.Inputs) || await providers.ForAsync(dependent.Type, dependent.Custom, dependent.Provider) is not { } provider)
            return null;
        inputs = IgnoredChanges.Reset(inputs, dependent.Inputs, dependent.IgnoreChanges);
        var diff = await ResourceDiff.DiffAsync(provider, dependent, dependent.Urn, dependent.Inputs, dependent.Outputs, inputs, dependent.IgnoreChanges);
        diff = ResourceDiff.ReplaceOnChanges(diff, dependent.ReplaceOnChanges, dependent.InitErrors.Length > 0);
        return diff.IsReplace ? diff.ReplaceKeys : null;
    }

    private static bool HasIgnoredPart(ResourceState state, string name) =>
        state.IgnoreChanges.Any(text => PropertyPath.Parse(text) is { Steps: [var first, _, ..] } && (first is "*" || first.Equals(name)));

    /// <summary>A value whose shape is known, but nothing in it: parts of it may be ignored.</summary>
    private static PropertyValue UnknownWithin(PropertyValue value) => value switch
    {
        ObjectValue map => new ObjectValue(PropertyMap.From(map.Properties.Select(item => KeyValuePair.Create(item.Key, UnknownWithin(item.Value))))),
        ArrayValue array => new ArrayValue([.. array.Items.Select(UnknownWithin)]),
        SecretValue secret => UnknownWithin(secret.Value).AsSecret(),
        _ => PropertyValue.Computed,
    };
}
