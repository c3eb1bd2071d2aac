namespace Pulumi.Kubernetes.Types.Outputs.Helm.V3;

/// <summary>The chart repository a release comes from.</summary>
[OutputType]
public sealed class RepositoryOpts
{
    /// <summary>The file with the authorities to trust.</summary>
    public readonly string CaFile;

    /// <summary>The file with the client certificate.</summary>
    public readonly string CertFile;

    /// <summary>The file with the key of the client certificate.</summary>
    public readonly string KeyFile;

    /// <summary>The password.</summary>
    public readonly string Password;

    /// <summary>The repository URL.</summary>
    public readonly string Repo;

    /// <summary>The user name.</summary>
    public readonly string Username;

    [OutputConstructor]
    private RepositoryOpts(string caFile, string certFile, string keyFile, string password, string repo, string username)
    {
        CaFile = caFile;
        CertFile = certFile;
        KeyFile = keyFile;
        Password = password;
        Repo = repo;
        Username = username;
    }
}
