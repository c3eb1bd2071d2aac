using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>The steps of a procedure: what their resources have in common.</summary>
/// <param name="parent">The component whose steps they are.</param>
/// <param name="settings">The settings.</param>
internal sealed class Steps(ComponentResource parent, StackSettings settings)
{
    /// <summary>The component. Messages about a step that has not ended go on it: the packages know a resource's URN only afterwards.</summary>
    public ComponentResource Parent => parent;

    /// <summary>The settings.</summary>
    public StackSettings Settings => settings;

    /// <summary>Options of a step.</summary>
    /// <param name="provider">The provider that carries it out; null for the default one.</param>
    /// <param name="timeout">How long it may take; null for the provider's own limit.</param>
    /// <param name="after">The steps before it.</param>
    public CustomResourceOptions Options(ProviderResource? provider = null, TimeSpan? timeout = null, IEnumerable<Resource>? after = null)
    {
        var options = new CustomResourceOptions { Parent = parent, Provider = provider };
        foreach (var resource in after ?? [])
            options.DependsOn.Add(resource);
        if (timeout is not null)
            options.CustomTimeouts = new CustomTimeouts { Create = timeout, Update = timeout, Delete = timeout };
        return options;
    }
}

/// <summary>Imports of what is there already.</summary>
internal static class Imports
{
    /// <summary>Options that import an object by its id where there is one. An id that the state has already imports nothing.</summary>
    public static CustomResourceOptions Importing(this CustomResourceOptions options, string? id)
    {
        options.ImportId = id;
        return options;
    }
}
