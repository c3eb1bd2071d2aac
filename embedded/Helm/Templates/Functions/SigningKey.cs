using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto.Parameters;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>A private key: its PEM as Sprig writes it, its public key and how it signs.</summary>
/// <param name="Pem">PKCS #1 for RSA, SEC 1 for elliptic curves, PKCS #8 for Ed25519.</param>
/// <param name="PublicInfo">The SubjectPublicKeyInfo.</param>
/// <param name="Algorithm">The AlgorithmIdentifier of its signatures.</param>
/// <param name="Sign">Signs; null for a key that signs no certificates.</param>
internal sealed record SigningKey(string Pem, byte[] PublicInfo, byte[] Algorithm, Func<byte[], byte[]>? Sign)
{
    /// <summary>The identifier of Ed25519 (RFC 8410).</summary>
    public const string Ed25519 = "1.3.101.112";

    /// <summary>A DSA key: Go reads it, but does not sign with it.</summary>
    public static readonly SigningKey WithoutUse = new("", [], [], null);

    /// <summary>An RSA key.</summary>
    public static SigningKey Of(RSA key) => new(
        PrivateKeys.Pem("RSA PRIVATE KEY", key.ExportRSAPrivateKey()),
        key.ExportSubjectPublicKeyInfo(),
        X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1).GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256),
        data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A key of an elliptic curve, which signs a hash of the curve's size.</summary>
    public static SigningKey Of(ECDsa key)
    {
        var hash = key.KeySize switch { > 384 => HashAlgorithmName.SHA512, > 256 => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA256 };
        return new SigningKey(
            PrivateKeys.Pem("EC PRIVATE KEY", key.ExportECPrivateKey()),
            key.ExportSubjectPublicKeyInfo(),
            X509SignatureGenerator.CreateForECDsa(key).GetSignatureAlgorithmIdentifier(hash),
            data => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>An Ed25519 key, which .NET does not have.</summary>
    public static SigningKey OfSeed(byte[] seed, string pem)
    {
        if (seed.Length != Ed25519PrivateKeyParameters.KeySize)
            throw new CryptographicException($"x509: invalid Ed25519 private key length: {seed.Length}");
        var key = new Ed25519PrivateKeyParameters(seed);
        var algorithm = new AsnWriter(AsnEncodingRules.DER);
        using (algorithm.PushSequence())
            algorithm.WriteObjectIdentifier(Ed25519);
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteEncodedValue(algorithm.Encode());
            info.WriteBitString(key.GeneratePublicKey().GetEncoded());
        }
        return new SigningKey(pem, info.Encode(), algorithm.Encode(), data =>
        {
            byte[] signature = new byte[Ed25519PrivateKeyParameters.SignatureSize];
            key.Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, data, 0, data.Length, signature, 0);
            return signature;
        });
    }
}
