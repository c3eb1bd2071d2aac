using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>A requested certificate, signed with the key of a given authority.</summary>
internal sealed class LocallySignedCertResource(TimeProvider time, RandomSource random) : CertificateResource(time)
{
    private const string AlternativeNames = "2.5.29.17";

    public override string Token => "tls:index/locallySignedCert:LocallySignedCert";

    public override string TerraformType => "tls_locally_signed_cert";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        .. TlsResources.Validity.Concat(
        [
            new ResourceAttribute("caCertPem", AttributeType.Text) { Required = true },
            new ResourceAttribute("caKeyAlgorithm", AttributeType.Text) { Computed = true },
            new ResourceAttribute("caPrivateKeyPem", AttributeType.Text) { Required = true, Sensitive = true },
            new ResourceAttribute("certRequestPem", AttributeType.Text) { Required = true },
        ]).OrderBy(attribute => attribute.Name, StringComparer.Ordinal),
    ];

    public override PropertyMap Create(PropertyMap planned)
    {
        using var key = CertificateTemplate.Key(planned, "caPrivateKeyPem");
        using var authority = Authority(planned);
        var asked = Asked(planned, key.Hash);
        var request = new CertificateRequest(asked.SubjectName, asked.PublicKey, key.Hash);
        CertificateTemplate.AddExtensions(request, planned);
        if (authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } issuer)
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuer));
        if (asked.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == AlternativeNames) is { } names)
        {
            names.Critical = CertificateTemplate.IsEmpty(asked.SubjectName);
            request.CertificateExtensions.Add(names);
        }

        return CertificateTemplate.Signed(planned, CertificateTemplate.Sign(request, authority.SubjectName, key, planned, Time, random))
            .Set("caKeyAlgorithm", key.Algorithm);
    }

    private static X509Certificate2 Authority(PropertyMap planned)
    {
        try
        {
            return X509Certificate2.CreateFromPem(planned.Text("caCertPem") ?? "");
        }
        catch (CryptographicException error)
        {
            throw Failed("Failed to parse CA certificate PEM", error.Message);
        }
    }

    private static CertificateRequest Asked(PropertyMap planned, HashAlgorithmName hash)
    {
        try
        {
            // .NET can't verify Ed25519. Who holds the request and the authority's key may sign what he wants anyway.
            return CertificateRequest.LoadSigningRequestPem(
                planned.Text("certRequestPem") ?? "", hash,
                CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions | CertificateRequestLoadOptions.SkipSignatureValidation);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw Failed("Failed to parse certificate request PEM", error.Message);
        }
    }
}
