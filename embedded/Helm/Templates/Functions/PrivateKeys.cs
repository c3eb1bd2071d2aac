using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Private keys in the PEM forms that Sprig writes.</summary>
internal static class PrivateKeys
{
    private const int RsaBits = 4096;
    private const int DsaBits = 2048;

    /// <summary>A new key: rsa (4096 bits, also when empty), dsa, ecdsa (P-256) or ed25519.</summary>
    public static string Generate(CallContext context, string kind)
    {
        switch (kind)
        {
            case "" or "rsa":
                using (var rsa = RSA.Create(RsaBits))
                    return Write(rsa);
            case "dsa":
                using (var dsa = DSA.Create(DsaBits))
                    return Pem("DSA PRIVATE KEY", DsaKey(dsa));
            case "ecdsa":
                using (var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                    return Write(ecdsa);
            case "ed25519":
                // PKCS #8 around the seed (RFC 8410); the public key follows from it.
                byte[] prefix = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
                return Pem("PRIVATE KEY", [.. prefix, .. Chance.Bytes(context, 32)]);
            default:
                return "Unknown type " + kind;
        }
    }

    private static string Pem(string label, byte[] bytes) => PemEncoding.WriteString(label, bytes) + "\n";

    /// <summary>The key as PEM: PKCS #1 for RSA, SEC 1 for elliptic curves.</summary>
    public static string Write(AsymmetricAlgorithm key) => key switch
    {
        RSA rsa => Pem("RSA PRIVATE KEY", rsa.ExportRSAPrivateKey()),
        ECDsa ecdsa => Pem("EC PRIVATE KEY", ecdsa.ExportECPrivateKey()),
        _ => throw new FunctionException("Unable to encode private key"),
    };

    /// <summary>Reads RSA (PKCS #1 or #8) and EC keys; an error begins with what was being done.</summary>
    public static AsymmetricAlgorithm Read(string pem, string doing)
    {
        if (!PemEncoding.TryFind(pem, out var found))
            throw new FunctionException($"{doing}: no PEM data in input");
        string label = pem[found.Label];
        if (label != "PRIVATE KEY" && !label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal))
            throw new FunctionException($"{doing}: no private key data in PEM block of type {label}");
        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Not an RSA key.
        }
        try
        {
            var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            return ecdsa;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FunctionException($"{doing}: {e.Message}");
        }
    }

    /// <summary>A certificate request for the key.</summary>
    public static CertificateRequest Request(X500DistinguishedName subject, AsymmetricAlgorithm key) => key is ECDsa ecdsa
        ? new CertificateRequest(subject, ecdsa, HashAlgorithmName.SHA256)
        : new CertificateRequest(subject, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Signs certificates with the key.</summary>
    public static X509SignatureGenerator Signer(AsymmetricAlgorithm key) => key is ECDsa ecdsa
        ? X509SignatureGenerator.CreateForECDsa(ecdsa)
        : X509SignatureGenerator.CreateForRSA((RSA)key, RSASignaturePadding.Pkcs1);

    /// <summary>OpenSSL's form of a DSA key: a sequence of 0, p, q, g, y and x.</summary>
    private static byte[] DsaKey(DSA dsa)
    {
        var key = dsa.ExportParameters(includePrivateParameters: true);
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (byte[]? part in new[] { key.P, key.Q, key.G, key.Y, key.X })
                writer.WriteIntegerUnsigned(part.AsSpan().TrimStart((byte)0));
        }
        return writer.Encode();
    }
}
