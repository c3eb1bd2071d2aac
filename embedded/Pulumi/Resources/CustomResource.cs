namespace Pulumi;

/// <summary>A resource that a provider makes, reads, changes and deletes.</summary>
public class CustomResource : Resource
{
    /// <summary>Registers a resource; its output properties are filled when the engine answers.</summary>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : this(type, name, args, options, dependency: false)
    {
    }

    private protected CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options, bool dependency)
        : base(type, name, custom: true, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions(), dependency: dependency)
    {
    }

    /// <summary>The id the provider gave; unknown in a preview until the resource exists.</summary>
    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;

    internal void SetId(Output<string> id) => Id = id;
}
