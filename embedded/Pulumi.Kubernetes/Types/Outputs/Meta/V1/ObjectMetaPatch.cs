using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Meta.V1;

/// <summary>What every object carries, of which only the given fields are set.</summary>
[OutputType]
public sealed class ObjectMetaPatch
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
    public readonly ImmutableArray<Types.Outputs.Meta.V1.ManagedFieldsEntryPatch> ManagedFields;

    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The namespace.</summary>
    public readonly string Namespace;

    /// <summary>The field <c>ownerReferences</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Meta.V1.OwnerReferencePatch> OwnerReferences;

    /// <summary>The field <c>resourceVersion</c>.</summary>
    public readonly string ResourceVersion;

    /// <summary>The field <c>selfLink</c>.</summary>
    public readonly string SelfLink;

    /// <summary>The field <c>uid</c>.</summary>
    public readonly string Uid;

    [OutputConstructor]
    private ObjectMetaPatch(
        ImmutableDictionary<string, string> annotations,
        string clusterName,
        string creationTimestamp,
        int deletionGracePeriodSeconds,
        string deletionTimestamp,
        ImmutableArray<string> finalizers,
        string generateName,
        int generation,
        ImmutableDictionary<string, string> labels,
        ImmutableArray<Types.Outputs.Meta.V1.ManagedFieldsEntryPatch> managedFields,
        string name,
        string @namespace,
        ImmutableArray<Types.Outputs.Meta.V1.OwnerReferencePatch> ownerReferences,
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
