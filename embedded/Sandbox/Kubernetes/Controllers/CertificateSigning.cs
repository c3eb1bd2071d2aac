using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Makes a key and a certificate of what a Certificate asks for.</summary>
internal static class CertificateSigning
{
    /// <param name="certificate">The Certificate.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="now">The time.</param>
    /// <param name="authority">The authority's secret; null for a certificate that signs itself.</param>
    /// <returns>The secret's data: <c>tls.crt</c>, <c>tls.key</c>, <c>ca.crt</c>.</returns>
    public static JsonObject Sign(JsonObject certificate, TimeSpan lifetime, DateTimeOffset now, JsonObject? authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={certificate.Text("spec", "commonName") ?? certificate.Texts("spec", "dnsNames").FirstOrDefault() ?? "certificate"}", key, HashAlgorithmName.SHA256);
        var isAuthority = certificate.Bool("spec", "isCA") == true;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (certificate.Texts("spec", "dnsNames").ToList() is { Count: > 0 } names)
        {
            var alternative = new SubjectAlternativeNameBuilder();
            foreach (var name in names) alternative.AddDnsName(name);
            request.CertificateExtensions.Add(alternative.Build());
        }
        // A little earlier, for clocks that differ.
        var from = now.AddMinutes(-5);
        if (authority is null)
        {
            using var own = request.CreateSelfSigned(from, now + lifetime);
            return Data(own.ExportCertificatePem(), key, own.ExportCertificatePem());
        }
        using var signer = X509Certificate2.CreateFromPem(Text(authority, "tls.crt"), Text(authority, "tls.key"));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer, true, false));
        var until = now + lifetime < signer.NotAfter ? now + lifetime : new DateTimeOffset(signer.NotAfter);
        using var signed = request.Create(signer, from < signer.NotBefore ? signer.NotBefore : from, until, RandomNumberGenerator.GetBytes(16));
        return Data(signed.ExportCertificatePem(), key, signer.ExportCertificatePem());
    }

    static JsonObject Data(string certificate, ECDsa key, string authority) => new()
    {
        ["ca.crt"] = Encoded(authority),
        ["tls.crt"] = Encoded(certificate),
        ["tls.key"] = Encoded(key.ExportPkcs8PrivateKeyPem()),
    };

    static string Encoded(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem + "\n"));

    static string Text(JsonObject secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", key) ?? ""));
}
