namespace Coder.Infra.Helm.Charts;

/// <summary>Names a chart: a folder, a .tgz file, the URL of one, or a name in a repository.</summary>
/// <param name="Chart">The path, URL or name; <c>repo/name</c> for a repository that <c>helm repo add</c> made known.</param>
public sealed record ChartReference(string Chart)
{
    /// <summary>A version or a constraint on it; empty for the newest release. Without effect on paths.</summary>
    public string Version { get; init; } = "";

    /// <summary>URL of the repository.</summary>
    public string RepositoryUrl { get; init; } = "";

    /// <summary>User of the repository.</summary>
    public string Username { get; init; } = "";

    /// <summary>Password of the repository; it never gets into a message.</summary>
    public string Password { get; init; } = "";

    /// <summary>File of certificates (PEM) to trust in place of the system's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>File of the client's certificate (PEM).</summary>
    public string CertFile { get; init; } = "";

    /// <summary>File of the client's key (PEM).</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Whether the server's certificate is not checked.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Whether user and password are sent to other hosts, too, that the repository points at.</summary>
    public bool PassCredentials { get; init; }

    /// <summary>Helm's repositories.yaml; empty for where Helm keeps it.</summary>
    public string RepositoryConfig { get; init; } = "";

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);
}
