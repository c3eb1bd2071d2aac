namespace Pulumi;

/// <summary>When a <see cref="ResourceHook"/> is called.</summary>
public class ResourceHookOptions
{
    /// <summary>Also in a preview; not when unset.</summary>
    public bool? OnDryRun { get; set; }
}
