namespace Pulumi.Kubernetes.Types.Inputs.Provider;

/// <summary>Settings for Helm releases.</summary>
public sealed class HelmReleaseSettingsArgs : ResourceArgs
{
    /// <summary>The field <c>driver</c>.</summary>
    [Input("driver")]
    public Input<string>? Driver { get; set; }

    /// <summary>The field <c>pluginsPath</c>.</summary>
    [Input("pluginsPath")]
    public Input<string>? PluginsPath { get; set; }

    /// <summary>The field <c>registryConfigPath</c>.</summary>
    [Input("registryConfigPath")]
    public Input<string>? RegistryConfigPath { get; set; }

    /// <summary>The field <c>repositoryCache</c>.</summary>
    [Input("repositoryCache")]
    public Input<string>? RepositoryCache { get; set; }

    /// <summary>The field <c>repositoryConfigPath</c>.</summary>
    [Input("repositoryConfigPath")]
    public Input<string>? RepositoryConfigPath { get; set; }
}
