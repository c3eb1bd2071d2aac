namespace Pulumi.Kubernetes.Types.Outputs.Meta.V1;

/// <summary>A condition of an object.</summary>
[OutputType]
public sealed class Condition
{
    /// <summary>The field <c>lastTransitionTime</c>.</summary>
    public readonly string LastTransitionTime;

    /// <summary>The field <c>message</c>.</summary>
    public readonly string Message;

    /// <summary>The field <c>observedGeneration</c>.</summary>
    public readonly int ObservedGeneration;

    /// <summary>The field <c>reason</c>.</summary>
    public readonly string Reason;

    /// <summary>How the object was last seen.</summary>
    public readonly string Status;

    /// <summary>The type.</summary>
    public readonly string Type;

    [OutputConstructor]
    private Condition(string lastTransitionTime, string message, int observedGeneration, string reason, string status, string type)
    {
        LastTransitionTime = lastTransitionTime;
        Message = message;
        ObservedGeneration = observedGeneration;
        Reason = reason;
        Status = status;
        Type = type;
    }
}
