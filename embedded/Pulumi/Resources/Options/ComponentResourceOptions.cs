namespace Pulumi;

/// <summary>How the engine treats a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>The providers that the component's children use, one a package. Excludes <see cref="ResourceOptions.Provider"/>.</summary>
    public List<ProviderResource> Providers { get => _providers ??= []; set => _providers = value; }

    /// <summary>Both options in a new object: lists are joined, of single values the second's win.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = new ComponentResourceOptions();
        foreach (var options in new[] { options1, options2 })
        {
            if (options is null)
                continue;
            merged.Take(options);
            merged.Providers.AddRange(options._providers ?? []);
        }

        // A single provider and a list are two ways to say one thing; a merge of both is a list.
        if (merged.Provider is { } provider && merged.Providers.Count > 0)
        {
            merged.Providers.Add(provider);
            merged.Provider = null;
        }

        return merged;
    }
}
