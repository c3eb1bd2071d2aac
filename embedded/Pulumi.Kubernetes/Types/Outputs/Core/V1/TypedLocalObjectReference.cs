namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>A reference to an object in the same namespace.</summary>
[OutputType]
public sealed class TypedLocalObjectReference
{
    /// <summary>The field <c>apiGroup</c>.</summary>
    public readonly string ApiGroup;

    /// <summary>The kind of the object.</summary>
    public readonly string Kind;

    /// <summary>The name.</summary>
    public readonly string Name;

    [OutputConstructor]
    private TypedLocalObjectReference(string apiGroup, string kind, string name)
    {
        ApiGroup = apiGroup;
        Kind = kind;
        Name = name;
    }
}
