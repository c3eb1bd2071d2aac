namespace Pulumi.Tls;

/// <summary>The tls provider with a configuration of its own.</summary>
public partial class Provider : ProviderResource
{
    /// <summary>Registers the provider.</summary>
    public Provider(string name, ProviderArgs? args = null, CustomResourceOptions? options = null)
        : base("tls", name, args ?? new ProviderArgs(), Package.Options(null, options))
    {
    }
}
