using Coder.Infra.Checks;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;

namespace Coder.Infra.Certificates;

/// <summary>
/// The certificate that is served, as a secret in the namespace. Only one that the stack issues is made here; another is there already, or
/// cert-manager makes it once the ingress asks for it.
/// </summary>
/// <param name="Resources">What the release must wait for.</param>
/// <param name="Authority">The authority's certificate, PEM; null where the stack issues none.</param>
internal sealed record Certificate(IReadOnlyList<Resource> Resources, Output<string>? Authority)
{
    private const int AuthorityYears = 10;

    /// <summary>Declares what the stack has to make.</summary>
    public static Certificate Declare(StackSettings settings, Findings found, Steps step, ClusterProvider cluster, Namespace ns) =>
        settings.Certificate.Mode == TlsMode.Issue ? Issue(settings, found, step, cluster, ns) : new Certificate([], null);

    /// <summary>
    /// An authority of this stack's own, and a certificate that it signs. Each is reissued in the last part of its time, the authority early
    /// enough for a certificate never to outlive it.
    /// </summary>
    private static Certificate Issue(StackSettings settings, Findings found, Steps step, ClusterProvider cluster, Namespace ns)
    {
        var host = settings.Host;
        var (validity, renewal) = (Hours(settings.Certificate.Validity), Hours(settings.Certificate.RenewBefore));
        var authorityKey = new PrivateKey("authority-key", new PrivateKeyArgs { Algorithm = "ECDSA", EcdsaCurve = "P256" }, step.Options());
        var authority = new SelfSignedCert("authority", new SelfSignedCertArgs
        {
            PrivateKeyPem = authorityKey.PrivateKeyPem,
            IsCaCertificate = true,
            SetSubjectKeyId = true,
            AllowedUses = { "cert_signing", "crl_signing", "digital_signature" },
            Subject = new SelfSignedCertSubjectArgs { CommonName = $"Authority of {settings.Project}/{settings.Stack}" },
            ValidityPeriodHours = Math.Max(AuthorityYears * 8760, 2 * (validity + renewal)),
            EarlyRenewalHours = validity + renewal,
        }, step.Options());
        var key = new PrivateKey("certificate-key", new PrivateKeyArgs { Algorithm = "ECDSA", EcdsaCurve = "P256" }, step.Options());
        var request = new CertRequest("certificate-request", new CertRequestArgs
        {
            PrivateKeyPem = key.PrivateKeyPem,
            DnsNames = settings.Hosts.ToArray(),
            // The names that count are above; this one has room for 64 letters only.
            Subject = new CertRequestSubjectArgs { CommonName = host.Length <= 64 ? host : settings.Kind.Noun },
        }, step.Options());
        var certificate = new LocallySignedCert("certificate", new LocallySignedCertArgs
        {
            CertRequestPem = request.CertRequestPem,
            CaPrivateKeyPem = authorityKey.PrivateKeyPem,
            CaCertPem = authority.CertPem,
            AllowedUses = { "digital_signature", "key_encipherment", "server_auth" },
            ValidityPeriodHours = validity,
            EarlyRenewalHours = renewal,
        }, step.Options());
        Secret Secret(string resource, string name, string type, InputMap<string> data) => StackSecret.Declare(resource, name, type, data, found, step, cluster, ns);

        var served = Secret("certificate-secret", settings.Certificate.SecretName, "kubernetes.io/tls", new InputMap<string>
        {
            ["ca.crt"] = StackSecret.Base64(authority.CertPem),
            ["tls.crt"] = StackSecret.Base64(certificate.CertPem),
            ["tls.key"] = Output.CreateSecret(StackSecret.Base64(key.PrivateKeyPem)),
        });
        Resource[] resources = settings.Certificate.Trust
            ? [served, Secret("authority-secret", settings.AuthoritySecret, "Opaque", new InputMap<string> { ["ca.crt"] = StackSecret.Base64(authority.CertPem) })]
            : [served];
        return new Certificate(resources, authority.CertPem);
    }

    private static int Hours(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalHours));
}
