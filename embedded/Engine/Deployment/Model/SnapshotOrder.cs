using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>
/// Keeps the rules of a snapshot: what a resource refers to is there, and comes before it. References follow a resource that
/// was renamed through an alias; a reference to what is gone is dropped (a refresh finds things gone that others depend on).
/// </summary>
internal static class SnapshotOrder
{
    /// <summary>The resources with valid references in a valid order; an order that is valid already stays as it is.</summary>
    public static ImmutableArray<ResourceState> Arrange(IEnumerable<ResourceState> states)
    {
        var list = states.ToList();
        var present = list.Select(state => state.Urn).ToHashSet(StringComparer.Ordinal);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var state in list)
        {
            foreach (var alias in state.Aliases)
            {
                if (!present.Contains(alias))
                    renamed[alias] = state.Urn;
            }
        }

        return Sort(list.ConvertAll(state => Forget(Mend(state, present, renamed))));
    }

    /// <summary>
    /// The resources as a refresh leaves them: references to what is not among them are dropped, and so are inputs that depend
    /// on nothing from the property dependencies. A child of what is gone comes under the parent of that. Entries that need no
    /// change stay themselves.
    /// </summary>
    public static IEnumerable<ResourceState> Refreshed(IEnumerable<ResourceState> before, IEnumerable<ResourceState> states)
    {
        var list = states.ToList();
        var present = list.Select(state => state.Urn).ToHashSet(StringComparer.Ordinal);
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var state in before.Where(state => !present.Contains(state.Urn)))
            parents[state.Urn] = present.Contains(state.Parent) ? state.Parent : parents.GetValueOrDefault(state.Parent, "");
        return list.Select(state => WithoutEmpty(Mend(Adopt(state, parents), present, [])));
    }

    /// <summary>URNs that must stand before the resource.</summary>
    public static IEnumerable<string> Needs(ResourceState state)
    {
        IEnumerable<string> needs = state.Dependencies;
        if (state.Parent.Length > 0)
            needs = needs.Prepend(state.Parent);
        if (state.Provider.Length > 0)
            needs = needs.Prepend(ProviderReference.UrnOf(state.Provider));
        foreach (var urns in state.PropertyDependencies.Values)
            needs = needs.Concat(urns);
        return state.DeletedWith.Length > 0 ? needs.Append(state.DeletedWith) : needs;
    }

    private static ResourceState Adopt(ResourceState state, Dictionary<string, string> parents) =>
        parents.TryGetValue(state.Parent, out var parent) ? state with { Parent = parent } : state;

    private static ResourceState WithoutEmpty(ResourceState state) =>
        state.PropertyDependencies.Values.All(urns => urns.Length > 0)
            ? state
            : state with { PropertyDependencies = state.PropertyDependencies.RemoveRange(state.PropertyDependencies.Where(item => item.Value.Length == 0).Select(item => item.Key)) };

    /// <summary>Once references follow the new name, the old one has served.</summary>
    private static ResourceState Forget(ResourceState state) => state.Aliases.IsDefaultOrEmpty ? state : state with { Aliases = [] };

    private static ResourceState Mend(ResourceState state, HashSet<string> present, Dictionary<string, string> renamed)
    {
        if (Needs(state).All(present.Contains))
            return state;
        string Follow(string urn) => present.Contains(urn) ? urn : renamed.GetValueOrDefault(urn, "");
        ImmutableArray<string> FollowAll(ImmutableArray<string> urns) =>
            urns.All(present.Contains) ? urns : [.. urns.Select(Follow).Where(urn => urn.Length > 0).Distinct()];
        var provider = state.Provider;
        if (provider.Length > 0 && Follow(ProviderReference.UrnOf(provider)) is { Length: > 0 } urn)
            provider = ProviderReference.Make(urn, ProviderReference.IdOf(provider));
        return state with
        {
            Parent = Follow(state.Parent),
            Provider = provider,
            Dependencies = FollowAll(state.Dependencies),
            DeletedWith = Follow(state.DeletedWith),
            PropertyDependencies = state.PropertyDependencies.ToImmutableSortedDictionary(
                item => item.Key, item => FollowAll(item.Value), StringComparer.Ordinal),
        };
    }

    private static ImmutableArray<ResourceState> Sort(List<ResourceState> states)
    {
        var live = new Dictionary<string, ResourceState>(StringComparer.Ordinal);
        foreach (var state in states)
        {
            // Of two entries of one URN, the one that is not to be deleted is what others refer to; else the first.
            if (!live.TryGetValue(state.Urn, out var other) || (other.Delete && !state.Delete))
                live[state.Urn] = state;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var valid = states.All(state =>
        {
            var fine = Needs(state).All(seen.Contains);
            seen.Add(state.Urn);
            return fine;
        });
        if (valid)
            return [.. states];

        var sorted = ImmutableArray.CreateBuilder<ResourceState>(states.Count);
        var visited = new HashSet<ResourceState>();
        foreach (var state in states)
            Visit(state);
        return sorted.ToImmutable();

        void Visit(ResourceState state)
        {
            if (!visited.Add(state))
                return;
            foreach (var need in Needs(state))
            {
                if (live.TryGetValue(need, out var needed))
                    Visit(needed);
            }

            sorted.Add(state);
        }
    }
}
