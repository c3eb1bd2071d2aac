namespace Pulumi.Serialization;

/// <summary>
/// What a dependency on a set of resources means: a component stands for the resources under it (down to the first that a provider
/// makes), since it is nothing of its own; one that a provider made stands for itself.
/// </summary>
internal static class DependencySet
{
    /// <summary>
    /// The URNs of all resources meant, in order. <paramref name="exclude"/> is the resource that is about to be registered: it does
    /// not wait for itself or for its children.
    /// </summary>
    public static async Task<SortedSet<string>> UrnsAsync(IEnumerable<Resource> resources, Resource? exclude)
    {
        var urns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var resource in Expand(resources, exclude))
        {
            var urn = await resource.Urn.DataTask.ConfigureAwait(false);
            if (urn.IsKnown && !string.IsNullOrEmpty(urn.Value))
                urns.Add(urn.Value);
        }

        return urns;
    }

    private static HashSet<Resource> Expand(IEnumerable<Resource> resources, Resource? exclude)
    {
        var seen = new HashSet<Resource>();
        var meant = new HashSet<Resource>();
        var open = new Stack<Resource>(resources);
        while (open.TryPop(out var resource))
        {
            if (resource == exclude || !seen.Add(resource))
                continue;
            if (resource is CustomResource || resource.IsRemote)
            {
                meant.Add(resource);
                continue;
            }

            foreach (var child in resource.Children)
                open.Push(child);
        }

        return meant;
    }
}
