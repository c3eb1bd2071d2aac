namespace Pulumi.Kubernetes.Types.Inputs.Meta.V1;

/// <summary>What every object carries.</summary>
public sealed class ObjectMetaArgs : ResourceArgs
{
    [Input("annotations")]
    private InputMap<string>? _annotations;

    /// <summary>Annotations, which tools read.</summary>
    public InputMap<string> Annotations { get => _annotations ??= new InputMap<string>(); set => _annotations = value; }

    /// <summary>The field <c>clusterName</c>.</summary>
    [Input("clusterName")]
    public Input<string>? ClusterName { get; set; }

    /// <summary>The field <c>creationTimestamp</c>.</summary>
    [Input("creationTimestamp")]
    public Input<string>? CreationTimestamp { get; set; }

    /// <summary>The field <c>deletionGracePeriodSeconds</c>.</summary>
    [Input("deletionGracePeriodSeconds")]
    public Input<int>? DeletionGracePeriodSeconds { get; set; }

    /// <summary>The field <c>deletionTimestamp</c>.</summary>
    [Input("deletionTimestamp")]
    public Input<string>? DeletionTimestamp { get; set; }

    [Input("finalizers")]
    private InputList<string>? _finalizers;

    /// <summary>The field <c>finalizers</c>.</summary>
    public InputList<string> Finalizers { get => _finalizers ??= new InputList<string>(); set => _finalizers = value; }

    /// <summary>The field <c>generateName</c>.</summary>
    [Input("generateName")]
    public Input<string>? GenerateName { get; set; }

    /// <summary>The field <c>generation</c>.</summary>
    [Input("generation")]
    public Input<int>? Generation { get; set; }

    [Input("labels")]
    private InputMap<string>? _labels;

    /// <summary>Labels, by which objects are selected.</summary>
    public InputMap<string> Labels { get => _labels ??= new InputMap<string>(); set => _labels = value; }

    [Input("managedFields")]
    private InputList<Types.Inputs.Meta.V1.ManagedFieldsEntryArgs>? _managedFields;

    /// <summary>The field <c>managedFields</c>.</summary>
    public InputList<Types.Inputs.Meta.V1.ManagedFieldsEntryArgs> ManagedFields { get => _managedFields ??= new InputList<Types.Inputs.Meta.V1.ManagedFieldsEntryArgs>(); set => _managedFields = value; }

    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }

    /// <summary>The namespace.</summary>
    [Input("namespace")]
    public Input<string>? Namespace { get; set; }

    [Input("ownerReferences")]
    private InputList<Types.Inputs.Meta.V1.OwnerReferenceArgs>? _ownerReferences;

    /// <summary>The field <c>ownerReferences</c>.</summary>
    public InputList<Types.Inputs.Meta.V1.OwnerReferenceArgs> OwnerReferences { get => _ownerReferences ??= new InputList<Types.Inputs.Meta.V1.OwnerReferenceArgs>(); set => _ownerReferences = value; }

    /// <summary>The field <c>resourceVersion</c>.</summary>
    [Input("resourceVersion")]
    public Input<string>? ResourceVersion { get; set; }

    /// <summary>The field <c>selfLink</c>.</summary>
    [Input("selfLink")]
    public Input<string>? SelfLink { get; set; }

    /// <summary>The field <c>uid</c>.</summary>
    [Input("uid")]
    public Input<string>? Uid { get; set; }
}
