namespace Pulumi.Random;

/// <summary>The random provider with a configuration of its own.</summary>
public partial class Provider : ProviderResource
{
    /// <summary>Registers the provider.</summary>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("random", name, args ?? new ProviderArgs(), Package.Options(null, options))
    {
    }
}
