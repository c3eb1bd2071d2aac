namespace Pulumi;

/// <summary>How the engine treats a resource, whatever the resource is.</summary>
public abstract class ResourceOptions
{
    private InputList<Resource>? _dependsOn;
    private List<string>? _ignoreChanges;
    private List<string>? _replaceOnChanges;
    private List<Input<Alias>>? _aliases;
    private List<ResourceTransformation>? _transformations;
    private List<ResourceTransform>? _transforms;
    private List<string>? _hideDiffs;
    private InputList<Resource>? _replaceWith;
    private ResourceHookBinding? _hooks;

    /// <summary>The id of an existing resource to read instead of creating one.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The resource this one belongs to; the stack when unset.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources that must be done before this one, beside those its inputs come from.</summary>
    public InputList<Resource> DependsOn { get => _dependsOn ??= new(); set => _dependsOn = value; }

    /// <summary>The engine refuses to delete the resource.</summary>
    public bool? Protect { get; set; }

    /// <summary>Property paths whose changes in the program are ignored.</summary>
    public List<string> IgnoreChanges { get => _ignoreChanges ??= []; set => _ignoreChanges = value; }

    /// <summary>Property paths whose changes replace the resource.</summary>
    public List<string> ReplaceOnChanges { get => _replaceOnChanges ??= []; set => _replaceOnChanges = value; }

    /// <summary>The version of the provider's plugin.</summary>
    public string? Version { get; set; }

    /// <summary>The provider that does the work; the parent's, or the default one, when unset.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>How long the operations may take.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Functions that may change arguments and options before the resource is registered.</summary>
    public List<ResourceTransformation> ResourceTransformations { get => _transformations ??= []; set => _transformations = value; }

    /// <summary>Functions that the engine calls to change arguments and options of the resource and of those below it.</summary>
    public List<ResourceTransform> ResourceTransforms { get => _transforms ??= []; set => _transforms = value; }

    /// <summary>Former names of the resource.</summary>
    public List<Input<Alias>> Aliases { get => _aliases ??= []; set => _aliases = value; }

    /// <summary>The URN of a resource that is registered already: an object for it is made, nothing is registered.</summary>
    public string? Urn { get; set; }

    /// <summary>Where the provider's plugin is downloaded from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>The resource stays in the world when it leaves the stack.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>The resource goes with this one: when that is deleted, no delete call is made for this.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Property paths whose differences are not shown; the update is the same.</summary>
    public List<string> HideDiffs { get => _hideDiffs ??= []; set => _hideDiffs = value; }

    /// <summary>Resources whose replacement replaces this one.</summary>
    public InputList<Resource> ReplaceWith { get => _replaceWith ??= []; set => _replaceWith = value; }

    /// <summary>Functions of the program that the engine calls around the resource's operations.</summary>
    public ResourceHookBinding Hooks { get => _hooks ??= new ResourceHookBinding(); set => _hooks = value; }

    /// <summary>Copies what the other has set over this.</summary>
    private protected void Take(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Version = other.Version ?? Version;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        Urn = other.Urn ?? Urn;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        if (other._dependsOn is { } dependsOn)
            DependsOn = DependsOn.Concat(dependsOn);
        IgnoreChanges.AddRange(other._ignoreChanges ?? []);
        ReplaceOnChanges.AddRange(other._replaceOnChanges ?? []);
        Aliases.AddRange(other._aliases ?? []);
        ResourceTransformations.AddRange(other._transformations ?? []);
        ResourceTransforms.AddRange(other._transforms ?? []);
        HideDiffs.AddRange(other._hideDiffs ?? []);
        if (other._replaceWith is { } replaceWith)
            ReplaceWith = ReplaceWith.Concat(replaceWith);
        if (other._hooks is { IsEmpty: false } hooks)
            Hooks = Hooks.Concat(hooks);
    }
}
