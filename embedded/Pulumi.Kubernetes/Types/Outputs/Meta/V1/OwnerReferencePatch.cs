namespace Pulumi.Kubernetes.Types.Outputs.Meta.V1;

/// <summary>An object that owns this one, of which only the given fields are set.</summary>
[OutputType]
public sealed class OwnerReferencePatch
{
    /// <summary>The version of the API schema of the object.</summary>
    public readonly string ApiVersion;

    /// <summary>The field <c>blockOwnerDeletion</c>.</summary>
    public readonly bool BlockOwnerDeletion;

    /// <summary>The field <c>controller</c>.</summary>
    public readonly bool Controller;

    /// <summary>The kind of the object.</summary>
    public readonly string Kind;

    /// <summary>The name.</summary>
    public readonly string Name;

    /// <summary>The field <c>uid</c>.</summary>
    public readonly string Uid;

    [OutputConstructor]
    private OwnerReferencePatch(string apiVersion, bool blockOwnerDeletion, bool controller, string kind, string name, string uid)
    {
        ApiVersion = apiVersion;
        BlockOwnerDeletion = blockOwnerDeletion;
        Controller = controller;
        Kind = kind;
        Name = name;
        Uid = uid;
    }
}
