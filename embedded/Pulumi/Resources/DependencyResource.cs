namespace Pulumi;

/// <summary>Stands for a resource of which only the URN is known; nothing is registered for it.</summary>
internal sealed class DependencyResource : CustomResource
{
    public DependencyResource(string urn)
        : base("", "", ResourceArgs.Empty, null, dependency: true)
    {
        Urn = Output.Create(urn);
        Id = Output.Create("");
    }

    public DependencyResource(string urn, Output<string> id)
        : this(urn) => Id = id;
}

/// <summary>Stands for a provider of which only the reference <c>&lt;urn&gt;::&lt;id&gt;</c> is known.</summary>
internal sealed class DependencyProviderResource : ProviderResource
{
    public DependencyProviderResource(string reference)
        : base(PackageOfReference(reference))
    {
        var split = reference.LastIndexOf("::", StringComparison.Ordinal);
        Urn = Output.Create(reference[..split]);
        Id = Output.Create(reference[(split + 2)..]);
    }

    private static string PackageOfReference(string reference)
    {
        var type = Pulumi.Urn.Type(reference);
        return type[(type.LastIndexOf(':') + 1)..];
    }
}
