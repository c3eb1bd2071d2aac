using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Kubernetes;

/// <summary>Which cluster the Kubernetes provider talks to.</summary>
public sealed class ClusterProviderArgs : ResourceArgs
{
    /// <summary>The kubeconfig itself, so that a destroy elsewhere needs no file; unset for the one kubectl uses. A secret.</summary>
    [Input("kubeconfig")]
    public Input<string>? Kubeconfig { get; set; }

    /// <summary>Context; unset for the current one.</summary>
    [Input("context")]
    public Input<string>? Context { get; set; }

    /// <summary>Objects are applied by the server (server-side apply).</summary>
    [Input("enableServerSideApply", json: true)]
    public Input<bool>? EnableServerSideApply { get; set; } = true;

    /// <summary>A reissued certificate changes its secret in place: replaced, it would be gone for a moment.</summary>
    [Input("enableSecretMutable", json: true)]
    public Input<bool>? EnableSecretMutable { get; set; } = true;

    /// <summary>Those of a stack.</summary>
    internal static ClusterProviderArgs Of(StackSettings settings) => new()
    {
        Kubeconfig = settings.Kubeconfig is { } kubeconfig ? (Input<string>)Output.CreateSecret(kubeconfig) : null,
        Context = settings.Context is { } context ? (Input<string>)context : null,
    };
}

/// <summary>A cluster: the provider of the package <c>kubernetes</c> with the arguments this project uses.</summary>
public sealed class ClusterProvider : ProviderResource
{
    /// <summary>Declares a cluster.</summary>
    public ClusterProvider(string name, ClusterProviderArgs args, CustomResourceOptions? options = null)
        : base("kubernetes", name, args, options)
    {
    }
}
