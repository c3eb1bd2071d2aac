using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment;

/// <summary>Who depends on whom, in a list of resources in dependency order.</summary>
internal static class DependencyGraph
{
    /// <summary>
    /// What depends on a resource directly or through others, in order: by dependencies, property dependencies, provider or
    /// <c>deletedWith</c>; children only where asked for, or of a component that depends on it. What the program has
    /// <paramref name="registered"/> before the root cannot depend on it any more.
    /// </summary>
    public static List<ResourceState> DependentsOf(
        IEnumerable<ResourceState> resources, ResourceState root, bool children = false, ICollection<string>? registered = null)
    {
        var set = new HashSet<string>(StringComparer.Ordinal) { root.Urn };
        var found = new List<ResourceState>();
        var reached = false;
        foreach (var state in resources)
        {
            if (ReferenceEquals(state, root))
            {
                reached = true;
                continue;
            }

            if (!reached || (registered?.Contains(state.Urn) ?? false) || !Depends(state, set, children))
                continue;
            set.Add(state.Urn);
            found.Add(state);
        }

        return found;
    }

    /// <summary>
    /// The order of deletions: groups that can go together, each after everything that depends on it. Who depends on a
    /// component depends on the component's children as well.
    /// </summary>
    public static List<List<ResourceState>> DeletionOrder(IReadOnlyList<ResourceState> all, IReadOnlyCollection<ResourceState> condemned)
    {
        var levels = new Dictionary<ResourceState, int>();
        var byUrn = new Dictionary<string, List<ResourceState>>(StringComparer.Ordinal);
        var children = new Dictionary<string, List<ResourceState>>(StringComparer.Ordinal);
        var set = condemned.ToHashSet();
        foreach (var state in all)
        {
            if (!byUrn.TryGetValue(state.Urn, out var same))
                byUrn[state.Urn] = same = [];
            same.Add(state);
            if (state.Parent.Length == 0)
                continue;
            if (!children.TryGetValue(state.Parent, out var siblings))
                children[state.Parent] = siblings = [];
            siblings.Add(state);
        }

        foreach (var state in all)
        {
            var level = 0;
            foreach (var needed in Needed(state))
            {
                if (!ReferenceEquals(needed, state) && levels.TryGetValue(needed, out var other))
                    level = Math.Max(level, other + (set.Contains(needed) ? 1 : 0));
            }

            levels[state] = level;
        }

        return
        [
            .. condemned.GroupBy(state => levels.GetValueOrDefault(state)).OrderByDescending(group => group.Key).Select(group => group.ToList()),
        ];

        IEnumerable<ResourceState> Needed(ResourceState state)
        {
            foreach (var urn in SnapshotOrder.Needs(state))
            {
                foreach (var needed in byUrn.GetValueOrDefault(urn) ?? [])
                {
                    yield return needed;
                    if (!needed.Custom && urn != state.Parent && needed.Type != Urn.StackType)
                    {
                        foreach (var child in Descendants(urn))
                            yield return child;
                    }
                }
            }
        }

        IEnumerable<ResourceState> Descendants(string urn) =>
            (children.GetValueOrDefault(urn) ?? []).SelectMany(child => Descendants(child.Urn).Prepend(child));
    }

    private static bool Depends(ResourceState state, HashSet<string> set, bool children) =>
        state.Dependencies.Any(set.Contains)
        || state.PropertyDependencies.Values.Any(urns => urns.Any(set.Contains))
        || (state.DeletedWith.Length > 0 && set.Contains(state.DeletedWith))
        || state.ReplaceWith.Any(set.Contains)
        || (state.Provider.Length > 0 && set.Contains(ProviderReference.UrnOf(state.Provider)))
        || (children && state.Parent.Length > 0 && set.Contains(state.Parent));
}
