namespace Pulumi;

/// <summary>A failure of the program that the user sees as it is, without a stack trace.</summary>
public class RunException : Exception
{
    /// <summary>A failure with what to tell.</summary>
    public RunException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with what to tell and its cause.</summary>
    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A failure that has to do with a resource; it is shown beside it.</summary>
public sealed class ResourceException(string message, Resource? resource, bool hideStack = false) : Exception(message)
{
    internal Resource? Resource { get; } = resource;

    /// <summary>Only the message is shown, without the stack trace.</summary>
    internal bool HideStack { get; } = hideStack;
}
