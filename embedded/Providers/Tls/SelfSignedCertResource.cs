using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>A certificate signed with its own key.</summary>
internal sealed class SelfSignedCertResource(TimeProvider time, RandomSource random) : CertificateResource(time)
{
    public override string Token => "tls:index/selfSignedCert:SelfSignedCert";

    public override string TerraformType => "tls_self_signed_cert";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        .. TlsResources.Validity.Concat(TlsResources.Subject)
            .Append(new ResourceAttribute("setAuthorityKeyId", AttributeType.Flag) { Default = false })
            .OrderBy(attribute => attribute.Name, StringComparer.Ordinal),
    ];

    public override PropertyMap Create(PropertyMap planned)
    {
        using var key = CertificateTemplate.Key(planned, "privateKeyPem");
        var request = new CertificateRequest(SubjectName.Of(planned.Map("subject")), key.PublicKey, key.Hash);
        CertificateTemplate.AddExtensions(request, planned);
        if (planned.Flag("setAuthorityKeyId") == true)
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new X509SubjectKeyIdentifierExtension(key.PublicKey, critical: false)));
        if (CertificateTemplate.Names(planned, CertificateTemplate.IsEmpty(request.SubjectName)) is { } names)
            request.CertificateExtensions.Add(names);
        return CertificateTemplate.Signed(planned, CertificateTemplate.Sign(request, request.SubjectName, key, planned, Time, random))
            .Set("keyAlgorithm", key.Algorithm);
    }
}
