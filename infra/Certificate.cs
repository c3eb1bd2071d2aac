using System.Text;
using Coder.Infra.Resources;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;

namespace Coder.Infra;

/// <summary>
/// The certificate of the ingress, as a secret in the namespace: there already, issued here, or made by cert-manager once the
/// ingress asks for it.
/// </summary>
internal sealed class Certificate
{
    private const int AuthorityYears = 10;
    private readonly StackSettings _settings;

    private Certificate(StackSettings settings)
    {
        _settings = settings;
        (SecretName, AuthoritySecretName) = (Output.Create(settings.Certificate.SecretName), Output.Create(settings.Certificate.SecretName));
    }

    /// <summary>Name of the secret, known once it is there.</summary>
    public Output<string> SecretName { get; private set; }

    /// <summary>Name of the secret whose <c>ca.crt</c> is the authority's certificate.</summary>
    public Output<string> AuthoritySecretName { get; private set; }

    /// <summary>The authority's certificate, PEM; null where the stack issues none.</summary>
    public Output<string>? Authority { get; private set; }

    /// <summary>Makes what the stack has to make.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="inCluster">Options of an object in the cluster.</param>
    /// <param name="parent">The component.</param>
    public static Certificate Of(StackSettings settings, Output<string> ns, CustomResourceOptions inCluster, Resource parent)
    {
        var certificate = new Certificate(settings);
        if (settings.Certificate.Mode == TlsMode.Issue)
            certificate.Issue(ns, inCluster, new CustomResourceOptions { Parent = parent });
        return certificate;
    }

    /// <summary>Waits for the certificate that cert-manager makes, after the release; the id of the release where there is none to wait for.</summary>
    public Output<string> Served(Output<string> release, CoderDeployment coder, Resource resource) => _settings.Certificate.Mode != TlsMode.CertManager ? release : release.Apply(id =>
    {
        var limit = _settings.Timeouts.Certificate;
        var args = Preconditions.Cluster(_settings);
        Preconditions.AddCertificates(args, _settings);
        // A preview only looks.
        args.WaitSeconds = Deployment.Instance.IsDryRun ? 0 : (int)limit.TotalSeconds;
        return coder.ServedCertificate(args).Apply(found => found.Missing.Length == 0 || Deployment.Instance.IsDryRun ? id
            : throw new ResourceException($"The certificate is not there after {limit:g}: {found.Missing} More time: pulumi config set --path timeouts.certificate 20m", resource, hideStack: true));
    });

    /// <summary>
    /// An authority of this stack's own, and a certificate that it signs. Each is made anew in the last part of its time,
    /// the authority early enough for a certificate never to outlive it.
    /// </summary>
    private void Issue(Output<string> ns, CustomResourceOptions inCluster, CustomResourceOptions options)
    {
        var host = _settings.ProviderUrl.Host;
        var (validity, renewal) = (Hours(_settings.Certificate.Validity), Hours(_settings.Certificate.RenewBefore));
        // Through the namespace's name: nothing is made before the preconditions have passed.
        var algorithm = ns.Apply(_ => "ECDSA");
        var authorityKey = new PrivateKey("authority-key", new PrivateKeyArgs { Algorithm = algorithm, EcdsaCurve = "P256" }, options);
        var authority = new SelfSignedCert("authority", new SelfSignedCertArgs
        {
            PrivateKeyPem = authorityKey.PrivateKeyPem,
            IsCaCertificate = true,
            SetSubjectKeyId = true,
            AllowedUses = { "cert_signing", "crl_signing", "digital_signature" },
            Subject = new SelfSignedCertSubjectArgs { CommonName = $"Authority of {Deployment.Instance.ProjectName}/{Deployment.Instance.StackName}" },
            ValidityPeriodHours = Math.Max(AuthorityYears * 8760, 2 * (validity + renewal)),
            EarlyRenewalHours = validity + renewal,
        }, options);
        var key = new PrivateKey("certificate-key", new PrivateKeyArgs { Algorithm = algorithm, EcdsaCurve = "P256" }, options);
        var request = new CertRequest("certificate-request", new CertRequestArgs
        {
            PrivateKeyPem = key.PrivateKeyPem,
            DnsNames = DnsRecords.Hosts(_settings).ToArray(),
            // The names that count are above; this one has room for 64 letters only.
            Subject = new CertRequestSubjectArgs { CommonName = host.Length <= 64 ? host : "workspace provider" },
        }, options);
        var certificate = new LocallySignedCert("certificate", new LocallySignedCertArgs
        {
            CertRequestPem = request.CertRequestPem,
            CaPrivateKeyPem = authorityKey.PrivateKeyPem,
            CaCertPem = authority.CertPem,
            AllowedUses = { "digital_signature", "key_encipherment", "server_auth" },
            ValidityPeriodHours = validity,
            EarlyRenewalHours = renewal,
        }, options);
        var secret = Secret("certificate-secret", _settings.Certificate.SecretName, "kubernetes.io/tls", ns, inCluster, new InputMap<string>
        {
            ["ca.crt"] = Base64(authority.CertPem),
            ["tls.crt"] = Base64(certificate.CertPem),
            ["tls.key"] = Output.CreateSecret(Base64(key.PrivateKeyPem)),
        });
        SecretName = secret.Metadata.Apply(metadata => metadata.Name);
        Authority = authority.CertPem;
        if (_settings.Certificate.Trust)
        {
            // A secret of its own: who trusts the authority has no business with the key.
            var trusted = Secret("authority-secret", _settings.Certificate.SecretName + "-ca", "Opaque", ns, inCluster, new InputMap<string> { ["ca.crt"] = Base64(authority.CertPem) });
            AuthoritySecretName = trusted.Metadata.Apply(metadata => metadata.Name);
        }
    }

    private static Secret Secret(string resource, string name, string type, Output<string> ns, CustomResourceOptions options, InputMap<string> data) => new(resource, new SecretArgs
    {
        Metadata = new ObjectMetaArgs { Name = name, Namespace = ns, Labels = ObjectLabels.Of() },
        Type = type,
        Data = data,
    }, options);

    private static Output<string> Base64(Output<string> text) => text.Apply(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));

    private static int Hours(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalHours));
}
