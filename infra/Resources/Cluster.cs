using Pulumi;

namespace Coder.Infra.Resources;

/// <summary>Which cluster the Kubernetes provider talks to.</summary>
public sealed class ClusterArgs : ResourceArgs
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

    /// <summary>A renewed certificate changes its secret in place: replaced, it would be gone for a moment.</summary>
    [Input("enableSecretMutable", json: true)]
    public Input<bool>? EnableSecretMutable { get; set; } = true;

    /// <summary>
    /// An object that is there already is taken over: a namespace made by hand, or by a run that was killed before it could
    /// write it down.
    /// </summary>
    [Input("upsertExistingObjects", json: true)]
    public Input<bool>? UpsertExistingObjects { get; set; } = true;
}

/// <summary>A cluster: the provider of the package <c>kubernetes</c> with the arguments this project uses.</summary>
public sealed class Cluster : ProviderResource
{
    /// <summary>Declares a cluster.</summary>
    public Cluster(string name, ClusterArgs args, CustomResourceOptions? options = null)
        : base("kubernetes", name, args, options)
    {
    }
}
