namespace Pulumi;

/// <summary>What a <see cref="ResourceHook"/> runs. An exception fails the operation before it, and is a warning after it.</summary>
public delegate Task ResourceHookCallback(ResourceHookArgs args, CancellationToken cancellationToken = default);

/// <summary>
/// A function of the program that the engine calls before or after operations of the resources it is bound to
/// (<see cref="ResourceOptions.Hooks"/>). Around deletes of a <c>destroy</c> it is only called with <c>--run-program</c>.
/// </summary>
public class ResourceHook
{
    /// <summary>Registers a hook with the engine; its name is unique in the program.</summary>
    public ResourceHook(string name, ResourceHookCallback callback, ResourceHookOptions? options = null)
    {
        (Name, Callback, Options) = (name, callback, options ?? new ResourceHookOptions());
        Registered = Deployment.Internal.RegisterHook(this);
    }

    /// <summary>A hook that is registered in another way, which ends with <paramref name="registered"/>.</summary>
    protected ResourceHook(string name, ResourceHookCallback callback, ResourceHookOptions? options, Task registered) =>
        (Name, Callback, Options, Registered) = (name, callback, options ?? new ResourceHookOptions(), registered);

    /// <summary>A hook of which only the name is known, as the engine names those of a resource.</summary>
    internal static ResourceHook Named(string name) => new(
        name, (_, _) => throw new InvalidOperationException($"The hook '{name}' is known by its name only; the engine calls it."), null, Task.CompletedTask);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What is called.</summary>
    public ResourceHookCallback Callback { get; }

    /// <summary>When it is called.</summary>
    public ResourceHookOptions Options { get; }

    /// <summary>Ends once the engine knows the hook; resources that it is bound to wait for that.</summary>
    internal Task Registered { get; }
}
