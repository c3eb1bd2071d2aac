using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Something the engine keeps in the stack: made by a provider, or a component that holds others.</summary>
public abstract class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];

    private protected Resource(
        string type, string name, bool custom, ResourceArgs args, ResourceOptions options, bool remote = false, bool dependency = false)
    {
        _type = type;
        _name = name;
        IsRemote = remote;
        if (dependency)
            return;
        if (string.IsNullOrEmpty(type))
            throw new ArgumentException("A resource needs a type token (package:module:Name).", nameof(type));
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException($"A resource of type {type} needs a name.", nameof(name));

        var deployment = Deployment.Internal;
        var parent = type == Stack.TypeToken ? null : options.Parent ?? deployment.Stack;
        _transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        (args, options) = Transform(args, options, _transformations);

        Options = custom
            ? CustomResourceOptions.Merge(null, options as CustomResourceOptions ?? throw WrongOptions(nameof(CustomResourceOptions)))
            : ComponentResourceOptions.Merge(null, options as ComponentResourceOptions ?? throw WrongOptions(nameof(ComponentResourceOptions)));
        Options.Parent = parent;
        Options.Protect ??= parent?.Options.Protect;
        Options.Provider = custom ? Options.Provider ?? parent?.GetProvider(type) : Options.Provider;
        Providers = ChildProviders(parent);
        parent?.AddChild(this);
        deployment.ReadOrRegister(this, remote, args, Options);
    }

    /// <summary>The resource's URN.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    /// <summary>The options as they were registered: transformed, with what the parent hands down.</summary>
    internal ResourceOptions Options { get; } = new CustomResourceOptions();

    /// <summary>Whether a provider makes the component (<c>Construct</c>).</summary>
    internal bool IsRemote { get; }

    /// <summary>The provider of each package that children use.</summary>
    internal ImmutableDictionary<string, ProviderResource> Providers { get; } = ImmutableDictionary<string, ProviderResource>.Empty;

    /// <summary>Resources whose parent this is.</summary>
    internal ImmutableArray<Resource> Children { get; private set; } = [];

    /// <summary>The type token.</summary>
    public string GetResourceType() => _type;

    /// <summary>The name in the program.</summary>
    public string GetResourceName() => _name;

    /// <summary>The provider that resources of a type use under this one; null for the default one.</summary>
    internal ProviderResource? GetProvider(string type) =>
        PackageOf(type) is { } package && Providers.TryGetValue(package, out var provider) ? provider : null;

    /// <summary>The package of a type token; null where the token is malformed.</summary>
    internal static string? PackageOf(string type) => type.Split(':') is { Length: 3 } parts ? parts[0] : null;

    internal void SetUrn(Output<string> urn) => Urn = urn;

    private void AddChild(Resource child)
    {
        lock (_type)
            Children = Children.Add(child);
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(
        ResourceArgs args, ResourceOptions options, ImmutableArray<ResourceTransformation> transformations)
    {
        foreach (var transformation in transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
                continue;
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException($"A transformation gave the resource '{_name}' another parent; transformations cannot change the parent.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private ImmutableDictionary<string, ProviderResource> ChildProviders(Resource? parent)
    {
        var providers = parent?.Providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
        if (Options is not ComponentResourceOptions component)
            return Options.Provider is { } own && PackageOf(_type) is { } package ? providers.SetItem(package, own) : providers;
        if (component.Provider is not null && component.Providers.Count > 0)
            throw new ResourceException("The options 'Provider' and 'Providers' say the same thing; set one of them.", this);
        foreach (var provider in component.Provider is { } single ? [single] : component.Providers)
            providers = providers.SetItem(provider.Package, provider);
        return providers;
    }

    private ArgumentException WrongOptions(string expected) =>
        new($"A transformation gave the resource '{_name}' options of the wrong kind; expected {expected}.");
}
