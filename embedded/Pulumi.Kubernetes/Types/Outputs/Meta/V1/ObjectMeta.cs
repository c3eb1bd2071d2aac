using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Meta.V1;

/// <summary>What every object carries.</summary>
[OutputType]
public sealed class ObjectMeta
{
    /// <summary>Annotations, which tools read.</summary>
    public readonly ImmutableDictionary<string, string> Annotations;

    /// <summary>The field <c>clusterName</c>.</summary>
    public readonly string ClusterName;

    /// <summary>The field <c>creationTimestamp</c>.</summary>
    public readonly string CreationTimestamp;

    /// <summary>The field <c>deletionGracePeriodSeconds</c>.</summary>
    public readonly int DeletionGracePeriodSeconds;

    /// <summary>The field <c>deletionTimestamp</c>.</summary>
    public readonly string DeletionTimestamp;

    /// <summary>The field <c>finalizers</c>.</summary>
    public readonly ImmutableArray<string> Finalizers;

    /// <summary>The field <c>generateName</c>.</summary>
    public readonly string GenerateName;

    /// <summary>The field <c>generation</c>.</summary>
    public readonly int Generation;

    /// <summary>Labels, by which objects are selected.</summary>
    public readonly ImmutableDictionary<string, string> Labels;

    /// <summary>The field <c>managedFields</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Meta.V1.ManagedFieldsEntry> ManagedFields;

    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The namespace.</summary>
    public readonly string Namespace;

    /// <summary>The field <c>ownerReferences</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Meta.V1.OwnerReference> OwnerReferences;

    /// <summary>The field <c>resourceVersion</c>.</summary>
    public readonly string ResourceVersion;

    /// <summary>The field <c>selfLink</c>.</summary>
    public readonly string SelfLink;

    /// <summary>The field <c>uid</c>.</summary>
    public readonly string Uid;

    [OutputConstructor]
    private ObjectMeta(
        ImmutableDictionary<string, string> annotations,
        string clusterName,
        string creationTimestamp,
        int deletionGracePeriodSeconds,
        string deletionTimestamp,
        ImmutableArray<string> finalizers,
        string generateName,
        int generation,
        ImmutableDictionary<string, string> labels,
        ImmutableArray<Types.Outputs.Meta.V1.ManagedFieldsEntry> managedFields,
        string name,
        string @namespace,
        ImmutableArray<Types.Outputs.Meta.V1.OwnerReference> ownerReferences,
        string resourceVersion,
        string selfLink,
        string uid)
    {
        Annotations = annotations;
        ClusterName = clusterName;
        CreationTimestamp = creationTimestamp;
        DeletionGracePeriodSeconds = deletionGracePeriodSeconds;
        DeletionTimestamp = deletionTimestamp;
        Finalizers = finalizers;
        GenerateName = generateName;
        Generation = generation;
        Labels = labels;
        ManagedFields = managedFields;
        Name = name;
        Namespace = @namespace;
        OwnerReferences = ownerReferences;
        ResourceVersion = resourceVersion;
        SelfLink = selfLink;
        Uid = uid;
    }
}
