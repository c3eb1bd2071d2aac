namespace Pulumi.Kubernetes;

/// <summary>The Kubernetes provider with a configuration of its own: one cluster.</summary>
public partial class Provider : ProviderResource
{
    /// <summary>Registers the provider.</summary>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("kubernetes", name, args ?? new ProviderArgs(), Package.Options(null, options))
    {
    }
}
