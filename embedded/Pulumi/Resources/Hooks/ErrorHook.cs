namespace Pulumi;

/// <summary>What an <see cref="ErrorHook"/> runs; true tries the operation again.</summary>
public delegate Task<bool> ErrorHookCallback(ErrorHookArgs args, CancellationToken cancellationToken = default);

/// <summary>A function of the program that the engine asks whether a failed operation is tried again.</summary>
public class ErrorHook
{
    /// <summary>Registers a hook with the engine; its name is unique in the program.</summary>
    public ErrorHook(string name, ErrorHookCallback callback)
    {
        (Name, Callback) = (name, callback);
        Registered = Deployment.Internal.RegisterHook(this);
    }

    private ErrorHook(string name, ErrorHookCallback callback, Task registered) => (Name, Callback, Registered) = (name, callback, registered);

    /// <summary>A hook of which only the name is known, as the engine names those of a resource.</summary>
    internal static ErrorHook Named(string name) => new(
        name, (_, _) => throw new InvalidOperationException($"The hook '{name}' is known by its name only; the engine calls it."), Task.CompletedTask);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What is called.</summary>
    public ErrorHookCallback Callback { get; }

    /// <summary>Ends once the engine knows the hook; resources that it is bound to wait for that.</summary>
    internal Task Registered { get; }
}
