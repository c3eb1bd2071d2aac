using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Grpc.Core;

namespace Coder.Infra.Providers.Tls;

/// <summary>What certificates and requests for them are made of.</summary>
internal static class CertificateTemplate
{
    private const int SerialBytes = 16;

    /// <summary>The names that a certificate is valid for, or null where none are given.</summary>
    public static X509Extension? Names(PropertyMap planned, bool critical = false)
    {
        string[] dns = [.. planned.Texts("dnsNames") ?? []], addresses = [.. planned.Texts("ipAddresses") ?? []], uris = [.. planned.Texts("uris") ?? []];
        if (dns.Length + addresses.Length + uris.Length == 0)
            return null;
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dns)
            names.AddDnsName(name);
        foreach (var address in addresses)
            names.AddIpAddress(IPAddress.Parse(address));
        foreach (var uri in uris)
            names.AddUri(new Uri(uri));
        return names.Build(critical);
    }

    /// <summary>Whether a subject says nothing, so that the names are all there is (RFC 5280 §4.2.1.6: they are critical then).</summary>
    public static bool IsEmpty(X500DistinguishedName subject) => subject.RawData is [0x30, 0x00];

    /// <summary>What is wrong with the names.</summary>
    public static IEnumerable<(string Attribute, string Reason)> Problems(PropertyMap inputs)
    {
        foreach (var address in inputs.Texts("ipAddresses") ?? [])
        {
            if (!IPAddress.TryParse(address, out _))
                yield return ("ipAddresses", $"Invalid IP address. Failed to parse \"{address}\": it is neither an IPv4 nor an IPv6 address");
        }

        foreach (var uri in inputs.Texts("uris") ?? [])
        {
            if (!Uri.TryCreate(uri, UriKind.Absolute, out _))
                yield return ("uris", $"Invalid URI. Failed to parse \"{uri}\": it is not an absolute URI");
        }

        foreach (var name in (inputs.Get("subject")?.Reveal() as ObjectValue)?.Properties.Keys.Except(SubjectName.Attributes) ?? [])
            yield return ("subject", $"Unsupported argument. An argument named \"{name}\" is not expected here (known: {string.Join(", ", SubjectName.Attributes)})");
    }

    /// <summary>Signs a certificate; its serial number is drawn.</summary>
    public static (string Pem, string Serial, DateTimeOffset From, DateTimeOffset Until) Sign(
        CertificateRequest request, X500DistinguishedName issuer, KeyPair issuerKey, PropertyMap planned, TimeProvider time, RandomSource random)
    {
        // Certificates hold whole seconds.
        var from = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var until = from.AddHours(planned.Number("validityPeriodHours")!.Value);
        var serial = random.Bytes(SerialBytes);
        serial[0] &= 0x7F; // a serial number is not negative
        using var certificate = request.Create(issuer, issuerKey.Signer, from, until, serial);
        return (PemEncoding.WriteString("CERTIFICATE", certificate.RawData) + "\n", new BigInteger(serial, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture), from, until);
    }

    /// <summary>Whether it is an authority's, what the key may do, and which key it is.</summary>
    public static void AddExtensions(CertificateRequest request, PropertyMap planned)
    {
        foreach (var use in KeyUses.Extensions(planned.Texts("allowedUses") ?? []))
            request.CertificateExtensions.Add(use);
        var authority = planned.Flag("isCaCertificate") ?? false;
        var length = planned.Number("maxPathLength") ?? -1;
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, authority && length >= 0, (int)Math.Max(length, 0), critical: true));
        if (authority || (planned.Flag("setSubjectKeyId") ?? false))
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    /// <summary>The attributes of a signed certificate.</summary>
    public static PropertyMap Signed(PropertyMap planned, (string Pem, string Serial, DateTimeOffset From, DateTimeOffset Until) certificate) => planned
        .Set("certPem", certificate.Pem)
        .Set("id", certificate.Serial)
        .Set("readyForRenewal", false)
        .Set("validityStartTime", TlsResources.Told(certificate.From))
        .Set("validityEndTime", TlsResources.Told(certificate.Until));

    /// <summary>Reads a private key out of an attribute, with an error that does not show it.</summary>
    public static KeyPair Key(PropertyMap planned, string attribute)
    {
        try
        {
            return KeyPair.FromPem(planned.Text(attribute) ?? "");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or FormatException)
        {
            throw new RpcException(new Status(StatusCode.Unknown, $"Failed to parse private key PEM: {attribute}: {error.Message}"));
        }
    }
}
