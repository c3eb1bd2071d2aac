using System.Formats.Asn1;
using System.Security.Cryptography;
using Coder.Infra.Helm.Templates.Types;

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
                return SigningKey.Of(RSA.Create(RsaBits)).Pem;
            case "dsa":
                using (var dsa = DSA.Create(DsaBits))
                    return Pem("DSA PRIVATE KEY", DsaKey(dsa));
            case "ecdsa":
                return SigningKey.Of(ECDsa.Create(ECCurve.NamedCurves.nistP256)).Pem;
            case "ed25519":
                // PKCS #8 around the seed (RFC 8410); the public key follows from it.
                byte[] prefix = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
                return Pem("PRIVATE KEY", [.. prefix, .. Chance.Bytes(context, 32)]);
            default:
                return "Unknown type " + kind;
        }
    }

    /// <summary>The bytes as PEM, with a line feed at the end.</summary>
    public static string Pem(string label, byte[] bytes) => PemEncoding.WriteString(label, bytes) + "\n";

    /// <summary>Reads RSA, EC, DSA and Ed25519 keys; an error begins with what was being done.</summary>
    public static SigningKey Read(string pem, string doing)
    {
        if (!PemEncoding.TryFind(pem, out var found))
            throw new FunctionException($"{doing}: no PEM data in input");
        string label = pem[found.Label];
        if (label != "PRIVATE KEY" && !label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal))
            throw new FunctionException($"{doing}: no private key data in PEM block of type {label}");
        string step = label switch
        {
            "PRIVATE KEY" => "decoding PEM as PKCS#8",
            "EC PRIVATE KEY" or "RSA PRIVATE KEY" or "DSA PRIVATE KEY" => $"parsing {label.Split(' ')[0]} private key from PEM",
            _ => throw new FunctionException($"{doing}: invalid private key type {label[..^" PRIVATE KEY".Length]}"),
        };
        try
        {
            return Read(label, Convert.FromBase64String(pem[found.Base64Data]));
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new FunctionException($"{doing}: {step}: {e.Message}");
        }
    }

    private static SigningKey Read(string label, byte[] bytes)
    {
        if (label == "DSA PRIVATE KEY")
        {
            new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            return SigningKey.WithoutUse;
        }
        string algorithm = label == "PRIVATE KEY" ? Algorithm(bytes) : "";
        if (algorithm == SigningKey.Ed25519)
            return SigningKey.OfSeed(new AsnReader(Pkcs8Key(bytes), AsnEncodingRules.DER).ReadOctetString(), Pem("PRIVATE KEY", bytes));
        if (label == "RSA PRIVATE KEY" || algorithm == "1.2.840.113549.1.1.1")
        {
            var rsa = RSA.Create();
            if (algorithm.Length > 0)
                rsa.ImportPkcs8PrivateKey(bytes, out _);
            else
                rsa.ImportRSAPrivateKey(bytes, out _);
            return SigningKey.Of(rsa);
        }
        if (label != "EC PRIVATE KEY" && algorithm != "1.2.840.10045.2.1")
            throw new CryptographicException("x509: PKCS#8 wrapping contained private key with unknown algorithm: " + algorithm);
        var ecdsa = ECDsa.Create();
        if (algorithm.Length > 0)
            ecdsa.ImportPkcs8PrivateKey(bytes, out _);
        else
            ecdsa.ImportECPrivateKey(bytes, out _);
        return SigningKey.Of(ecdsa);
    }

    private static string Algorithm(byte[] pkcs8)
    {
        var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier();
    }

    private static byte[] Pkcs8Key(byte[] pkcs8)
    {
        var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        info.ReadSequence();
        return info.ReadOctetString();
    }

    /// <summary>OpenSSL's form of a DSA key: a sequence of 0, p, q, g, y and x.</summary>
    private static byte[] DsaKey(DSA dsa)
    {
        var key = dsa.ExportParameters(includePrivateParameters: true);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (byte[]? part in new[] { key.P, key.Q, key.G, key.Y, key.X })
                writer.WriteIntegerUnsigned(part.AsSpan().TrimStart((byte)0));
        }
        return writer.Encode();
    }
}
