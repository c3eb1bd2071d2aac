namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>A condition of a namespace.</summary>
[OutputType]
public sealed class NamespaceCondition
{
    /// <summary>The field <c>lastTransitionTime</c>.</summary>
    public readonly string LastTransitionTime;

    /// <summary>The field <c>message</c>.</summary>
    public readonly string Message;

    /// <summary>The field <c>reason</c>.</summary>
    public readonly string Reason;

    /// <summary>How the object was last seen.</summary>
    public readonly string Status;

    /// <summary>The type.</summary>
    public readonly string Type;

    [OutputConstructor]
    private NamespaceCondition(string lastTransitionTime, string message, string reason, string status, string type)
    {
        LastTransitionTime = lastTransitionTime;
        Message = message;
        Reason = reason;
        Status = status;
        Type = type;
    }
}
