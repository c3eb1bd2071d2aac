namespace Pulumi.Kubernetes;

/// <summary>What the Kubernetes provider takes.</summary>
public sealed class ProviderArgs : ResourceArgs
{
    /// <summary>Takes what the environment says, as the provider's documentation lists it; a value set in the program wins.</summary>
    public ProviderArgs()
    {
        DeleteUnreachable = Package.EnvironmentBoolean("PULUMI_K8S_DELETE_UNREACHABLE");
        EnableConfigMapMutable = Package.EnvironmentBoolean("PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE");
        EnablePatchForce = Package.EnvironmentBoolean("PULUMI_K8S_ENABLE_PATCH_FORCE");
        EnableSecretMutable = Package.EnvironmentBoolean("PULUMI_K8S_ENABLE_SECRET_MUTABLE");
        EnableServerSideApply = Package.EnvironmentBoolean("PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY");
        KubeConfig = Package.EnvironmentText("KUBECONFIG");
        SkipUpdateUnreachable = Package.EnvironmentBoolean("PULUMI_K8S_SKIP_UPDATE_UNREACHABLE");
        SuppressDeprecationWarnings = Package.EnvironmentBoolean("PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS");
        SuppressHelmHookWarnings = Package.EnvironmentBoolean("PULUMI_K8S_SUPPRESS_HELM_HOOK_WARNINGS");
    }

    /// <summary>The field <c>alwaysRender</c>.</summary>
    [Input("alwaysRender", json: true)]
    public Input<bool>? AlwaysRender { get; set; }

    /// <summary>The cluster in the kubeconfig to use.</summary>
    [Input("cluster")]
    public Input<string>? Cluster { get; set; }

    /// <summary>The field <c>clusterIdentifier</c>.</summary>
    [Input("clusterIdentifier")]
    public Input<string>? ClusterIdentifier { get; set; }

    /// <summary>The context in the kubeconfig to use.</summary>
    [Input("context")]
    public Input<string>? Context { get; set; }

    /// <summary>Objects of a cluster that cannot be reached count as deleted.</summary>
    [Input("deleteUnreachable", json: true)]
    public Input<bool>? DeleteUnreachable { get; set; }

    /// <summary>The field <c>enableConfigMapMutable</c>.</summary>
    [Input("enableConfigMapMutable", json: true)]
    public Input<bool>? EnableConfigMapMutable { get; set; }

    /// <summary>The field <c>enablePatchForce</c>.</summary>
    [Input("enablePatchForce", json: true)]
    public Input<bool>? EnablePatchForce { get; set; }

    /// <summary>The field <c>enableSecretMutable</c>.</summary>
    [Input("enableSecretMutable", json: true)]
    public Input<bool>? EnableSecretMutable { get; set; }

    /// <summary>Objects are applied by the server, with a field manager.</summary>
    [Input("enableServerSideApply", json: true)]
    public Input<bool>? EnableServerSideApply { get; set; }

    /// <summary>Settings for Helm releases.</summary>
    [Input("helmReleaseSettings", json: true)]
    public Input<Types.Inputs.Provider.HelmReleaseSettingsArgs>? HelmReleaseSettings { get; set; }

    /// <summary>Settings of the client.</summary>
    [Input("kubeClientSettings", json: true)]
    public Input<Types.Inputs.Provider.KubeClientSettingsArgs>? KubeClientSettings { get; set; }

    /// <summary>The content of a kubeconfig file, or a path to one.</summary>
    [Input("kubeconfig")]
    public Input<string>? KubeConfig { get; set; }

    /// <summary>The namespace.</summary>
    [Input("namespace")]
    public Input<string>? Namespace { get; set; }

    /// <summary>The field <c>renderYamlToDirectory</c>.</summary>
    [Input("renderYamlToDirectory")]
    public Input<string>? RenderYamlToDirectory { get; set; }

    /// <summary>The field <c>skipUpdateUnreachable</c>.</summary>
    [Input("skipUpdateUnreachable", json: true)]
    public Input<bool>? SkipUpdateUnreachable { get; set; }

    /// <summary>The field <c>suppressDeprecationWarnings</c>.</summary>
    [Input("suppressDeprecationWarnings", json: true)]
    public Input<bool>? SuppressDeprecationWarnings { get; set; }

    /// <summary>The field <c>suppressHelmHookWarnings</c>.</summary>
    [Input("suppressHelmHookWarnings", json: true)]
    public Input<bool>? SuppressHelmHookWarnings { get; set; }

    /// <summary>The field <c>upsertExistingObjects</c>.</summary>
    [Input("upsertExistingObjects", json: true)]
    public Input<bool>? UpsertExistingObjects { get; set; }
}
