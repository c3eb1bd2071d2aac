using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>A request for a certificate (PKCS#10), for an authority to sign.</summary>
internal sealed class CertRequestResource : BridgedResource
{
    public override string Token => "tls:index/certRequest:CertRequest";

    public override string TerraformType => "tls_cert_request";

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        .. TlsResources.Subject
            .Append(new ResourceAttribute("certRequestPem", AttributeType.Text) { Computed = true })
            .OrderBy(attribute => attribute.Name, StringComparer.Ordinal),
    ];

    public override IEnumerable<(string Attribute, string Reason)> Validate(PropertyMap inputs) => CertificateTemplate.Problems(inputs);

    public override PropertyMap Create(PropertyMap planned)
    {
        using var key = CertificateTemplate.Key(planned, "privateKeyPem");
        var request = new CertificateRequest(SubjectName.Of(planned.Map("subject")), key.PublicKey, key.Hash);
        if (CertificateTemplate.Names(planned) is { } names)
            request.CertificateExtensions.Add(names);
        var signed = request.CreateSigningRequest(key.Signer);
        return planned
            .Set("certRequestPem", PemEncoding.WriteString("CERTIFICATE REQUEST", signed) + "\n")
            .Set("id", TlsResources.IdOf(signed))
            .Set("keyAlgorithm", key.Algorithm);
    }
}
