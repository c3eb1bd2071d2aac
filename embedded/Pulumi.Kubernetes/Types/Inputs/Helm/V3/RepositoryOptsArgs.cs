namespace Pulumi.Kubernetes.Types.Inputs.Helm.V3;

/// <summary>The chart repository a release comes from.</summary>
public sealed class RepositoryOptsArgs : ResourceArgs
{
    /// <summary>The file with the authorities to trust.</summary>
    [Input("caFile")]
    public Input<string>? CaFile { get; set; }

    /// <summary>The file with the client certificate.</summary>
    [Input("certFile")]
    public Input<string>? CertFile { get; set; }

    /// <summary>The file with the key of the client certificate.</summary>
    [Input("keyFile")]
    public Input<string>? KeyFile { get; set; }

    /// <summary>The password.</summary>
    [Input("password")]
    public Input<string>? Password { get; set; }

    /// <summary>The repository URL.</summary>
    [Input("repo")]
    public Input<string>? Repo { get; set; }

    /// <summary>The user name.</summary>
    [Input("username")]
    public Input<string>? Username { get; set; }
}
