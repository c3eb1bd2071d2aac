namespace Coder.Infra.Settings;

/// <summary>Where the certificate comes from.</summary>
public enum TlsMode
{
    /// <summary>Nowhere: the access URL is http.</summary>
    None,

    /// <summary>A secret of type <c>kubernetes.io/tls</c> that is in the namespace already.</summary>
    Secret,

    /// <summary>A private authority of this stack.</summary>
    Issue,

    /// <summary>cert-manager in the cluster.</summary>
    CertManager,

    /// <summary>The user's own values for the chart.</summary>
    Values,
}

/// <summary>The certificate that is served.</summary>
/// <param name="Mode">Where it comes from.</param>
/// <param name="SecretName">Secret that holds it, and the key.</param>
/// <param name="WildcardSecretName">Secret for the wildcard host: the same one, unless another is set.</param>
public sealed record CertificateSettings(TlsMode Mode, string SecretName, string WildcardSecretName)
{
    /// <summary>Name of the cert-manager issuer; only of <see cref="TlsMode.CertManager"/>.</summary>
    public string? Issuer { get; init; }

    /// <summary><c>ClusterIssuer</c> or <c>Issuer</c>.</summary>
    public string IssuerKind { get; init; } = "ClusterIssuer";

    /// <summary>How long an issued certificate is valid.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long before expiry an issued certificate is reissued.</summary>
    public TimeSpan RenewBefore { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether Coder's services in the cluster are given the authority's certificate (the chart's <c>certs.secret</c>).</summary>
    public bool Trust { get; init; }

    /// <summary>Whether the chart serves a certificate through this stack's doing.</summary>
    public bool IsServed => Mode is TlsMode.Secret or TlsMode.Issue or TlsMode.CertManager;
}
