namespace Pulumi;

/// <summary>A resource that is nothing of its own but holds others: made by code in the program.</summary>
public class ComponentResource : Resource
{
    /// <summary>Registers a component. Its constructor makes the children, with this as parent, and ends with <see cref="RegisterOutputs()"/>.</summary>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options)
    {
    }

    /// <summary>Registers a component with arguments; a <paramref name="remote"/> one is made by a provider.</summary>
    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions(), remote)
    {
    }

    /// <summary>Says that the component is complete and has no outputs.</summary>
    protected void RegisterOutputs() => RegisterOutputs(new Dictionary<string, object?>());

    /// <summary>Says that the component is complete, with its outputs.</summary>
    protected void RegisterOutputs(IDictionary<string, object?> outputs) => RegisterOutputs(Output.Create(outputs));

    /// <summary>Says that the component is complete, with its outputs.</summary>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs) => RegisterOutputs(Output.Create(outputs));

    /// <summary>Says that the component is complete, with its outputs.</summary>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs) => Deployment.Internal.RegisterOutputs(this, outputs);
}
