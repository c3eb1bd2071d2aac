namespace Pulumi.Kubernetes;

/// <summary>An object of a Kubernetes API, or what the provider makes of many.</summary>
public abstract class KubernetesResource : CustomResource
{
    private protected KubernetesResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options)
        : base(type, name, args, options)
    {
    }
}
