namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>A reference to an object in the same namespace, of which only the given fields are set.</summary>
[OutputType]
public sealed class TypedLocalObjectReferencePatch
{
    /// <summary>The field <c>apiGroup</c>.</summary>
    public readonly string ApiGroup;

    /// <summary>The kind of the object.</summary>
    public readonly string Kind;

    /// <summary>The name.</summary>
    public readonly string Name;

    [OutputConstructor]
    private TypedLocalObjectReferencePatch(string apiGroup, string kind, string name)
    {
        ApiGroup = apiGroup;
        Kind = kind;
        Name = name;
    }
}
