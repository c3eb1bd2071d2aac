using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Providers.Tls;

/// <summary>The names by which a program allows uses of a key, and how a certificate encodes them (RFC 5280 §4.2.1.3 and §4.2.1.12).</summary>
internal static class KeyUses
{
    private static readonly Dictionary<string, X509KeyUsageFlags> Plain = new(StringComparer.Ordinal)
    {
        ["digital_signature"] = X509KeyUsageFlags.DigitalSignature,
        ["content_commitment"] = X509KeyUsageFlags.NonRepudiation,
        ["key_encipherment"] = X509KeyUsageFlags.KeyEncipherment,
        ["data_encipherment"] = X509KeyUsageFlags.DataEncipherment,
        ["key_agreement"] = X509KeyUsageFlags.KeyAgreement,
        ["cert_signing"] = X509KeyUsageFlags.KeyCertSign,
        ["crl_signing"] = X509KeyUsageFlags.CrlSign,
        ["encipher_only"] = X509KeyUsageFlags.EncipherOnly,
        ["decipher_only"] = X509KeyUsageFlags.DecipherOnly,
    };

    private static readonly Dictionary<string, string> Extended = new(StringComparer.Ordinal)
    {
        ["any_extended"] = "2.5.29.37.0",
        ["server_auth"] = "1.3.6.1.5.5.7.3.1",
        ["client_auth"] = "1.3.6.1.5.5.7.3.2",
        ["code_signing"] = "1.3.6.1.5.5.7.3.3",
        ["email_protection"] = "1.3.6.1.5.5.7.3.4",
        ["ipsec_end_system"] = "1.3.6.1.5.5.7.3.5",
        ["ipsec_tunnel"] = "1.3.6.1.5.5.7.3.6",
        ["ipsec_user"] = "1.3.6.1.5.5.7.3.7",
        ["timestamping"] = "1.3.6.1.5.5.7.3.8",
        ["ocsp_signing"] = "1.3.6.1.5.5.7.3.9",
        ["microsoft_server_gated_crypto"] = "1.3.6.1.4.1.311.10.3.3",
        ["netscape_server_gated_crypto"] = "2.16.840.1.113730.4.1",
        ["microsoft_commercial_code_signing"] = "1.3.6.1.4.1.311.2.1.22",
        ["microsoft_kernel_code_signing"] = "1.3.6.1.4.1.311.61.1.1",
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Plain.Keys.Concat(Extended.Keys).Order(StringComparer.Ordinal)];

    /// <summary>The certificate extensions that allow the uses.</summary>
    public static IEnumerable<X509Extension> Extensions(IReadOnlyCollection<string> uses)
    {
        var flags = uses.Aggregate(X509KeyUsageFlags.None, (all, use) => all | Plain.GetValueOrDefault(use));
        if (flags != X509KeyUsageFlags.None)
            yield return new X509KeyUsageExtension(flags, critical: true);
        var purposes = new OidCollection();
        foreach (var use in uses.Where(Extended.ContainsKey))
            purposes.Add(new Oid(Extended[use]));
        if (purposes.Count > 0)
            yield return new X509EnhancedKeyUsageExtension(purposes, critical: false);
    }
}
